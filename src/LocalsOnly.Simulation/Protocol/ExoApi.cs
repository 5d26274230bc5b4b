using System.Globalization;
using System.Text.Json;
using LocalsOnly.Inference.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>Sends each request to what exo would answer it with, its 404 and 405 included.</summary>
internal sealed class ExoApi(SimulatedExoNode node)
{
    private readonly ChatHandler _chat = new(node);

    public Task HandleAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Server = "hypercorn-h11";
        headers.Date = node.Time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        headers[SimulationLabel.Header] = "true";
        // hypercorn sends no reason phrase.
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = "";

        var path = context.Request.Path.Value ?? "/";
        if (HttpMethods.IsPost(context.Request.Method))
            return path == "/v1/chat/completions" ? _chat.HandleAsync(context) : Reply.DetailAsync(context, 405, "Method Not Allowed");
        return !HttpMethods.IsGet(context.Request.Method)
            ? Reply.DetailAsync(context, 405, "Method Not Allowed")
            : path switch
            {
                "/node_id" => Reply.JsonAsync(context, 200, json => json.WriteStringValue(StateDocument.NodeId(0))),
                "/models" or "/v1/models" => Reply.JsonAsync(context, 200, WriteCatalog),
                "/state" => Reply.JsonAsync(context, 200, json => StateDocument.Write(json, node)),
                _ when path.StartsWith("/state/", StringComparison.Ordinal) => StateAtAsync(context, path["/state/".Length..]),
                _ => Reply.DetailAsync(context, 404, "Not Found"),
            };
    }

    private Task StateAtAsync(HttpContext context, string path)
    {
        using var state = JsonDocument.Parse(Reply.Bytes(json => StateDocument.Write(json, node)));
        var element = state.RootElement;
        foreach (var segment in path.Split('/'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(segment, out element))
                return Reply.DetailAsync(context, 404, "Not Found");
        }

        var found = element.Clone();
        return Reply.JsonAsync(context, 200, found.WriteTo);
    }

    private void WriteCatalog(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var model in node.Options.Models.Concat(node.Options.CatalogOnly))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, model.Id);
            json.WriteString("object"u8, "model"u8);
            json.WriteNumber("created"u8, node.Time.GetUtcNow().ToUnixTimeSeconds());
            json.WriteString("owned_by"u8, "exo"u8);
            json.WriteString("hugging_face_id"u8, model.Id);
            json.WriteString("name"u8, model.Id[(model.Id.LastIndexOf('/') + 1)..]);
            json.WriteString("description"u8, "A simulation: it quotes what it is given."u8);
            json.WriteNumber("context_length"u8, 32768);
            json.WriteStartArray("tags"u8);
            json.WriteEndArray();
            json.WriteNumber("storage_size_megabytes"u8, model.StorageBytes / 1_000_000);
            json.WriteBoolean("supports_tensor"u8, false);
            json.WriteStartArray("tasks"u8);
            json.WriteStringValue("TextGeneration"u8);
            json.WriteEndArray();
            json.WriteBoolean("is_custom"u8, false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
