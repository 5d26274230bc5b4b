using System.CommandLine;
using LocalsOnly.Memory;

namespace LocalsOnly.Host.CommandLine;

/// <summary>The options that say which conversations are meant.</summary>
internal sealed class CorpusFilterOptions
{
    private readonly Option<string[]> _source = new("--source") { Description = "Only from here: chatgpt, claude; may be given several times.", HelpName = "source" };
    private readonly Option<DateOnly?> _after = new("--after") { Description = "Only what began on this day or later, like 2025-01-31.", HelpName = "day" };
    private readonly Option<DateOnly?> _before = new("--before") { Description = "Only what began before this day.", HelpName = "day" };
    private readonly Option<string?> _project = new("--project") { Description = "Only of this project, by its key as locals projects shows it.", HelpName = "key" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_source, _after, _before, _project]) command.Options.Add(option);
    }

    public MemoryScope ScopeOf(ParseResult result) =>
        new(MemoryScope.DefaultOwner, Sources: result.GetValue(_source) is { Length: > 0 } sources ? [.. sources.Select(source => source.ToLowerInvariant())] : null);

    public CorpusFilter Of(ParseResult result, bool unredacted) => new(Start(result.GetValue(_after)), Start(result.GetValue(_before)), result.GetValue(_project), unredacted);

    // A day begins where the person is.
    private static DateTimeOffset? Start(DateOnly? day) => day is { } date ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Local)) : null;
}
