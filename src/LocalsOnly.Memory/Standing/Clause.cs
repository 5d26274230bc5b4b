using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Standing;

/// <summary>A part of a sentence that could say something for itself, and the rest of its sentence.</summary>
/// <param name="Text">The message as it was written.</param>
/// <param name="Own">The message as <see cref="OwnWords"/> gives it.</param>
/// <param name="Start">Where the clause begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="SentenceEnd">Where its sentence ends.</param>
internal readonly record struct Clause(string Text, string Own, int Start, int End, int SentenceEnd)
{
    /// <summary>The clause matched from its beginning; positions are those of the message.</summary>
    public Match Match(Regex pattern) => pattern.Match(Own, Start, End - Start);

    /// <summary>From the beginning of the clause to the end of the sentence.</summary>
    public Match MatchToSentenceEnd(Regex pattern) => pattern.Match(Own, Start, SentenceEnd - Start);

    /// <summary>A statement in the words of the clause.</summary>
    public StandingStatement Say(StandingKind kind, string subject, double strength) => new(kind, subject, Wording(Text, Start, End), strength, Start, End - Start);

    /// <summary>The words of a part of a message on one line.</summary>
    public static string Wording(string text, int start, int end) =>
        string.Join(' ', text[start..end].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd(',', ';', ':', '-', '–', '—', '(', ' ');

    /// <summary>Whether a part of the message was written with a capital letter, as names and places are.</summary>
    public bool IsCapital(Group part) => part.Success && char.IsUpper(Text[part.Index]);
}
