using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Standing;

/// <summary>Divides a sentence into what can stand for itself: "I'm vegan and my son is called Jo", "I'm allergic to latex, which gloves should I buy?".</summary>
internal static partial class Clauses
{
    /// <summary>Puts the clauses of a sentence into <paramref name="clauses"/>; of a question only the statements before what is asked.</summary>
    public static void Of(string text, string own, in Sentence sentence, List<Clause> clauses)
    {
        var start = Skip(own, sentence.Start, sentence.End);
        if (start >= sentence.End || (sentence.IsQuestion && Asks().Match(own, start, sentence.End - start).Success)) return;
        var end = sentence.End;
        if (sentence.IsQuestion)
        {
            var asked = Asked().Match(own, start, end - start);
            if (!asked.Success) return;
            end = asked.Index;
        }
        var first = start;
        var boundary = Boundary().Match(own, start, end - start);
        while (true)
        {
            var to = boundary.Success ? boundary.Index : end;
            // Behind "he said" even a clause of its own is his, and "the rule is: never use eval" is the rule's.
            var other = start > first && (Reported().Match(own, sentence.Start, start - sentence.Start).Success ||
                (Order().Match(own, start, to - start).Success && !Person().Match(own, first, to - first).Success));
            if (to > start && !other) clauses.Add(new Clause(text, own, start, to, end));
            if (!boundary.Success) return;
            start = Skip(own, boundary.Index + boundary.Length, end);
            boundary = boundary.NextMatch();
            while (boundary.Success && boundary.Index < start) boundary = boundary.NextMatch();
            if (start >= end) return;
        }
    }

    // What comes before the statement and says nothing: "hi Kelly, by the way, remember that".
    private static int Skip(string own, int start, int end)
    {
        while (Opening().Match(own, start, end - start) is { Success: true, Length: > 0 } opening) start += opening.Length;
        return start;
    }

    [GeneratedRegex(@"^(?:[ ,;:–—(-]+|(?:also|and|but|so|oh|well|ok|okay|yes|yeah|yep|thanks|thank you|btw|by the way|fyi|just so you know|for the record|for (?:your|future) (?:information|reference)|" +
        @"(?:please )?(?:just )?(?:note|remember|keep in mind|bear in mind|be aware|don't forget|know|consider)(?: that)?(?= i\b| i'| my\b)|as you know|because|since|given(?: that)?|although|though|while|plus|actually|personally|" +
        @"honestly|in general|generally|besides|unfortunately|sadly|luckily|for context|first(?: of all)?|secondly|anyway|i(?:'ve)? (?:already )?(?:told|mentioned to) you(?: that)?(?= i)|" +
        @"et|mais|donc|car|alors|oui|d'ailleurs|au fait|pour info(?:rmation)?|à noter que|sache que|sachez que|note que|notez que|n'oublie pas que|rappelle-toi que|parce que|puisque|comme|en général|personnellement|" +
        @"(?:hi|hello|hey|dear|good (?:morning|evening)|bonjour|salut|bonsoir)(?: (?!i |i'|my |je |j'|m)[\p{L}]+(?=[,!]))?)(?:[,:!;]+ ?| +)|(?:no|non)[,!] )", RegexOptions.CultureInvariant)]
    private static partial Regex Opening();

    private const string Opener = @"(?=(?:i(?!\.)|my|we|please|always|never|je|mon|ma|mes|nous)\b|i'|j'|ne |n')";

    [GeneratedRegex(@"(?:[,;:.–—(-]+ *| +)(?:(?:and|but|so|because|since|although|though|while|plus|also|et|mais|donc|car|puisque|parce que|ainsi que)[ ,]+)" + Opener + @"|(?:[,;:(–—]| -) *" + Opener + "| [-–—]+ ", RegexOptions.CultureInvariant)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"^(?:what|which|who|whose|where|when(?! i)|how|why|can|could|would|should|shall|will|do|does|did|is|are|am|was|were|have you|has|had|may|might|isn't|aren't|don't you|any |" +
        @"que|quel|quelle|quels|quelles|qui|quoi|où|quand(?! je)|comment|pourquoi|combien|est-ce|qu'|peux-tu|pouvez-vous|pourrais|as-tu|avez|sais-tu|suis-je|ai-je|dois-je)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Asks();

    [GeneratedRegex(@"[,;:–—] *(?:so |and |but |then |now |alors |donc |et )?(?=(?:what|which|who|where|when|how|why|can|could|would|should|shall|do|does|is|are|any|que|quel|quelle|quels|quelles|où|comment|pourquoi|combien|est-ce|qu'|peux|pouvez|pourrais|dois)\b)|" +
        @" (?:so|and|but|donc|alors|et) (?=(?:what|which|where|how|can|could|should|do|que|quel|quelle|quels|comment|peux|pouvez)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Asked();

    [GeneratedRegex(@"^(?:please|always|never|ne |n')\b?", RegexOptions.CultureInvariant)]
    private static partial Regex Order();

    [GeneratedRegex(@"^(?:i|my|we|please|always|never|call|je|mon|ma|mes|nous|j')(?:\b|(?<='))", RegexOptions.CultureInvariant)]
    private static partial Regex Person();

    [GeneratedRegex(@"(?<!\bi )(?<!\bi've )\b(?:said|says|saying|told|tells|wrote|writes|thinks|thought|claims|believes|asked|asks|reads|quote|dit|dis|disait|écrit|pense|prétend|croit|demande)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Reported();
}
