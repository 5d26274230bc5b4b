namespace LocalsOnly.Memory.Corpus.Formats;

/// <summary>
/// Cuts a conversation into examples of at most so many tokens. Each begins with the instructions, when they leave room, and a person's turn, and ends with
/// a reply; no turn is cut.
/// </summary>
internal static class ExampleWindows
{
    /// <summary>Instructions may take this part of an example.</summary>
    private const int InstructionsShare = 4;

    /// <param name="reason">Why there is none; null when there is one.</param>
    public static List<List<ExampleTurn>> Cut(List<ExampleTurn> turns, ExampleOptions options, Tally dropped, out string? reason)
    {
        var system = turns.Count > 0 && turns[0].Role == ExampleTurn.System ? turns[0] : null;
        if (system is not null && Tokens(system) > options.MaxTokens / InstructionsShare)
        {
            dropped.Add("instructions longer than a quarter of --max-tokens");
            system = null;
        }
        var room = options.MaxTokens - (system is null ? 0 : Tokens(system));
        var windows = new List<List<ExampleTurn>>();
        var window = new List<ExampleTurn>();
        var used = 0;
        bool answered = false, tooLong = false, tooShort = false;
        foreach (var (question, answer) in Exchanges(turns, dropped))
        {
            answered = true;
            var tokens = Tokens(question) + Tokens(answer);
            if (used + tokens > room) Close();
            if (tokens > room)
            {
                dropped.Add("questions with answers that are longer than --max-tokens");
                tooLong = true;
                continue;
            }
            window.AddRange([question, answer]);
            used += tokens;
        }
        Close();
        reason = windows.Count > 0 ? null
            : tooLong ? "longer than --max-tokens in every part"
            : tooShort ? "fewer turns than --min-turns"
            : answered ? null : "without a question and its answer";
        return windows;

        void Close()
        {
            if (window.Count >= options.MinTurns) windows.Add(system is null ? window : [system, .. window]);
            else if (window.Count > 0)
            {
                tooShort = true;
                dropped.Add("parts with fewer turns than --min-turns");
            }
            window = [];
            used = 0;
        }
    }

    /// <summary>Equal for equal examples.</summary>
    public static string Identity(List<ExampleTurn> example) => string.Join('\0', example.Select(turn => turn.Content));

    // The model's words before the first question and the question without an answer at the end teach nothing.
    private static IEnumerable<(ExampleTurn Question, ExampleTurn Answer)> Exchanges(List<ExampleTurn> turns, Tally dropped)
    {
        ExampleTurn? question = null;
        foreach (var turn in turns)
        {
            if (turn.Role == ExampleTurn.User) question = turn;
            else if (turn.Role == ExampleTurn.Assistant && question is not null)
            {
                yield return (question, turn);
                question = null;
            }
            else if (turn.Role == ExampleTurn.Assistant) dropped.Add("replies to nothing");
        }
        if (question is not null) dropped.Add("questions without an answer");
    }

    private static int Tokens(ExampleTurn turn) => TokenEstimate.Of(turn.Content) + TokenEstimate.PerTurn;
}
