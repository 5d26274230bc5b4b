using LocalsOnly.Simulation.Discord.State;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Discord.Gateway;

/// <summary>Takes sockets, at the address that the REST API gives and at the one that READY gives for resumes.</summary>
internal sealed class SimulatedGateway(World world)
{
    /// <summary>Path of the <c>resume_gateway_url</c>.</summary>
    public const string ResumePath = "/resume";

    private readonly HashSet<GatewayConnection> _connections = [];

    public async Task AcceptAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var query = context.Request.Query;
        using var connection = new GatewayConnection(world, context, socket, query["compress"] == "zlib-stream");
        lock (world.Gate)
        {
            _connections.Add(connection);
            if (query["v"] != "10" || query["encoding"] != "json")
            {
                world.Violations.Add($"Gateway: the address asks for version \"{query["v"]}\" and encoding \"{query["encoding"]}\"; the fake speaks 10 and json.");
                if (query["v"] != "10")
                    connection.Close(GatewayClose.InvalidVersion);
            }
        }

        try
        {
            await connection.RunAsync();
        }
        finally
        {
            lock (world.Gate)
                _connections.Remove(connection);
        }
    }

    /// <summary>Does something with each socket of a bot, or of all. Sockets that did not identify yet belong to no bot.</summary>
    public void Each(SimulatedBot? bot, Action<GatewayConnection> act)
    {
        lock (world.Gate)
        {
            foreach (var connection in _connections.Where(connection => bot is null || connection.Session?.Bot == bot).ToList())
                act(connection);
        }
    }
}
