namespace LocalsOnly.Memory.Knowledge;

/// <summary>
/// Sections into passages. A passage is a heading's own text. Short neighbours under one parent are joined, since a passage of twenty words matches everything
/// and says nothing; long ones are cut between blocks into parts of like length, since a passage is read whole by a model that pays for each word.
/// </summary>
internal sealed class Chunker(string title)
{
    /// <summary>A section below this may be joined with its neighbours.</summary>
    public const int Short = 80;

    /// <summary>Sections are joined up to this.</summary>
    public const int Joined = 200;

    /// <summary>A passage longer than this is cut.</summary>
    public const int Long = 350;

    private readonly List<KnowledgeChunk> _chunks = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    /// <param name="title">Begins each heading path, unless the passage lies under a level 1 heading.</param>
    /// <param name="sections">In the file's order.</param>
    public static IReadOnlyList<KnowledgeChunk> Of(string title, IReadOnlyList<Section> sections)
    {
        var chunker = new Chunker(title);
        for (var i = 0; i < sections.Count;)
        {
            var count = Neighbours(sections, i);
            if (count == 1) chunker.Add(sections[i]);
            else chunker.Join([.. sections.Skip(i).Take(count)]);
            i += count;
        }
        return chunker._chunks;
    }

    // How many sections from the given one make one passage: siblings, or a parent's own text and its first children.
    private static int Neighbours(IReadOnlyList<Section> sections, int first)
    {
        var start = sections[first];
        if (start.Words is 0 or >= Short) return 1;
        var words = start.Words;
        var count = 1;
        IReadOnlyList<string>? parent = null;
        for (var i = first + 1; i < sections.Count; i++)
        {
            var next = sections[i];
            if (next.Words is 0 or >= Short || words + next.Words > Joined) break;
            parent ??= next.Level > start.Level ? start.Headings : [.. start.Headings.SkipLast(1)];
            // Two level 1 headings are two subjects in one file.
            if (next.Headings.Count != parent.Count + 1 || (parent.Count == 0 && next.TopLevel == 1) || !next.Headings.Take(parent.Count).SequenceEqual(parent)) break;
            words += next.Words;
            count++;
        }
        return count;
    }

    private void Add(Section section)
    {
        var pieces = section.Pieces.SelectMany(piece => LongPiece.Cut(piece, Long)).ToList();
        var path = PathOf(section.Headings, section);
        var remaining = pieces.Sum(piece => piece.Words);
        for (var i = 0; i < pieces.Count;)
        {
            // Parts of like length: 360 words make two of 180 and not one of 350 with a crumb.
            var parts = (remaining + Long - 1) / Long;
            var aim = (remaining + parts - 1) / Math.Max(parts, 1);
            var begin = i;
            var words = pieces[i++].Words;
            while (i < pieces.Count && words + pieces[i].Words <= Long && (words + (pieces[i].Words / 2) < aim || LeadsOn(pieces[i - 1]))) words += pieces[i++].Words;
            remaining -= words;
            var text = string.Join("\n\n", pieces.GetRange(begin, i - begin).Select(piece => piece.Text));
            _chunks.Add(new KnowledgeChunk(KeyOf(section), path, text, begin == 0 && section.Level > 0 ? section.Line : pieces[begin].Line));
        }
    }

    // "The rule is:" belongs to what follows it.
    private static bool LeadsOn(Piece piece) => piece.Form == PieceForm.Prose && piece.Text.EndsWith(':');

    private void Join(Section[] sections)
    {
        var first = sections[0];
        var common = sections[1].Level > first.Level ? first.Headings : [.. first.Headings.SkipLast(1)];
        var text = string.Join("\n\n", sections.Select(section => section.Headings.Count > common.Count ? $"{section.Marker}\n\n{section.Text}" : section.Text));
        _chunks.Add(new KnowledgeChunk(KeyOf(first), PathOf(common, first), text, first.Line));
    }

    // A level 1 heading is a title of its own; anything else stands below the document's.
    private string PathOf(IReadOnlyList<string> headings, Section section) => string.Join(" > ", section.TopLevel == 1 ? headings : [title, .. headings]);

    private string KeyOf(Section section)
    {
        var slug = section.Headings.Count == 0 ? "start" : Slug.Of(section.Headings);
        var key = slug;
        for (var number = 2; !_keys.Add(key); number++) key = $"{slug}-{number}";
        return key;
    }
}
