using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Memory;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Reads in a conversation, line by line: a message whole, with the beginnings of what stands before and after it, and the branches beside it.</summary>
/// <param name="words">What was looked for, which stands out.</param>
internal sealed class ConversationReader(IMemory memory, MemoryScope scope, LinePrompt prompt, string words)
{
    private const int NeighbourCharacters = 160;
    private const string NotMeant = "Type n for the next message, p for the previous one, b for the other branches here, or q (or Enter alone) to go back to the results.";

    private IReadOnlyList<ConversationMessage> _path = [];
    private IReadOnlyList<ConversationMessage> _offered = [];
    private int _position;
    private string _source = "";

    /// <summary>Until the reader goes back.</summary>
    /// <param name="key">The message to begin at.</param>
    public async Task ReadAsync(string key, CancellationToken cancellationToken)
    {
        if (await memory.OpenAsync(scope, key, cancellationToken) is not { } conversation)
        {
            Terminal.Error("This is not remembered any more; search again.");
            return;
        }

        _source = conversation.Source;
        var tree = new ConversationTree(conversation, key);
        GoTo(tree, key);
        Print(conversation, tree);
        while (await prompt.ReadAsync(Choices(tree), cancellationToken) is { Length: > 0 } line && line is not ("q" or "Q"))
        {
            try
            {
                if (Take(line, tree)) Print(conversation, tree);
            }
            catch (SearchLineException wrong)
            {
                Terminal.Error(wrong.Message);
            }
        }
    }

    /// <returns>Whether there is another message to show.</returns>
    private bool Take(string line, ConversationTree tree)
    {
        switch (line.ToLowerInvariant())
        {
            case "n":
                return Move(1, "This is the last message; p shows the one before, q goes back to the results.");
            case "p":
                return Move(-1, "This is the first message; n shows the next one, q goes back to the results.");
            case "b":
                Offer(tree);
                return false;
            case var number when number.All(char.IsAsciiDigit):
                GoTo(tree, Offered(number).Key);
                return true;
            default:
                throw new SearchLineException(NotMeant);
        }
    }

    private bool Move(int step, string atTheEnd)
    {
        if (_position + step < 0 || _position + step >= _path.Count)
        {
            Terminal.Note(atTheEnd);
            return false;
        }

        _position += step;
        _offered = [];
        return true;
    }

    private void GoTo(ConversationTree tree, string key)
    {
        _path = tree.PathThrough(key);
        _position = Math.Max(0, _path.ToList().FindIndex(message => message.Key == key));
        _offered = [];
    }

    private void Offer(ConversationTree tree)
    {
        _offered = tree.BranchesAt(_path, _position);
        if (_offered.Count == 0)
        {
            Terminal.Note("There is no other branch here.");
            return;
        }

        for (var i = 0; i < _offered.Count; i++)
        {
            var message = _offered[i];
            Terminal.Line($"{(i + 1).ToString(CultureInfo.InvariantCulture),2}  {Byline(message)} [grey]{(message.Active ? "· the branch you kept" : "")}[/]");
            AnsiConsole.Write(SearchResultList.Indented(SearchText.Excerpt(message.Text, words, NeighbourCharacters)));
        }

        Terminal.Note(_offered.Count == 1 ? "1 reads it." : $"A number reads one, 1 to {_offered.Count}.");
    }

    private ConversationMessage Offered(string number)
    {
        if (_offered.Count == 0) throw new SearchLineException("Type b first: it lists the other branches here with their numbers.");
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) && chosen >= 1 && chosen <= _offered.Count
            ? _offered[chosen - 1]
            : throw new SearchLineException($"There is no branch {PersonSentences.Plain(number)}; there is {(_offered.Count == 1 ? "only 1" : $"1 to {_offered.Count}")}.");
    }

    private void Print(Conversation conversation, ConversationTree tree)
    {
        AnsiConsole.WriteLine();
        Terminal.Line($"[bold]{PersonSentences.Plain(conversation.Title)}[/]");
        Terminal.Line($"[grey]{PersonSentences.Vendor(conversation.Source)} · message {_position + 1} of {_path.Count}{(_path[_position].Active ? "" : " · on a branch you turned away from")}[/]");
        PrintNeighbour(_position - 1);
        PrintWhole(_path[_position], tree.BranchesAt(_path, _position).Count);
        PrintNeighbour(_position + 1);
        AnsiConsole.WriteLine();
    }

    private void PrintWhole(ConversationMessage message, int branches)
    {
        AnsiConsole.WriteLine();
        Terminal.Line($"▶ [bold]{Byline(message)}[/][grey]{(branches == 0 ? "" : $" · {Branches(branches)} (b)")}[/]");
        AnsiConsole.Write(SearchText.Whole(message.Text, words));
        AnsiConsole.WriteLine();
        if (message.Attachments.Count > 0) Terminal.Line($"[grey]attached: {string.Join(", ", message.Attachments.Select(PersonSentences.Plain))}[/]");
    }

    private void PrintNeighbour(int position)
    {
        if (position < 0 || position >= _path.Count) return;
        AnsiConsole.WriteLine();
        Terminal.Line($"[grey]{(position < _position ? "before" : "after")}: {Byline(_path[position])}[/]");
        AnsiConsole.Write(SearchResultList.Indented(SearchText.Excerpt(_path[position].Text, words, NeighbourCharacters)));
    }

    private string Choices(ConversationTree tree)
    {
        var choices = new List<string>();
        if (_position < _path.Count - 1) choices.Add("n next");
        if (_position > 0) choices.Add("p prev");
        if (tree.BranchesAt(_path, _position).Count > 0) choices.Add("b branch");
        return string.Join(" · ", [.. choices, "q back"]);
    }

    private string Byline(ConversationMessage message) => SearchResultList.Byline(_source, message.Name, message.Author, message.At, "d MMM yyyy HH:mm");

    private static string Branches(int count) => count == 1 ? "1 other branch" : string.Create(CultureInfo.InvariantCulture, $"{count} other branches");
}
