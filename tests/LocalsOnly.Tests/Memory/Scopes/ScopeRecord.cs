using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory.Scopes;

/// <summary>
/// A conversation that a part of the house may see, with a word that is said nowhere else. The keys of two owners are the same, as after importing the same export, and
/// one sentence is said in all conversations.
/// </summary>
internal sealed record ScopeRecord(string Owner, string? Persona, string? Channel, string Source)
{
    /// <summary>A word of every conversation.</summary>
    public const string Common = "walnut";

    /// <summary>What is said in every conversation, to the letter.</summary>
    public const string Shared = "Noted with many thanks.";

    private static readonly string?[] s_personas = [null, "kelly", "solus"];
    private static readonly string?[] s_channels = [null, "garden", "kitchen"];

    /// <summary>One for every owner, persona, channel and source.</summary>
    public static IReadOnlyList<ScopeRecord> All { get; } =
    [
        .. from owner in (string[])["owner", "guest"]
           from persona in s_personas
           from channel in s_channels
           from source in (string[])["chatgpt", "claude"]
           select new ScopeRecord(owner, persona, channel, source),
    ];

    /// <summary>Every scope that may ask, those that nothing was said in among them.</summary>
    public static IReadOnlyList<MemoryScope> Askers { get; } =
    [
        .. from owner in (string[])["owner", "guest", "stranger"]
           from persona in (string?[])[.. s_personas, "nobody", ""]
           from channel in (string?[])[.. s_channels, "nowhere"]
           from sources in (string[]?[])[null, [], ["claude"], ["chatgpt", "claude", "nowhere"]]
           select new MemoryScope(owner, persona, channel, sources),
    ];

    public string Key => $"{Source}:{Persona ?? "all"}-{Channel ?? "anywhere"}";

    public string Word => $"quark{All.ToList().IndexOf(this)}x";

    public Audience Audience => new(Owner, Persona, Channel);

    public Conversation Conversation => new(
        Key, Source, $"Talk of {Word}", Talk.Start, Talk.Start, null, null,
        [
            Said(0, $"I'm allergic to {Word}."),
            Said(1, Shared),
            // Longer than what the index keeps as it is.
            Said(2, $"The {Common} table is {Word} wide. {string.Concat(Enumerable.Repeat("It stands by the window and was oiled in spring. ", 6))}"),
        ]);

    /// <summary>
    /// The rule: one's own; from a source that was asked for; what was said in a channel stays there, but a private place sees all channels; what is a persona's is
    /// seen by it, and by the owner who asks for themselves in private.
    /// </summary>
    public bool IsVisibleTo(MemoryScope asker)
    {
        if (asker.Owner != Owner) return false;
        if (asker.Sources is { } sources && !sources.Contains(Source)) return false;
        if (Channel is not null && asker.Channel is not null && Channel != asker.Channel) return false;
        if (Persona is null || Persona == asker.Persona) return true;
        return asker is { Persona: null, Channel: null };
    }

    /// <summary>The words of those that may be seen.</summary>
    public static List<string> WordsFor(MemoryScope asker) => [.. All.Where(record => record.IsVisibleTo(asker)).Select(record => record.Word).Order(StringComparer.Ordinal)];

    /// <summary>The words that are said in some texts.</summary>
    public static List<string> WordsIn(IEnumerable<string> texts)
    {
        var all = string.Join('\n', texts);
        return [.. All.Select(record => record.Word).Where(word => all.Contains(word, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    public static async Task StoreAllAsync(ConversationStore store)
    {
        foreach (var same in All.GroupBy(record => record.Audience))
        {
            await using var writer = await store.OpenWriterAsync(same.Key, []);
            foreach (var record in same) await writer.StoreAsync(record.Conversation);
        }
    }

    private ConversationMessage Said(int number, string text) =>
        new($"{Key}:m{number}", number == 0 ? null : $"{Key}:m{number - 1}", number == 1 ? MessageAuthor.Assistant : MessageAuthor.User, MessageKind.Visible, true, Talk.Start, text, []);
}
