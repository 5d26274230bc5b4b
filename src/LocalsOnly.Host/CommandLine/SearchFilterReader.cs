using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Memory;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Reads what a person types for a filter; what cannot be meant becomes one sentence with what to type instead.</summary>
internal sealed class SearchFilterReader(IMemory memory, IProjects projects, MemoryScope scope)
{
    public const string Source = "source";
    public const string From = "from";
    public const string To = "to";
    public const string Who = "who";
    public const string Project = "project";
    public const string Title = "title";

    public static IReadOnlyList<string> Names { get; } = [Source, From, To, Who, Project, Title];

    /// <summary>How a filter is typed.</summary>
    public static string Example(string name) => name switch
    {
        Source => ":source chatgpt",
        From => ":from 2024-01-31",
        To => ":to 2024-12",
        Who => ":who me",
        Project => ":project kitchen",
        _ => ":title lisbon",
    };

    /// <summary>What a filter leaves.</summary>
    public static string Meaning(string name) => name switch
    {
        Source => "only from there",
        From => "only since that day, month or year",
        To => "only until it is over",
        Who => "only what you said; or model, what you were told",
        Project => "only of the project of this name or key",
        _ => "only where the title holds these letters",
    };

    /// <exception cref="SearchLineException">The value cannot be meant, or leaves nothing with the filters that are set.</exception>
    public async Task<SearchFilter> ReadAsync(string name, string value, SearchFilters set, CancellationToken cancellationToken) => name switch
    {
        Source => await OfSourceAsync(value, cancellationToken),
        From or To => OfTime(name, value, set),
        Who => OfAuthor(value),
        Project => await OfProjectAsync(value, cancellationToken),
        Title => new SearchFilter(Title, PersonSentences.Plain(value), query => query with { Request = query.Request with { Title = value } }),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such filter."),
    };

    private async Task<SearchFilter> OfSourceAsync(string value, CancellationToken cancellationToken)
    {
        var known = (await memory.CountAsync(scope, cancellationToken)).BySource.Keys;
        var source = known.FirstOrDefault(one => one.Equals(value, StringComparison.OrdinalIgnoreCase)) ?? throw new SearchLineException(known.Any()
            ? $"Nothing is remembered from '{PersonSentences.Plain(value)}'; there is {string.Join(", ", known)}."
            : "Nothing is remembered yet, from nowhere; import an export with: locals import <file>");
        return new SearchFilter(Source, PersonSentences.Vendor(source), query => query with { Scope = query.Scope with { Sources = [source] } });
    }

    private static SearchFilter OfTime(string name, string value, SearchFilters set)
    {
        var (first, next, shown) = Days(value) ?? throw new SearchLineException(
            $":{name} takes a day like 2024-01-31, a month like 2024-01 or a year like 2024, and '{PersonSentences.Plain(value)}' is none.");
        var filter = name == From
            ? new SearchFilter(From, shown, query => query with { Request = query.Request with { After = first } })
            : new SearchFilter(To, shown, query => query with { Request = query.Request with { Before = next } });
        var asked = set.With(filter).Narrow(new SearchQuery(new MemoryScope(MemoryScope.DefaultOwner), new RecallRequest(""))).Request;
        return asked.After is null || asked.Before is null || asked.After < asked.Before
            ? filter
            : throw new SearchLineException($"{filter} leaves nothing, with {string.Join(", ", set.All.Where(one => one.Name is From or To && one.Name != name))}; change that first, or remove it with :{(name == From ? To : From)} alone.");
    }

    // Years that every clock and the index can hold. A day begins where the person is.
    private static (DateTimeOffset First, DateTimeOffset Next, string Shown)? Days(string value)
    {
        foreach (var (format, shown, next) in ((string, string, Func<DateTime, DateTime>)[])
            [("yyyy", "yyyy", day => day.AddYears(1)), ("yyyy-M", "MMM yyyy", day => day.AddMonths(1)), ("yyyy-M-d", "d MMM yyyy", day => day.AddDays(1))])
            if (DateTime.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var day) && day.Year is >= 1900 and < 3000)
                return (new DateTimeOffset(day), new DateTimeOffset(next(day)), day.ToString(shown, CultureInfo.InvariantCulture));
        return null;
    }

    private static SearchFilter OfAuthor(string value)
    {
        var (author, shown) = value.ToLowerInvariant() switch
        {
            "me" or "you" or "user" => (MessageAuthor.User, "me"),
            "model" or "assistant" => (MessageAuthor.Assistant, "model"),
            _ => throw new SearchLineException($":{Who} takes me (what you said) or model (what you were told), and '{PersonSentences.Plain(value)}' is neither."),
        };
        return new SearchFilter(Who, shown, query => query with { Request = query.Request with { Authors = [author] } });
    }

    private async Task<SearchFilter> OfProjectAsync(string value, CancellationToken cancellationToken)
    {
        var known = await projects.ListAsync(cancellationToken);
        var meant = known.Where(project => project.Key == value).ToList();
        if (meant.Count == 0) meant = [.. known.Where(project => value.Equals(project.Name, StringComparison.OrdinalIgnoreCase))];
        if (meant.Count == 0) meant = [.. known.Where(project => project.Name?.Contains(value, StringComparison.OrdinalIgnoreCase) == true)];
        return meant switch
        {
            [var one] => new SearchFilter(Project, PersonSentences.Plain(one.Name ?? one.Key), query => query with { Request = query.Request with { Project = one.Key } }),
            [] => throw new SearchLineException($"No project is called '{PersonSentences.Plain(value)}'; locals projects lists their names and keys."),
            _ => throw new SearchLineException(
                $"'{PersonSentences.Plain(value)}' may be {string.Join(" or ", meant.Take(3).Select(project => $"{PersonSentences.Plain(project.Name ?? "")} ({PersonSentences.Plain(project.Key)})"))}{(meant.Count > 3 ? " or others" : "")}; give the key."),
        };
    }
}

/// <summary>A typed line cannot be meant. The message is one sentence for the person, with what to do.</summary>
internal sealed class SearchLineException(string message) : Exception(message);
