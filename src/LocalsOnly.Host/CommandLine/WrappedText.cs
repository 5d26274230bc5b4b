using System.Text;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Writes text as it streams in, and breaks lines between words instead of inside them.</summary>
/// <param name="width">Columns; 0 writes everything as it comes.</param>
internal sealed class WrappedText(TextWriter output, int width)
{
    private readonly StringBuilder _word = new();
    private int _column;

    public void Write(string text)
    {
        if (width <= 0)
        {
            output.Write(text);
            return;
        }

        foreach (var c in text)
        {
            if (c is not (' ' or '\n'))
            {
                _word.Append(c);
                continue;
            }

            Place();
            if (c == '\n' || _column >= width) Break();
            else
            {
                output.Write(' ');
                _column++;
            }
        }

        output.Flush();
    }

    /// <summary>Writes the word that was not known to be whole, and ends the line.</summary>
    public void End()
    {
        Place();
        Break();
    }

    private void Place()
    {
        if (_word.Length == 0) return;
        if (_column > 0 && _column + _word.Length > width) Break();
        output.Write(_word);
        _column += _word.Length;
        _word.Clear();
    }

    private void Break()
    {
        output.WriteLine();
        _column = 0;
    }
}
