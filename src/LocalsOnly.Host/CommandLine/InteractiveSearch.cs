using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Memory;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary>A search that goes on: each line looks for other words, sets a filter, or opens what was found.</summary>
/// <param name="limit">Most results.</param>
internal sealed class InteractiveSearch(IMemory memory, IProjects projects, int limit)
{
    private static readonly MemoryScope s_scope = new(MemoryScope.DefaultOwner);
    private readonly LinePrompt _prompt = new();
    private readonly SearchFilterReader _reader = new(memory, projects, s_scope);
    private SearchFilters _filters = SearchFilters.None;
    private string _words = "";
    private IReadOnlyList<Passage> _found = [];

    /// <param name="words">What to look for first; empty waits for what is typed.</param>
    public async Task RunAsync(string words, CancellationToken cancellationToken)
    {
        if (words.Length == 0) Terminal.Note("Type words to look for; ? says what else can be typed, and Enter alone leaves.");
        else await LookAsync(words, cancellationToken);
        while (await _prompt.ReadAsync("search", cancellationToken) is { Length: > 0 } line && line is not ("q" or "Q"))
        {
            try
            {
                await TakeAsync(line, cancellationToken);
            }
            catch (SearchLineException wrong)
            {
                Terminal.Error(wrong.Message);
            }
        }
    }

    private Task TakeAsync(string line, CancellationToken cancellationToken)
    {
        if (line is "?" or ":help") PrintHelp();
        else if (line[0] == ':') return FilterAsync(line[1..], cancellationToken);
        else if (line.All(char.IsAsciiDigit)) return OpenAsync(line, cancellationToken);
        else return LookAsync(line, cancellationToken);
        return Task.CompletedTask;
    }

    private async Task OpenAsync(string number, CancellationToken cancellationToken)
    {
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) || chosen < 1 || chosen > _found.Count)
            throw new SearchLineException($"There is no result {PersonSentences.Plain(number)}; {Numbers(_found.Count)} To look for it as a word, write it in quotes.");
        await new ConversationReader(memory, s_scope, _prompt, _words).ReadAsync(_found[chosen - 1].MessageKey, cancellationToken);
        // What was opened has pushed the list away.
        if (!_prompt.Ended) Print();
    }

    private async Task FilterAsync(string line, CancellationToken cancellationToken)
    {
        var end = line.IndexOf(' ', StringComparison.Ordinal);
        var name = (end < 0 ? line : line[..end]).ToLowerInvariant();
        var value = end < 0 ? "" : line[end..].Trim();
        if (name == "clear") _filters = SearchFilters.None;
        else if (!SearchFilterReader.Names.Contains(name))
            throw new SearchLineException($"There is no filter :{PersonSentences.Plain(name)}; there is :{string.Join(", :", SearchFilterReader.Names)}, and :clear removes them all.");
        else if (value.Length > 0) _filters = _filters.With(await _reader.ReadAsync(name, value, _filters, cancellationToken));
        else if (_filters.All.Any(filter => filter.Name == name)) _filters = _filters.Without(name);
        else throw new SearchLineException($":{name} is not set; give it a value to set it, like {SearchFilterReader.Example(name)}.");

        if (_words.Length > 0) await LookAsync(_words, cancellationToken);
        else Terminal.Note(_filters.All.Count == 0 ? "No filter is set. Type words to look for." : $"Only {_filters}. Type words to look for.");
    }

    private async Task LookAsync(string words, CancellationToken cancellationToken)
    {
        _words = words;
        var result = await AskAsync(_filters, limit, cancellationToken);
        _found = result.Passages;
        if (result.Note is { } note) Terminal.Note(note);
        if (_found.Count == 0) Terminal.Note(await WhyNothingAsync(cancellationToken));
        else Print();
    }

    private Task<RecallResult> AskAsync(SearchFilters filters, int most, CancellationToken cancellationToken)
    {
        var query = filters.Narrow(new SearchQuery(s_scope, new RecallRequest(_words) { Limit = most, OnlyTelling = false }));
        return memory.RecallAsync(query.Scope, query.Request, cancellationToken);
    }

    private async Task<string> WhyNothingAsync(CancellationToken cancellationToken)
    {
        if ((await memory.CountAsync(s_scope, cancellationToken)).Messages == 0) return "Nothing is remembered yet; import an export with: locals import <file>";
        var narrow = new List<SearchFilter>();
        foreach (var filter in _filters.All)
            if (await FindsAsync(_filters.Without(filter.Name), cancellationToken)) narrow.Add(filter);
        if (narrow.Count > 0)
            return $"Nothing matches with {_filters}. Too narrow may be {string.Join(" or ", narrow)}: without it there are results; :{narrow[0].Name} alone removes {(narrow.Count == 1 ? "it" : "the first")}.";
        if (_filters.All.Count > 1 && await FindsAsync(SearchFilters.None, cancellationToken))
            return $"Nothing matches with {_filters}. Together these filters are too narrow; :clear removes them.";
        return $"Nothing in your history matches these words{(_filters.All.Count > 0 ? ", without the filters either" : "")}; try fewer or other words.";
    }

    private async Task<bool> FindsAsync(SearchFilters filters, CancellationToken cancellationToken) => (await AskAsync(filters, 1, cancellationToken)).Passages.Count > 0;

    private void Print()
    {
        if (_filters.All.Count > 0) Terminal.Line($"[grey]only {_filters.ToString()}[/]");
        SearchResultList.Print(_found, _words);
        if (_found.Count == limit) Terminal.Note($"The {limit} best; more words or a filter (?) narrow them down.");
    }

    private static string Numbers(int count) => count switch
    {
        0 => "nothing is listed.",
        1 => "there is only 1.",
        _ => string.Create(CultureInfo.InvariantCulture, $"there are 1 to {count}."),
    };

    private static void PrintHelp()
    {
        var lines = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        foreach (var (typed, meaning) in ((string, string)[])
            [
                ("words", "look for them; nothing in them is syntax"),
                ("2", "open result 2, with what was said before and after"),
                .. SearchFilterReader.Names.Select(name => (SearchFilterReader.Example(name), SearchFilterReader.Meaning(name))),
                (":from", "a filter's name alone removes it"),
                (":clear", "remove all filters"),
                ("Enter", "leave (also q and Ctrl-D)"),
            ])
            lines.AddRow(Terminal.Cell(typed), Terminal.Cell(meaning, Color.Grey));
        AnsiConsole.Write(lines);
    }
}
