using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace LocalsOnly.Memory.Embedding.Tokens;

/// <summary>
/// SentencePiece's unigram model: of all ways to cut a piece into tokens the one with the highest sum of scores (Viterbi; Kudo 2018, arXiv 1804.10959). A
/// character that no token covers alone scores 10 below the worst token, and is unknown.
/// </summary>
internal sealed class Unigram : IPieceModel
{
    private const double UnknownPenalty = 10;

    private readonly PieceTable _table;
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly int[]? _bytes;

    /// <param name="tokens">Tokens by their number.</param>
    /// <param name="scores">Logarithms of their probabilities, by the same.</param>
    /// <param name="bytes">Numbers of the 256 tokens for single bytes, which then stand for an unknown character; null when there are none.</param>
    public Unigram(IReadOnlyList<string> tokens, double[] scores, int? unknown, int[]? bytes)
    {
        _table = new PieceTable(tokens);
        (_scores, Unknown, _bytes) = (scores, unknown, bytes);
        _unknownScore = (scores.Length > 0 ? scores.Min() : 0) - UnknownPenalty;
    }

    public int? Unknown { get; }

    public void Encode(ReadOnlySpan<char> piece, List<int> ids)
    {
        var pooled = ArrayPool<Step>.Shared.Rent(piece.Length + 1);
        var best = pooled.AsSpan(0, piece.Length + 1);
        best.Fill(Step.NotReached);
        best[0] = new Step(0, 0, -1);
        for (var start = 0; start < piece.Length; start++)
        {
            // In the middle of a surrogate pair nothing begins.
            if (best[start].From < 0) continue;
            var single = Rune.DecodeFromUtf16(piece[start..], out _, out var used) == OperationStatus.Done ? used : 1;
            var covered = false;
            for (var walk = _table.Begin(piece[start..]); walk.MoveNext();)
            {
                covered |= walk.Length == single;
                Offer(ref best[start + walk.Length], new Step(best[start].Score + _scores[walk.Id], start, walk.Id));
            }
            if (!covered) Offer(ref best[start + single], new Step(best[start].Score + _unknownScore, start, -1));
        }
        Collect(piece, best, ids);
        ArrayPool<Step>.Shared.Return(pooled);
    }

    private static void Offer(ref Step best, Step step)
    {
        if (best.From < 0 || step.Score > best.Score) best = step;
    }

    // From the end to the beginning, so what is added is turned round.
    private void Collect(ReadOnlySpan<char> piece, ReadOnlySpan<Step> best, List<int> ids)
    {
        var before = ids.Count;
        for (var end = piece.Length; end > 0; end = best[end].From)
        {
            if (best[end].Id >= 0) ids.Add(best[end].Id);
            else AddUnknown(piece[best[end].From..end], ids);
        }
        CollectionsMarshal.AsSpan(ids)[before..].Reverse();
    }

    private void AddUnknown(ReadOnlySpan<char> character, List<int> ids)
    {
        if (_bytes is not null)
        {
            Span<byte> utf8 = stackalloc byte[4];
            for (var i = Encoding.UTF8.GetBytes(character, utf8) - 1; i >= 0; i--) ids.Add(_bytes[utf8[i]]);
        }
        else if (Unknown is { } unknown)
        {
            ids.Add(unknown);
        }
    }

    private readonly record struct Step(double Score, int From, int Id)
    {
        public static Step NotReached => new(0, -1, -1);
    }
}
