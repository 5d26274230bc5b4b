using System.Globalization;
using System.Text.Json;
using LocalsOnly.Inference.Wire;
using LocalsOnly.Simulation.State;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>Sends each request to what exo would answer it with, its 404 and 405 included.</summary>
internal sealed class ExoApi(SimulatedExoNode node)
{
    private const string Links = "/v1/instance-links";

    private readonly ChatHandler _chat = new(node);
    private readonly InstanceApi _instances = new(node);
    private readonly PreviewApi _previews = new(node.State);

    public async Task HandleAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Server = "hypercorn-h11";
        headers.Date = node.Time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        headers[SimulationLabel.Header] = "true";
        // hypercorn sends no reason phrase.
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = "";
        try
        {
            await RouteAsync(context, context.Request.Path.Value ?? "/");
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }

    private Task RouteAsync(HttpContext context, string path)
    {
        var newest = node.Options.Release == SimulatedRelease.Newest;
        switch (context.Request.Method)
        {
            case "POST":
                return path switch
                {
                    "/v1/chat/completions" => _chat.HandleAsync(context),
                    "/instance" => _instances.CreateAsync(context),
                    "/place_instance" => _instances.PlaceAsync(context),
                    Links when newest => _instances.LinkAsync(context, Guid.NewGuid().ToString()),
                    _ when Below(path, "/v1/cancel/") is { } command => CancelAsync(context, command),
                    _ => Reply.DetailAsync(context, 405, "Method Not Allowed"),
                };
            case "GET":
                return path switch
                {
                    "/node_id" => Reply.JsonAsync(context, 200, json => json.WriteStringValue(node.NodeId)),
                    "/models" or "/v1/models" => Reply.JsonAsync(context, 200, json => CatalogDocument.Write(json, node.State, context.Request.Query["status"])),
                    "/state" => StateAsync(context, ""),
                    "/instance/previews" => _previews.GetAsync(context),
                    "/instance/await" when newest => _instances.AwaitAsync(context),
                    Links when newest => _instances.LinksAsync(context),
                    "/v1/feature-flags" when newest => Reply.JsonAsync(context, 200, WriteFlags),
                    _ when Below(path, "/state/") is { } inner => StateAsync(context, inner),
                    _ when Below(path, "/instance/") is { } id => _instances.GetAsync(context, id),
                    _ => Reply.DetailAsync(context, 404, "Not Found"),
                };
            case "DELETE" when Below(path, "/instance/") is { } id:
                return _instances.DeleteAsync(context, id);
            case "PUT" when newest && Below(path, Links + "/") is { } id:
                return _instances.LinkAsync(context, id);
            case "DELETE" when newest && Below(path, Links + "/") is { } id:
                return _instances.UnlinkAsync(context, id);
            default:
                return Reply.DetailAsync(context, 405, "Method Not Allowed");
        }
    }

    private static string? Below(string path, string prefix) => path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : null;

    private async Task CancelAsync(HttpContext context, string command)
    {
        if (!node.Cancel(command))
        {
            await Reply.ErrorAsync(context, 404, "Not Found", "Command not found or already completed");
            return;
        }

        await Reply.MessageAsync(context, "Command cancelled.", command);
    }

    /// <summary>Each step goes into an object or a list; one that does not lead on from a value is ignored, as in exo.</summary>
    private Task StateAsync(HttpContext context, string path)
    {
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var found = false;
        ReadOnlyMemory<byte> bytes;
        lock (node.State.Gate)
        {
            bytes = Reply.Bytes(json =>
            {
                if (steps.Length == 0)
                    StateDocument.Write(json, node.State);
                found = steps.Length == 0 || StateDocument.TryWrite(json, node.State, steps[0]);
            });
        }

        if (found && steps.Length <= 1)
            return Reply.BytesAsync(context, bytes);
        if (!found)
            return NoPathAsync(context, path);
        using var document = JsonDocument.Parse(bytes);
        var element = document.RootElement;
        foreach (var step in steps.AsSpan(1))
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    if (!element.TryGetProperty(step, out element))
                        return NoPathAsync(context, path);
                    break;
                case JsonValueKind.Array:
                    if (!int.TryParse(step, CultureInfo.InvariantCulture, out var index) || index < 0 || index >= element.GetArrayLength())
                        return NoPathAsync(context, path);
                    element = element[index];
                    break;
            }
        }

        var value = element.Clone();
        return Reply.JsonAsync(context, 200, value.WriteTo);
    }

    private static Task NoPathAsync(HttpContext context, string path) =>
        Reply.ErrorAsync(context, 404, "Not Found", $"unable to find path '{path.Replace('/', '.')}' in state json");

    private void WriteFlags(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("disaggregation"u8, node.Options.Disaggregation);
        json.WriteEndObject();
    }
}
