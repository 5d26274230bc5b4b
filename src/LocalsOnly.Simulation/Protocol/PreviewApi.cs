using System.Text.Json;
using LocalsOnly.Simulation.State;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Protocol;

/// <summary><c>GET /instance/previews</c>: every way in which a model could be placed now, and why the others cannot be.</summary>
internal sealed class PreviewApi(ClusterState state)
{
    /// <summary>Sharding and fabric in the order in which exo tries them.</summary>
    private static readonly Spread[] Spreads = [new(false, false), new(false, true), new(true, false), new(true, true)];

    public Task GetAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["model_id"] is not [{ } id, ..])
            return Reply.UnprocessableAsync(context, "missing", "model_id", "Field required", "query");
        lock (state.Gate)
        {
            var live = state.Workers.Count(w => !w.Dropped);
            var model = state.Card(id);
            if (model is null && live > 0)
                return Reply.ErrorAsync(context, 400, "Bad Request", $"Failed to load model card: {id} cannot be fetched");
            return Reply.JsonAsync(context, 200, json => WritePreviews(json, model, live, [.. query["node_ids"].OfType<string>()]));
        }
    }

    private void WritePreviews(Utf8JsonWriter json, SimulatedModel? model, int live, IReadOnlyCollection<string> required)
    {
        var seen = new HashSet<(Spread, int)>();
        var placer = new Placer(state);
        json.WriteStartObject();
        json.WriteStartArray("previews"u8);
        foreach (var spread in Spreads)
        {
            for (var nodes = 1; nodes <= live; nodes++)
            {
                var (instance, error) = placer.Place(model!, spread, nodes, required);
                if (seen.Add((spread, instance?.Shards.Count ?? 0)))
                    WritePreview(json, model!, spread, instance, error);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WritePreview(Utf8JsonWriter json, SimulatedModel model, Spread spread, Instance? instance, string? error)
    {
        json.WriteStartObject();
        json.WriteString("model_id"u8, model.Id);
        json.WriteString("sharding"u8, spread.Sharding);
        json.WriteString("instance_meta"u8, spread.Meta);
        json.WritePropertyName("instance"u8);
        if (instance is null)
        {
            json.WriteNullValue();
            json.WriteNull("memory_delta_by_node"u8);
        }
        else
        {
            InstanceDocument.Write(json, state, instance);
            // In equal parts, whatever the shards are.
            json.WriteStartObject("memory_delta_by_node"u8);
            var (each, rest) = Math.DivRem(model.StorageBytes, instance.Shards.Count);
            foreach (var (id, index) in instance.Shards.Select(s => s.NodeId).Order(StringComparer.Ordinal).Select((id, index) => (id, index)))
                json.WriteNumber(id, each + (index < rest ? 1 : 0));
            json.WriteEndObject();
        }

        json.WriteString("error"u8, error);
        json.WriteEndObject();
    }
}
