using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Rest;

/// <summary>A request, whose body can be made as often as it is tried.</summary>
internal sealed record RestRequest(Route Route)
{
    /// <summary>JSON in UTF-8; null for none.</summary>
    public byte[]? Body { get; init; }

    public IReadOnlyList<OutgoingFile> Files { get; init; } = [];

    /// <summary>How long it may take altogether, waiting for limits included, from when it is its turn.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>It waits neither for others nor for limits but those it is told of.</summary>
    public bool IsUrgent { get; init; }

    public static RestRequest Of<T>(Route route, T body, JsonTypeInfo<T> type) => new(route) { Body = JsonSerializer.SerializeToUtf8Bytes(body, type) };

    /// <summary>discord.com/developers/docs/reference#uploading-files.</summary>
    public HttpContent? Content()
    {
        if (Body is null) return null;
        var json = new ByteArrayContent(Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        if (Files.Count == 0) return json;
        var form = new MultipartFormDataContent();
        Add(form, json, "form-data; name=\"payload_json\"");
        for (var i = 0; i < Files.Count; i++)
        {
            var file = new ReadOnlyMemoryContent(Files[i].Content);
            file.Headers.TryAddWithoutValidation("Content-Type", MediaTypeHeaderValue.TryParse(Files[i].ContentType, out var type) ? type.ToString() : "application/octet-stream");
            Add(form, file, $"form-data; name=\"files[{i}]\"; filename=\"{PlainName(Files[i].Name)}\"");
        }

        return form;
    }

    private static void Add(MultipartFormDataContent form, HttpContent part, string disposition)
    {
        part.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
        form.Add(part);
    }

    /// <summary>A header takes no more than plain characters; the true name of a new file is said in the JSON.</summary>
    private static string PlainName(string name)
    {
        var plain = new StringBuilder(name);
        for (var i = 0; i < plain.Length; i++)
        {
            if (plain[i] is < ' ' or > '~' or '"' or '\\' or '/') plain[i] = '_';
        }

        return plain.ToString();
    }
}

/// <summary>A response that is no failure.</summary>
internal readonly record struct RestReply(byte[] Body)
{
    /// <exception cref="DiscordException">Discord sent something else.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(Body, type) ?? throw new JsonException();
        }
        catch (JsonException failed)
        {
            throw new DiscordException(DiscordFailure.Unavailable, "Discord sent an answer that could not be read.", innerException: failed);
        }
    }
}
