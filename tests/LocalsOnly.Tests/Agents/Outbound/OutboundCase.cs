using System.Text;
using System.Text.Json;
using LocalsOnly.Agents.Turns;

namespace LocalsOnly.Tests.Agents.Outbound;

/// <summary>One reply of the corpus: what a model wrote and what a person must see of it.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Source">Where the shape is told of.</param>
/// <param name="Raw">What the model wrote.</param>
/// <param name="Shown">What is left of it.</param>
public sealed record OutboundCase(string Name, string Source, string Raw, string Shown)
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "outbound");

    public override string ToString() => Name;

    public static IEnumerable<OutboundCase> Leaks => s_leaks;

    public static IEnumerable<OutboundCase> Unchanged => s_unchanged;

    public static IEnumerable<OutboundCase> Markdown => s_markdown;

    private static readonly OutboundCase[] s_leaks = [.. ((string[])["thinking", "tool-calls", "templates", "control-words"]).SelectMany(Load)];

    private static readonly OutboundCase[] s_unchanged = [.. Load("unchanged")];

    private static readonly OutboundCase[] s_markdown = [.. Load("markdown")];

    /// <summary>What a person sees when the stream is cut so.</summary>
    internal static string Show(IEnumerable<string> pieces)
    {
        var sanitiser = new OutputSanitiser("Vince");
        var shown = new StringBuilder();
        foreach (var piece in pieces) Add(sanitiser.Push(piece));
        Add(sanitiser.Finish());
        return shown.ToString();

        void Add(string text)
        {
            if (sanitiser.Retracted) shown.Clear();
            shown.Append(text);
        }
    }

    private static IEnumerable<OutboundCase> Load(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(s_folder, $"{file}.json")));
        return
        [
            .. json.RootElement.EnumerateArray().Select(item =>
            {
                var raw = Text(item, "raw") ?? Text(item, "text")!;
                return new OutboundCase($"{file}: {Text(item, "name")}", Text(item, "source") ?? "", raw, Text(item, "shown") ?? raw);
            }),
        ];
    }

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var text) ? text.GetString() : null;
}
