namespace LocalsOnly.Agents.Tools.Concierge.Names;

/// <summary>Whether capitalised words stand in a reply as the name of a venue does.</summary>
internal static class VenueForms
{
    // "at the lovely old Moulin": how many small words may stand between a cue and a name.
    private const int Reach = 3;

    private const int WineReach = 4;

    public static bool IsVenue(ReplyText text, NameSpan span, KnownNames known)
    {
        var words = text.Words;
        // A compound alone says what it is and may be its own name: Schwarzwaldstube, Fischrestaurant.
        var typed = span.Words(text).Any(word => VenueWords.Types.Contains(word.Plain) || (VenueWords.IsType(word.Plain) && span.Last > span.Core));
        if (!HasCore(text, span, known)) return false;

        var before = span.First > 0 && words[span.First].Sentence == words[span.First - 1].Sentence ? words[span.First - 1] : null;
        var directly = before is not null && words[span.First].Follows ? before : null;
        if (IsBottle(text, span, typed)) return false;
        if (directly is not null && VenueWords.Indefinite.Contains(directly.Plain) && !typed) return false;
        if (IsWork(text, span)) return false;

        var sentence = words[span.First].Sentence;
        var speaksOfVenues = SpeaksOfVenues(text, span, known);
        var allSpeaks = speaksOfVenues || SpeaksAtAll(text, known);
        return span.ArticleIsItsOwn
            || (span.HasArticle && speaksOfVenues)
            || typed
            || span.Words(text).Any(word => word.Capital && OtherNames.IsInn(word.Plain))
            || HasTypeBefore(words, span)
            || HasTypeAfter(words, span)
            || HasTypeInApposition(words, span)
            || HasCue(text, span, speaksOfVenues)
            || Opens(words, span, speaksOfVenues)
            || IsLabelled(words, span)
            || ((IsMarked(text, span) || span.Last > span.Core ? allSpeaks : speaksOfVenues) && IsHead(text, span))
            || (speaksOfVenues && IsMarked(text, span))
            || (speaksOfVenues && IsHeadOfSentence(words, span, known))
            || (speaksOfVenues && HasEvidentCapital(words, span) && !IsGerman(text, sentence) && IsStrange(words, span, known))
            || (IsUnheardOf(text, span) && IsStrange(words, span, known));
    }

    /// <summary>A word that is none is a name, also at the head of a sentence, where every word has a capital; unless it is one that asks for something: "Zest a lemon".</summary>
    private static bool IsUnheardOf(ReplyText text, NameSpan span)
    {
        var words = text.Words;
        if (words.Skip(span.Core).Take(span.Last - span.Core + 1).Any(word => word.Capital && OrdinaryWords.Contains(word.Text))) return false;
        var next = span.Last + 1 < words.Count && words[span.Last + 1] is { Follows: true } after && after.Sentence == words[span.Last].Sentence ? after : null;
        // German has more nouns than anybody can list: there it takes a verb behind it.
        if (IsGerman(text, words[span.First].Sentence)) return words[span.First].Weak && next is { Capital: false } && next.Plain.EndsWith('t');
        return !words[span.First].Weak || next is null || !VenueWords.Objects.Contains(next.Plain);
    }

    /// <summary>
    /// English and French keep capitals for names: one that is nobody's and no town's, in a sentence about a table or a bed, is that of a venue until the list or the person says
    /// otherwise.
    /// </summary>
    private static bool IsStrange(IReadOnlyList<Word> words, NameSpan span, KnownNames known)
    {
        if (span.First == span.Last && OrdinaryWords.IsFirstName(words[span.First].Plain)) return false;
        var sentence = words[span.First].Sentence;
        var before = span.First > 0 && words[span.First - 1].Sentence == sentence && words[span.First].Follows ? words[span.First - 1].Plain : "";
        var earlier = span.First > 1 && words[span.First - 2].Sentence == sentence ? words[span.First - 2].Plain : "";
        // "Paul et Anne" are two people; "Chez Albertine et Hegoa" are two tables.
        var joined = before is "and" or "et" or "und";
        if (joined ? char.IsUpper(words[span.First - 2 < 0 ? 0 : span.First - 2].Text[0]) && !known.IsPartOfOne(earlier) : VenueWords.Persons.Contains(before)) return false;
        var next = span.Last + 1 < words.Count && words[span.Last + 1] is { Follows: true } after && after.Sentence == sentence ? after.Plain : "";
        if (VenueWords.Persons.Contains(next) && next is not ("and" or "with" or "avec" or "if" or "si" or "when")) return false;
        if (before is "to") return !VenueWords.Journeys.Contains(earlier);
        return !VenueWords.Whereabouts.Contains(before) || VenueWords.Belongings.Contains(earlier);
    }

