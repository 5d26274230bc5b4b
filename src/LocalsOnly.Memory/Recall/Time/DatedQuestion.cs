namespace LocalsOnly.Memory.Recall.Time;

/// <summary>The words of a question, to be looked at from any place, and the day on which it is asked.</summary>
internal sealed class DatedQuestion(string text, DateOnly today)
{
    private readonly List<QuestionWord> _words = QuestionWord.Read(text);

    public string Text => text;

    public DateOnly Today => today;

    /// <summary>The Monday of this week.</summary>
    public DateOnly Monday => today.AddDays(-(((int)today.DayOfWeek + 6) % 7));

    public DateOnly FirstOfMonth => new(today.Year, today.Month, 1);

    public int Count => _words.Count;

    /// <summary>The word at a place; empty before the first and after the last.</summary>
    public string this[int at] => (uint)at < (uint)_words.Count ? _words[at].Text : "";

    /// <summary>The number at a place; −1 when there is none.</summary>
    public int Number(int at) => (uint)at < (uint)_words.Count ? _words[at].Number : -1;

    public int? Year(int at) => Number(at) is >= 1950 and <= 2100 and var year ? year : null;

    public int? Day(int at) => Number(at) is >= 1 and <= 31 and var day ? day : null;

    public bool IsCapital(int at) => _words[at].Capital;

    public int Digits(int at) => Number(at) >= 0 ? _words[at].Text.Length : 0;

    /// <summary>What stands between a word and the next.</summary>
    public ReadOnlySpan<char> Gap(int at) => text.AsSpan(_words[at].End, (at + 1 < _words.Count ? _words[at + 1].Start : text.Length) - _words[at].End);

    /// <summary>The words from a place on are these.</summary>
    public bool Says(int at, params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
            if (this[at + i] != words[i]) return false;
        return true;
    }
}
