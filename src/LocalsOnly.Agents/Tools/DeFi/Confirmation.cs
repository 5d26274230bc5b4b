using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>
/// Whether a person's message confirms one plan: in words of their own, not quoted, it names its code, its amount and, where something leaves to an address, that
/// address's last characters. It says no to nothing and asks nothing. A yes without these agrees to nothing, because it does not say to what.
/// </summary>
internal static partial class Confirmation
{
    private const int FewestOfAddress = 4;

    /// <summary>What the person is to write.</summary>
    public static string Sentence(string code, PlanTerms terms) =>
        $"confirm {code} {Figures.Exact(terms.Amount)} {terms.Token}{(terms.Destination is { } to ? $" to {to[^6..]}" : "")}";

    /// <exception cref="ToolException">It does not: one sentence with what is wrong and what to write.</exception>
    public static void Check(Plan plan, string message, IReadOnlyCollection<string> codes)
    {
        var own = Own(message);
        var named = Codes(own, codes);
        var sentence = Sentence(plan.Code, plan.Terms);
        if (!named.Contains(plan.Code))
            throw new ToolException(
                Codes(message, codes).Contains(plan.Code) ? $"The code {plan.Code} stands only in quoted text, which is not the person's word; they write it themselves: {sentence}"
                : named.Count > 0 ? $"The message names plan {named.First()} and not {plan.Code}, so {plan.Code} is not confirmed."
                : $"The message does not hold the code {plan.Code}, and a yes without it agrees to nothing; the person writes: {sentence}");
        if (named.Count > 1) throw new ToolException($"The message names {named.Count.ToString(CultureInfo.InvariantCulture)} plans; each is confirmed by itself, like this: {sentence}");
        if (own.Contains('?', StringComparison.Ordinal)) throw new ToolException($"The message asks something, so it confirms nothing; answer it, and then the person writes: {sentence}");
        if (Refusals().Matches(own).Any(word => !word.Value.Equals(plan.Terms.Token, StringComparison.OrdinalIgnoreCase)))
            throw new ToolException($"The message reads like a no, so nothing is confirmed; if it is meant as a yes, the person writes only: {sentence}");
        var rest = Run().Replace(own, run => PlanCode.Read(run.Value) == plan.Code ? "\n" : run.Value);
        CheckAmount(plan, rest, sentence);
    }

    private static void CheckAmount(Plan plan, string rest, string sentence)
    {
        var terms = plan.Terms;
        var tails = terms.Destination is { } to ? [.. Run().Matches(rest).Where(run => IsTail(run.Value, to))] : new List<Match>();
        var numbers = Number().Matches(rest).Where(number => EndsThere(rest, number, terms.Token)).ToList();
        var right = numbers.FindAll(number => Reads(number, terms.Amount));
        var other = numbers.Find(number => !Reads(number, terms.Amount) && !tails.Exists(tail => Overlap(tail, number)) && IsOfToken(rest, number, terms.Token));
        if (other is not null)
            throw new ToolException($"The message says {other.Value} {terms.Token}, and plan {plan.Code} is for {Figures.Exact(terms.Amount)} {terms.Token}; to confirm it as it is, the person writes: {sentence}");
        if (right.Count == 0)
            throw new ToolException($"The message does not hold the amount of plan {plan.Code}, {Figures.Exact(terms.Amount)} {terms.Token}; the person writes: {sentence}");
        // The same digits cannot be both, where an address happens to end in the amount.
        if (terms.Destination is not null && !tails.Exists(tail => right.Exists(number => !Overlap(tail, number))))
            throw new ToolException($"The message does not hold the last {FewestOfAddress} or more characters of the destination of plan {plan.Code}; the person writes: {sentence}");
    }

    /// <summary>A message without what it quotes: lines that begin with &gt;, code, and what stands between quotation marks. A mark that is never closed quotes to the end of its line.</summary>
    internal static string Own(string message) => Quoted().Replace(message, "\n");

    private static HashSet<string> Codes(string text, IReadOnlyCollection<string> codes) =>
        [.. Run().Matches(text).Select(run => PlanCode.Read(run.Value)).Where(codes.Contains)];

    private static bool IsTail(string run, string destination)
    {
        // Hexadecimal is the same in both cases; base58 is not.
        var comparison = destination.StartsWith("0x", StringComparison.Ordinal) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return run.Length >= FewestOfAddress && destination.EndsWith(run, comparison);
    }

    // 100USDC is an amount, 1k and 2nd are none.
    private static bool EndsThere(string text, Match number, string token)
    {
        var end = number.Index + number.Length;
        return end >= text.Length || !char.IsLetterOrDigit(text[end]) || IsOfToken(text, number, token);
    }

    private static bool IsOfToken(string text, Match number, string token)
    {
        var behind = text.AsSpan(number.Index + number.Length).TrimStart();
        return behind.StartsWith(token, StringComparison.OrdinalIgnoreCase) && (behind.Length == token.Length || !char.IsLetterOrDigit(behind[token.Length]));
    }

    // 1.000 is a thousand to some and one to others: it counts as the plan's own spelling where it is that, and as a thousand otherwise.
    private static bool Reads(Match number, decimal amount)
    {
        var text = number.Value;
        if (text == Figures.Exact(amount)) return true;
        var separator = number.Groups["decimals"] is { Success: true } decimals ? decimals.Index - number.Index : text.Length;
        var whole = new string([.. text[..separator].Where(char.IsAsciiDigit)]);
        var invariant = separator == text.Length ? whole : $"{whole}.{text[(separator + 1)..]}";
        return decimal.TryParse(invariant, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) && read == amount;
    }

    private static bool Overlap(Match a, Match b) => a.Index < b.Index + b.Length && b.Index < a.Index + a.Length;

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Run();

    [GeneratedRegex(@"(?<![\p{L}\d.,])(?:[1-9]\d{0,2}(?<group>[.,'’ \u00A0\u202F])\d{3}(?!\d)(?:\k<group>\d{3}(?!\d))*(?<decimals>(?!\k<group>)[.,]\d+)?|\d+(?<decimals>[.,]\d+)?)")]
    private static partial Regex Number();

    [GeneratedRegex(@"^[ \t]*>[^\n]*|```[\s\S]*?(?:```|\z)|`[^`\n]*(?:`|$)|""[^""\n]*(?:""|$)|“[^”\n]*(?:”|$)|„[^“”\n]*(?:[“”]|$)|«[^»\n]*(?:»|$)|‘[^’\n]*(?:’|$)", RegexOptions.Multiline)]
    private static partial Regex Quoted();

    [GeneratedRegex(
        @"\b(?:not|no|never|don['’]?t|won['’]?t|cancel\w*|stop|abort|reject\w*|refuse\w*|wait|instead|non|ne|pas|jamais|annul\w*|refus\w*|arr[eê]t\w*|nicht|nein|kein\w*|niemals|abbrech\w*|storn\w*|ablehn\w*|warte\w*)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Refusals();
}
