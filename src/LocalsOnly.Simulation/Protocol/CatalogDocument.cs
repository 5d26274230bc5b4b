using System.Text.Json;
using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>The document behind <c>GET /v1/models</c>: everything that could be placed, placed or not.</summary>
internal static class CatalogDocument
{
    /// <param name="status"><c>downloaded</c> leaves out what no machine has on its disk.</param>
    public static void Write(Utf8JsonWriter json, ClusterState state, string? status)
    {
        List<SimulatedModel> models;
        lock (state.Gate)
        {
            models = [.. state.Options.Models.Concat(state.Options.CatalogOnly)
                .Where(m => status != "downloaded" || state.Workers.Any(w => w.Downloads.GetValueOrDefault(m) == m.StorageBytes))];
        }

        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var model in models)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, model.Id);
            json.WriteString("object"u8, "model"u8);
            json.WriteNumber("created"u8, state.Time.GetUtcNow().ToUnixTimeSeconds());
            json.WriteString("owned_by"u8, "exo"u8);
            json.WriteString("hugging_face_id"u8, model.Id);
            json.WriteString("name"u8, model.Id[(model.Id.LastIndexOf('/') + 1)..]);
            json.WriteString("description"u8, "A simulation: it quotes what it is given."u8);
            json.WriteNumber("context_length"u8, model.ContextTokens);
            json.WriteStartArray("tags"u8);
            json.WriteEndArray();
            json.WriteNumber("storage_size_megabytes"u8, model.StorageBytes >> 20);
            json.WriteBoolean("supports_tensor"u8, model.SupportsTensor);
            json.WriteStartArray("tasks"u8);
            json.WriteStringValue("TextGeneration"u8);
            json.WriteEndArray();
            json.WriteBoolean("is_custom"u8, false);
            json.WriteString("family"u8, "simulated"u8);
            json.WriteString("quantization"u8, ""u8);
            json.WriteString("base_model"u8, ""u8);
            json.WriteStartArray("capabilities"u8);
            json.WriteStringValue("text"u8);
            json.WriteEndArray();
            json.WriteString("reasoning_dialect"u8, "none"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
