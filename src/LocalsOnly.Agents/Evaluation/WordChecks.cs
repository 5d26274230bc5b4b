using LocalsOnly.Agents.Turns;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>The last reply holds these words.</summary>
internal sealed record MustSay(int Line, Phrase Phrase) : Check("must_say", Line)
{
    public override string Wants => $"says {Phrase.Text}";

    public override string? Fault(Performance seen) => Phrase.FindIn(seen.Last.Text) is null ? $"it does not say {Phrase.Text}" : null;
}

/// <summary>No reply holds these words.</summary>
internal sealed record MustNotSay(int Line, Phrase Phrase) : Check("must_not_say", Line)
{
    public override string Wants => $"does not say {Phrase.Text}";

    public override string? Fault(Performance seen) =>
        seen.Turns.Select(turn => Phrase.FindIn(turn.Text)).FirstOrDefault(found => found is not null) is { } said ? $"it says “{Excerpt.OneLine(said, 80)}”" : null;
}

/// <summary>No reply names this place or person, with or without its accents.</summary>
internal sealed record MustNotName(int Line, string Thing) : Check("must_not_name", Line)
{
    public override string Wants => $"does not name {Thing}";

    public override string? Fault(Performance seen) => seen.Turns.Any(turn => Phrase.Names(turn.Text, Thing)) ? $"it names {Thing}" : null;
}

/// <summary>The last reply ends with one of these.</summary>
internal sealed record EndsWith(int Line, IReadOnlyList<Phrase> Endings) : Check("ends_with", Line)
{
    public override string Wants => $"ends with {string.Join(" or ", Endings.Select(ending => ending.Text))}";

    public override string? Fault(Performance seen)
    {
        var text = seen.Last.Text.TrimEnd();
        return Endings.Any(ending => ending.Ends(text)) ? null : $"it ends with “{Excerpt.OneLine(text[Math.Max(0, text.Length - 60)..], 60)}”";
    }
}

/// <summary>The last reply is no longer than this.</summary>
internal sealed record AtMostWords(int Line, int Most) : Check("at_most_words", Line)
{
    public override string Wants => FormattableString.Invariant($"has at most {Most} words");

    public override string? Fault(Performance seen)
    {
        var words = seen.Last.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetterOrDigit));
        return words > Most ? FormattableString.Invariant($"it has {words} words, and {Most} are enough") : null;
    }
}

/// <summary>The last reply is in this language, as far as its grammar words show.</summary>
internal sealed record InLanguage(int Line, string Code) : Check("language", Line)
{
    public override string Wants => $"is in {Called(Code)}";

    public override string? Fault(Performance seen)
    {
        var guess = Memory.Recall.Language.LanguageGuess.Likeliest(seen.Last.Text);
        return guess == Code ? null : guess is null ? $"it is too short to tell whether it is {Called(Code)}" : $"it seems to be {Called(guess)}, not {Called(Code)}";
    }

    private static string Called(string code) => code switch
    {
        "en" => "English",
        "fr" => "French",
        "de" => "German",
        "es" => "Spanish",
        "it" => "Italian",
        "pt" => "Portuguese",
        _ => "Dutch",
    };
}
