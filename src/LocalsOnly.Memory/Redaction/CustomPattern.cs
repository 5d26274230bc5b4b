using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Redaction;

/// <summary>A pattern of the person's own. What cannot be looked through in time is redacted as a whole: nobody knows what is in it.</summary>
internal sealed class CustomPattern(RedactionPattern pattern) : IDetector
{
    // Non-backtracking is linear, but by a factor that grows with the pattern.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private readonly Regex _expression = Compile(pattern.Expression);

    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public static Regex Compile(string expression) => new(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, s_timeout);

    public void Find(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        try
        {
            foreach (var match in _expression.EnumerateMatches(text))
                if (match.Length > 0) (found ??= []).Add(new Finding(match.Index, match.Length, pattern.Name));
        }
        catch (RegexMatchTimeoutException)
        {
            (found ??= []).Add(new Finding(0, text.Length, pattern.Name));
        }
    }
}
