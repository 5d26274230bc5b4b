using System.Buffers;

namespace LocalsOnly.Memory.Embedding.Tokens;

/// <summary>A text becomes numbers of a vocabulary: added tokens are taken out as they stand, the rest is normalised, split and given to the model.</summary>
internal sealed class Tokeniser
{
    private readonly Normaliser _normaliser;
    private readonly Splitter _splitter;
    private readonly IPieceModel _model;
    private readonly (string Content, int Id)[] _added;
    private readonly SearchValues<string>? _addedContents;

    /// <param name="size">Tokens in the vocabulary, those that were added to it included.</param>
    /// <param name="medianLength">Characters of a token, at the median of the vocabulary.</param>
    /// <param name="added">Tokens that are recognised in the text itself, mostly <c>[PAD]</c> and the like.</param>
    public Tokeniser(Normaliser normaliser, Splitter splitter, IPieceModel model, int size, int medianLength, IReadOnlyList<(string Content, int Id)> added)
    {
        (_normaliser, _splitter, _model, Size, MedianLength) = (normaliser, splitter, model, size, medianLength);
        _added = [.. added.Where(token => token.Content.Length > 0).OrderByDescending(token => token.Content.Length)];
        if (_added.Length > 0) _addedContents = SearchValues.Create([.. _added.Select(token => token.Content)], StringComparison.Ordinal);
    }

    public int Size { get; }

    public int MedianLength { get; }

    public int? Unknown => _model.Unknown;

    /// <summary>Adds the tokens of a text; none is put before or after them.</summary>
    public void Encode(ReadOnlySpan<char> text, Pieces pieces, List<int> ids)
    {
        while (!text.IsEmpty)
        {
            var next = _addedContents is null ? -1 : text.IndexOfAny(_addedContents);
            if (next < 0)
            {
                Plain(text, pieces, ids);
                return;
            }
            Plain(text[..next], pieces, ids);
            text = text[next..];
            foreach (var (content, id) in _added)
            {
                if (!text.StartsWith(content, StringComparison.Ordinal)) continue;
                ids.Add(id);
                text = text[content.Length..];
                break;
            }
        }
    }

    private void Plain(ReadOnlySpan<char> text, Pieces pieces, List<int> ids)
    {
        if (text.IsEmpty) return;
        pieces.Text.Set(text);
        _normaliser.Apply(pieces.Text);
        pieces.Begin();
        _splitter.Apply(pieces);
        for (var i = 0; i < pieces.Count; i++) _model.Encode(pieces[i], ids);
    }
}