    /// <summary>"Ostape for the view, La Cabane Bleue for the oysters": the first word of a sentence that holds a place of the list besides.</summary>
    private static bool IsHeadOfSentence(IReadOnlyList<Word> words, NameSpan span, KnownNames known) =>
        words[span.First].Weak && span.Last + 1 < words.Count && words[span.Last + 1] is { Follows: true, Plain: "for" or "pour" or "fur" }
        && words.Any(word => word.Sentence == words[span.First].Sentence && word.Start > words[span.Last].End && word.Capital && known.IsPartOfOne(word.Plain));

    private static bool HasEvidentCapital(IReadOnlyList<Word> words, NameSpan span) =>
        !words[span.First].Weak || (span.Last > span.Core && words[span.First].Gap.Contains(':', StringComparison.Ordinal));

    private static bool IsGerman(ReplyText text, int sentence)
    {
        var (german, other) = (0, 0);
        foreach (var word in text.Words)
        {
            if (word.Sentence != sentence) continue;
            if (VenueWords.German.Contains(word.Plain)) german++;
            if (VenueWords.NotGerman.Contains(word.Plain)) other++;
        }
        return german > 0 && german >= other;
    }

    /// <summary>Something is left of the name without what names no venue by itself.</summary>
    private static bool HasCore(ReplyText text, NameSpan span, KnownNames known)
    {
        var core = text.Words.Skip(span.Core).Take(span.Last - span.Core + 1).Where(word => word.Capital || word.IsNumber).ToList();
        var others = core.Where(word => !VenueWords.Types.Contains(word.Plain)).ToList();
        // "La Table", "The Kitchen": an article that has its own capital makes a name of the plainest word.
        if (others.Count == 0) return span.ArticleIsItsOwn;
        var towns = known.IsTown(string.Join('-', others.Select(word => word.Plain)));
        if (!towns && !others.All(word => known.IsTown(word.Plain) || IsOther(word, span))) return true;
        // Hôtel de Bordeaux and Auberge Basque are venues, the restaurants of Bordeaux are none; Le Havre is a town, and "try Le Suisse" none.
        var kind = core[0];
        return kind is { Capital: true } && VenueWords.IsType(kind.Plain) && kind.Plain != "strand" && (towns || others.All(word => known.IsTown(word.Plain) || OtherNames.Regions.Contains(word.Plain)))
            || span.ArticleIsItsOwn && !towns && others.All(word => !known.IsTown(word.Plain) && !OtherNames.Known.Contains(word.Plain))
                && span.First > 0 && (VenueWords.Senders.Contains(text.Words[span.First - 1].Plain) || VenueWords.Leaders.Contains(text.Words[span.First - 1].Plain));
    }

    private static bool IsOther(Word word, NameSpan span) =>
        OtherNames.IsKnown(word.Plain)
        || (word.Weak && OtherNames.Starters.Contains(word.Plain))
        || (OtherNames.IsGermanNoun(word.Plain) && !(OtherNames.InnNouns.Contains(word.Plain) && span.Last > span.First));

    private static bool IsBottle(ReplyText text, NameSpan span, bool typed)
    {
        var words = text.Words;
        var estate = span.Words(text).Any(word => VenueWords.Estates.Contains(word.Plain));
        if (typed && !estate) return false;
        var around = Around(words, span, WineReach, 2).ToList();
        if (around.Any(word => VenueWords.Wine.Contains(word.Plain))) return true;
        if (span.Last + 1 < words.Count && words[span.Last + 1] is { Follows: true, IsNumber: true, Text.Length: 4 }) return true;
        // An estate is a bottle unless somebody goes there.
        return estate && !(span.First > 0 && words.Skip(Math.Max(0, span.First - 2)).Take(Math.Min(span.First, 2)).Any(word =>
            VenueWords.Leaders.Contains(word.Plain) || VenueWords.Senders.Contains(word.Plain) || VenueWords.IsType(word.Plain)));
    }

    private static bool IsWork(ReplyText text, NameSpan span) =>
        text.Words.Skip(Math.Max(0, span.First - WineReach)).Take(Math.Min(span.First, WineReach))
            .Any(word => word.Sentence == text.Words[span.First].Sentence && VenueWords.Works.Contains(word.Plain) && !VenueWords.Senders.Contains(word.Plain));

