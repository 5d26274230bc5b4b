namespace LocalsOnly.Memory.Embedding.Tokens;

/// <summary>Finds all tokens that a text begins with, shortest first, by narrowing a sorted list one character at a time.</summary>
internal sealed class PieceTable
{
    private readonly string[] _tokens;
    private readonly int[] _ids;
    private readonly int[] _byFirst = new int[char.MaxValue + 2];

    /// <param name="tokens">Tokens by their number; the empty one is never found, and of two that are the same the first is.</param>
    public PieceTable(IReadOnlyList<string> tokens)
    {
        _ids = [.. Enumerable.Range(0, tokens.Count).Where(id => tokens[id].Length > 0)];
        _tokens = [.. _ids.Select(id => tokens[id])];
        Array.Sort(_tokens, _ids, StringComparer.Ordinal);
        var at = 0;
        for (var c = 0; c <= char.MaxValue; c++)
        {
            _byFirst[c] = at;
            while (at < _tokens.Length && _tokens[at][0] == c) at++;
        }
        _byFirst[^1] = at;
    }

    public Walk Begin(ReadOnlySpan<char> text) => new(this, text);

    internal ref struct Walk(PieceTable table, ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private int _low;
        private int _high = table._tokens.Length;

        /// <summary>Characters of the token that was found last.</summary>
        public int Length { get; private set; }

        public int Id { get; private set; }

        public bool MoveNext()
        {
            while (Length < _text.Length)
            {
                Narrow(_text[Length]);
                Length++;
                if (_low == _high) return false;
                // What ends here sorts before what goes on.
                if (table._tokens[_low].Length != Length) continue;
                Id = table._ids[_low];
                return true;
            }
            return false;
        }

        private void Narrow(char c)
        {
            if (Length == 0)
            {
                (_low, _high) = (table._byFirst[c], table._byFirst[c + 1]);
                return;
            }
            _low = First(_low, _high, c);
            _high = c == char.MaxValue ? _high : First(_low, _high, (char)(c + 1));
        }

        private readonly int First(int low, int high, char atLeast)
        {
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                var token = table._tokens[middle];
                if (token.Length > Length && token[Length] >= atLeast) high = middle;
                else low = middle + 1;
            }
            return low;
        }
    }
}
