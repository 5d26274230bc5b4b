using System.Text;
using LocalsOnly.Memory.Recall.Language;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>Words as the house's own recall reads them: by the language of the text, stemmed, without what is only grammar. For one thread.</summary>
internal sealed class Stems
{
    private readonly TermReader _reader = new();

    /// <summary>The stems of a text, with spaces between them.</summary>
    public string OfText(string text)
    {
        var joined = new Joined(new StringBuilder(text.Length));
        _reader.Read(text, LanguageGuess.Of(text) ?? TextLanguage.English, singles: true, ref joined);
        return joined.Text.ToString();
    }

    /// <summary>The words of a question that say something, each as the stems that it may stand for.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> OfQuestion(string question) =>
        [.. QueryTerms.Read(question, new TermReader()).Groups.Select(IReadOnlyList<string> (group) => [.. group.Terms.Select(Plain).Where(stem => stem.Length > 0).Distinct(StringComparer.Ordinal)]).Where(stems => stems.Count > 0)];

    // The full-text table would take a stem with a sign in it for two words.
    private static string Plain(string stem) => string.Concat(stem.Where(char.IsLetterOrDigit));

    private readonly struct Joined(StringBuilder text) : ITermVisitor
    {
        public StringBuilder Text => text;

        public void Visit(ReadOnlySpan<char> term, bool stop)
        {
            if (stop) return;
            foreach (var c in term)
                if (char.IsLetterOrDigit(c)) text.Append(c);
            text.Append(' ');
        }
    }
}