    private static IEnumerable<Word> Around(IReadOnlyList<Word> words, NameSpan span, int before, int after) =>
        words.Skip(Math.Max(0, span.First - before)).Take(Math.Min(span.First, before)).Concat(words.Skip(span.Last + 1).Take(after))
            .Where(word => word.Sentence == words[span.First].Sentence);

    /// <summary>The sentence holds a word of tables and beds, or a place of the list.</summary>
    private static bool SpeaksOfVenues(ReplyText text, NameSpan span, KnownNames known)
    {
        var sentence = text.Words[span.First].Sentence;
        return text.Words.Where((word, i) => word.Sentence == sentence && (i < span.First || i > span.Last)).Any(word => Speaks(word, known));
    }

    private static bool SpeaksAtAll(ReplyText text, KnownNames known) => text.Words.Any(word => Speaks(word, known));

    private static bool Speaks(Word word, KnownNames known) =>
        VenueWords.IsType(word.Plain) || (word.Capital && known.IsPartOfOne(word.Plain)) || VenueWords.Context.Any(beginning => word.Plain.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>The bistro Skiff; the hotel called Skiff; plage de Lafitenia.</summary>
    private static bool HasTypeBefore(IReadOnlyList<Word> words, NameSpan span)
    {
        for (var i = span.First - 1; i >= 0 && span.First - i <= Reach && words[i + 1].Follows && words[i].Sentence == words[span.First].Sentence; i--)
        {
            var plain = words[i].Plain;
            if (VenueWords.IsType(plain)) return !VenueWords.PlainTypes.Contains(plain) || span.First - i == 1 && plain is not ("table" or "house" or "kitchen" or "maison");
            if (!VenueWords.Connectors.Contains(plain) && plain is not ("called" or "named" or "appele" or "nomme" or "namens" or "s")) return false;
        }
        return false;
    }

    /// <summary>The Skiff bistro, Lafitenia beach.</summary>
    private static bool HasTypeAfter(IReadOnlyList<Word> words, NameSpan span)
    {
        var after = span.Last + 1;
        var owned = after < words.Count && words[after] is { Follows: true, Plain: "s" };
        if (owned) after++;
        return after < words.Count && words[after] is { Follows: true } next
            && (VenueWords.IsType(next.Plain) && !VenueWords.PlainTypes.Contains(next.Plain) || owned && next.Plain is "place" or "table" or "kitchen" or "terrace");
    }

    /// <summary>Skiff, a small bistro by the port.</summary>
    private static bool HasTypeInApposition(IReadOnlyList<Word> words, NameSpan span)
    {
        if (span.Last + 1 >= words.Count || words[span.Last + 1] is not { Gap: "," or "(" or "–" or "—" or "-" or ":" } next || next.Sentence != words[span.Last].Sentence) return false;
        for (var i = span.Last + 1; i < words.Count && i <= span.Last + Reach + 2 && (i == span.Last + 1 || words[i].Follows); i++)
            if (VenueWords.IsType(words[i].Plain) && !VenueWords.PlainTypes.Contains(words[i].Plain)) return true;
        return false;
    }

    private static bool HasCue(ReplyText text, NameSpan span, bool speaksOfVenues)
    {
        var words = text.Words;
        for (var i = span.First - 1; i >= 0 && span.First - i <= Reach && words[i + 1].Follows && words[i].Sentence == words[span.First].Sentence; i--)
        {
            var plain = words[i].Plain;
            if (VenueWords.Senders.Contains(plain) && Leads(words, i, span) || (plain is "mit" && Leads(words, i, span)) || (plain is "is" or "est" or "ist" && Leads(words, i, span))) return true;
            if (plain == "at" && !(i > 0 && words[i - 1].Plain is "look" or "looks" or "laugh" or "smile" or "angry")) return true;
            if (speaksOfVenues && VenueWords.Leaders.Contains(plain) && Leads(words, i, span)) return true;
            if (!VenueWords.Between.Contains(plain) && !VenueWords.Connectors.Contains(plain)) return false;
        }
        return false;
    }

    // Not every "to", "for" or "is" leads to a place: "drive to Hossegor", "too late for Julien", "it is Kelly".
    private static bool Leads(IReadOnlyList<Word> words, int at, NameSpan span)
    {
        var earlier = at > 0 && words[at].Sentence == words[at - 1].Sentence ? words[at - 1].Plain : "";
        var plain = words[at].Plain;
        return plain switch
        {
            "to" => earlier is "go" or "head" or "over" or "off" or "back" or "down" or "get",
            "for" => earlier is "go" or "plump" or "opt",
            "by" => earlier is "stop" or "drop" or "swing",
            "from" => earlier is "takeaway" or "order" or "delivery",
            "over" => earlier is "head",
            "is" or "est" or "ist" => earlier is "pick" or "choice" or "alternative" or "choix" or "wahl" or "favourite" or "tip" or "tipp" or "option" or "empfehlung",
            "call" or "phone" or "ring" or "appelle" or "ruf" => words.Skip(Math.Max(0, at - 4)).Take(span.Last - at + 10).Any(word => VenueWords.OnThePhone.Contains(word.Plain)),
            "sur" => earlier is "cap",
            "about" => earlier is "how" or "what",
            "pas" => earlier is "pourquoi",
            "mit" => earlier is "es",
            "in" => span.First - at == 2 && (span.Last > span.Core || VenueWords.IsType(words[span.Last].Plain)),
            _ => true,
        };
    }

    private static bool Opens(IReadOnlyList<Word> words, NameSpan span, bool speaksOfVenues)
    {
        var sentence = words[span.Last].Sentence;
        var strong = !words[span.First].Weak || span.Last > span.Core;
        var first = Predicate(words, span);
        for (var i = first; i < words.Count && i < first + Reach && words[i].Sentence == sentence; i++)
        {
            var plain = words[i].Plain;
            if (i > first && words[i].Gap is "," or ";" or ":") return false;
            if (VenueWords.Opens.Contains(plain)) return true;
            if (i > first) continue;
            if (plain == "does" && speaksOfVenues && i + 1 < words.Count && words[i + 1].Plain is "a" or "the" or "good" or "great") return true;
            if (VenueWords.Does.Contains(plain) && !VenueWords.DoesLittle.Contains(plain) && speaksOfVenues && strong) return true;
            if (plain is "has" or "hat" or "a" && words.Skip(i + 1).Take(Reach).Any(word => VenueWords.Offers.Contains(word.Plain))) return true;
        }
        return false;
    }

    /// <summary>Where it goes on behind a name: past "in Bidart", and past what stands between two commas.</summary>
    private static int Predicate(IReadOnlyList<Word> words, NameSpan span)
    {
        var next = span.Last + 1;
        if (next + 1 < words.Count && words[next] is { Follows: true, Plain: "in" or "à" or "at" or "near" or "bei" } && words[next + 1].Capital)
        {
            next += 2;
            while (next < words.Count && words[next] is { Follows: true, Capital: true }) next++;
        }
        else if (next < words.Count && words[next].Gap is "," or "(")
            for (var i = next + 1; i < words.Count && i <= next + 7; i++)
                if (words[i].Gap is "," or ")") return i;
        return next;
    }

    private static bool IsLabelled(IReadOnlyList<Word> words, NameSpan span)
    {
        if (span.First == 0 || !words[span.First].Gap.AsSpan().ContainsAny(":→–—") || !EndsCleanly(words, span)) return false;
        return words.Skip(Math.Max(0, span.First - Reach)).Take(Math.Min(span.First, Reach))
            .Any(word => word.Sentence == words[span.First].Sentence && VenueWords.Labels.Contains(word.Plain));
    }

    /// <summary>The first words of a line, with a colon, a dash, a comma or nothing behind them.</summary>
    private static bool IsHead(ReplyText text, NameSpan span) => text.Words[span.First].Head && EndsCleanly(text.Words, span) && NextGap(text.Words, span) is not ("" or "." or "!" or "?");

    /// <summary>All of an emphasis, a link or a quotation.</summary>
    private static bool IsMarked(ReplyText text, NameSpan span)
    {
        var mark = text.Words[span.First].Mark;
        if (mark == 0) return false;
        var (start, end) = text.Marks[mark - 1];
        return text.Words.Where(word => word.Start >= start && word.End <= end).All(word => word.Start >= text.Words[span.First].Start && word.End <= text.Words[span.Last].End
            || VenueWords.Connectors.Contains(word.Plain) || VenueWords.Articles.Contains(word.Plain));
    }

    private static bool EndsCleanly(IReadOnlyList<Word> words, NameSpan span)
    {
        if (span.Last + 1 >= words.Count || words[span.Last + 1].Sentence != words[span.Last].Sentence || !words[span.Last + 1].Follows) return true;
        return VenueWords.After.Contains(words[span.Last + 1].Plain);
    }

    private static string NextGap(IReadOnlyList<Word> words, NameSpan span) =>
        span.Last + 1 < words.Count && words[span.Last + 1].Sentence == words[span.Last].Sentence ? words[span.Last + 1].Gap : "–";
}
