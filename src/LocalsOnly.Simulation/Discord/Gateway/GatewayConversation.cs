using System.Text.Json;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.Schema;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Gateway;

/// <summary>What the gateway answers to each payload of a client. Called under the world's gate.</summary>
/// <remarks>discord.com/developers/docs/events/gateway, discord.com/developers/docs/topics/opcodes-and-status-codes#gateway</remarks>
internal sealed partial class GatewayConversation(World world, GatewayConnection connection, bool isResumeAddress) : IDisposable
{
    private const int MostPayloads = 120;
    private static readonly TimeSpan s_payloadWindow = TimeSpan.FromSeconds(60);

    private ITimer? _silence;
    private DateTimeOffset _windowEnds;
    private int _payloads;
    private bool _wasIdentified;

    private SimulatedBot? Bot => connection.Session?.Bot;

    private TimeSpan Patience => world.Options.HeartbeatInterval * 1.5;

    public void Begin()
    {
        connection.Send(Frames.Hello(world.Options.HeartbeatInterval));
        _silence = world.Time.CreateTimer(_ => FallSilent(), null, Patience, Timeout.InfiniteTimeSpan);
    }

    /// <param name="payload">A text frame; empty for one that is too long or not text.</param>
    public void Hear(ReadOnlyMemory<byte> payload)
    {
        if (CountsTooMany())
        {
            Close(GatewayClose.RateLimited, $"{Who} sent more than 120 payloads in 60 s");
            return;
        }

        if (!TryRead(payload, out var document))
            return;
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("op", out var op) || !op.TryGetInt32(out var code))
            {
                Close(GatewayClose.DecodeError, $"{Who} sent a payload without an op");
                return;
            }

            Hear(code, root.TryGetProperty("d", out var data) ? data : default, root);
        }
    }

    public void Dispose() => _silence?.Dispose();

    private void Hear(int op, JsonElement data, JsonElement payload)
    {
        var problems = WireSchema.Frame(op, payload);
        switch (op)
        {
            case 1:
                Beat(data);
                return;
            case 2 or 6 when Bot is not null:
                Close(GatewayClose.AlreadyAuthenticated, $"{Who} sent op {op} on a socket that is identified");
                return;
            case 2 or 6 when problems.Any(problem => problem.Refuses):
                Report(op, problems);
                Close(GatewayClose.DecodeError, null);
                return;
            case 2:
                Report(op, problems);
                Identify(data);
                return;
            case 6:
                Report(op, problems);
                Resume(data);
                return;
            case 3 or 4 or 8 or 31 or 43 when Bot is null:
                Close(GatewayClose.NotAuthenticated, $"{Who} sent op {op} before it identified");
                return;
            case 3 or 4 or 8 or 31 or 43:
                Report(op, problems);
                if (problems.Any(problem => problem.Refuses))
                    Close(GatewayClose.DecodeError, null);
                else
                    Do(op, data);
                return;
            default:
                Close(GatewayClose.UnknownOpcode, $"{Who} sent op {op}, which is none");
                return;
        }
    }

    private void Do(int op, JsonElement data)
    {
        if (op == 3)
            Bot!.Presence = PresenceReading.Read(data);
        if (op == 8)
            MemberRequest.Answer(world, connection.Session!, data);
        world.Changed.Beat();
    }

    private void Beat(JsonElement data)
    {
        var last = data.ValueKind == JsonValueKind.Number && data.TryGetInt32(out var number) ? number : (int?)null;
        // Before it resumes, a client names the last event of the socket before.
        if (Bot is not null && last > connection.Sent)
            world.Violations.Add($"Gateway: a heartbeat of {Who} names event {last}, but {connection.Sent} were sent.");
        _silence?.Change(Patience, Timeout.InfiniteTimeSpan);
        if (Bot is not null)
            Bot.Heartbeats++;
        if (Bot is not { AcksStopped: true })
            connection.Send(Frames.Ack);
        world.Changed.Beat();
    }

    private void FallSilent()
    {
        lock (world.Gate)
        {
            connection.Session?.End();
            connection.Close(GatewayClose.SessionTimedOut);
        }
    }

    private bool CountsTooMany()
    {
        var now = world.Time.GetUtcNow();
        if (now >= _windowEnds)
            (_windowEnds, _payloads) = (now + s_payloadWindow, 0);
        return ++_payloads > MostPayloads;
    }

    private bool TryRead(ReadOnlyMemory<byte> payload, out JsonDocument document)
    {
        try
        {
            document = JsonDocument.Parse(payload);
            return true;
        }
        catch (JsonException)
        {
            Close(GatewayClose.DecodeError, $"{Who} sent what is not JSON, or longer than 4,096 bytes");
            document = null!;
            return false;
        }
    }

    /// <param name="why">What was against the rules, as a sentence without its full stop; null when the client could not know.</param>
    private void Close(GatewayClose close, string? why)
    {
        if (why is not null)
            world.Violations.Add($"Gateway: {why}.");
        if (close is GatewayClose.InvalidSequence)
            connection.Session?.End();
        connection.Close(close);
    }

    private void Report(int op, IReadOnlyList<SchemaProblem> problems)
    {
        foreach (var problem in problems)
            world.Violations.Add($"Gateway: op {op} of {Who}: {problem}.");
    }

    private string Who => Bot?.Name ?? "a client";
}
