using System.Text.Json;
using LocalsOnly.Simulation.Discord.State;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Reads the body of a request: JSON, or a form with files and <c>payload_json</c>.</summary>
/// <remarks>discord.com/developers/docs/reference#uploading-files</remarks>
internal static class RestBody
{
    public static async Task<(JsonElement Body, IReadOnlyList<SimulatedFile> Files)> ReadAsync(HttpContext context, World world)
    {
        var request = context.Request;
        if (request.HasFormContentType)
            return await ReadFormAsync(context, world);
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, context.RequestAborted);
        if (buffer.Length == 0)
            return default;
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is not true)
            world.Violations.Add($"REST: {request.Method} {request.Path} has a body of type \"{request.ContentType}\", which is not application/json.");
        return (Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length)), []);
    }

    private static async Task<(JsonElement Body, IReadOnlyList<SimulatedFile> Files)> ReadFormAsync(HttpContext context, World world)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var body = form.TryGetValue("payload_json", out var json) ? Parse(System.Text.Encoding.UTF8.GetBytes(json.ToString())) : default;
        foreach (var key in form.Keys.Where(key => key != "payload_json"))
            world.Violations.Add($"REST: the form of {context.Request.Method} {context.Request.Path} has a part \"{key}\"; fields go into payload_json.");
        var files = new List<SimulatedFile>();
        foreach (var part in form.Files)
        {
            if (part.Length > world.Options.LargestFile)
                throw RefusedException.TooLarge;
            if (!part.Name.StartsWith("files[", StringComparison.Ordinal))
                world.Violations.Add($"REST: a file of {context.Request.Method} {context.Request.Path} is called \"{part.Name}\", not files[n].");
            using var content = new MemoryStream();
            await part.CopyToAsync(content, context.RequestAborted);
            files.Add(Described(new SimulatedFile(part.FileName, content.ToArray(), part.ContentType), part.Name, body));
        }

        if (files.Count > 10)
            throw RefusedException.Invalid("attachments", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
        return (body, files);
    }

    /// <summary>The object in <c>attachments</c> whose id is the n of <c>files[n]</c> says more of the file.</summary>
    private static SimulatedFile Described(SimulatedFile file, string part, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("attachments", out var attachments) || attachments.ValueKind != JsonValueKind.Array)
            return file;
        foreach (var attachment in attachments.EnumerateArray())
        {
            if (attachment.ValueKind != JsonValueKind.Object || !attachment.TryGetProperty("id", out var id) || part != $"files[{id}]")
                continue;
            return file with
            {
                Name = attachment.TryGetProperty("filename", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : file.Name,
                Description = attachment.TryGetProperty("description", out var description) ? description.GetString() : null,
            };
        }

        return file;
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw RefusedException.InvalidJson;
        }
    }
}
