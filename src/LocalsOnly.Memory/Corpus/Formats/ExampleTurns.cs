namespace LocalsOnly.Memory.Corpus.Formats;

/// <summary>Turns fit to learn from: of a person and a model, one after the other, none of them empty, cut off, or a vendor's placeholder.</summary>
internal static class ExampleTurns
{
    // What Claude's exports hold in the place of blocks that they leave out.
    private const string Placeholder = "This block is not supported on your current device yet.";

    public static List<ExampleTurn> Read(List<ConversationMessage> path, Tally dropped)
    {
        var turns = new List<ExampleTurn>();
        var instructions = string.Join("\n\n", path.Where(message => message.Kind == MessageKind.Context).Select(Clean).Where(text => text.Length > 0));
        if (instructions.Length > 0) turns.Add(new ExampleTurn(ExampleTurn.System, instructions));
        foreach (var message in path.Where(message => message.Kind == MessageKind.Visible))
        {
            var role = message.Author == MessageAuthor.User ? ExampleTurn.User : message.Author == MessageAuthor.Assistant ? ExampleTurn.Assistant : null;
            var text = Clean(message);
            if (role is null) dropped.Add("turns of a tool or the vendor");
            else if (text.Length == 0) dropped.Add("turns without text");
            else if (message.Partial && role == ExampleTurn.Assistant) dropped.Add("replies that were cut off");
            else if (turns.Count > 0 && turns[^1].Role == role) turns[^1] = turns[^1] with { Content = $"{turns[^1].Content}\n\n{text}" };
            else turns.Add(new ExampleTurn(role, text));
        }
        return turns;
    }

    private static string Clean(ConversationMessage message) =>
        (message.Text.Contains(Placeholder, StringComparison.Ordinal)
            ? string.Join('\n', message.Text.Split('\n').Where(line => line.Trim().Trim('`') != Placeholder))
            : message.Text).Trim();
}
