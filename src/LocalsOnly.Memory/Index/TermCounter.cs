using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall;

namespace LocalsOnly.Memory.Index;

/// <summary>Turns conversations into counted terms. It keeps what it has seen, so each thread has its own.</summary>
internal sealed class TermCounter : IPlainWords
{
    private readonly WordCache _words = new();
    private readonly List<int> _seen = [];
    private Vocabulary _vocabulary = new();
    private int[] _counts = new int[1024];
    private int _all;
    private int _content;

    /// <summary>The terms of a conversation.</summary>
    public ConversationTerms Count(Conversation conversation)
    {
        if (_vocabulary.Count >= Vocabulary.Full)
        {
            _vocabulary = new Vocabulary();
            _words.Clear();
        }
        var messages = new MessageTerms?[conversation.Messages.Count];
        for (var i = 0; i < messages.Length; i++)
            if (ConversationTerms.IsRecallable(conversation.Messages[i])) messages[i] = Count(conversation.Messages[i]);
        return new ConversationTerms(_vocabulary, Title(conversation.Title), messages);
    }

    /// <summary>Counts a word of a message.</summary>
    public bool Take(ReadOnlySpan<char> word)
    {
        if (!_words.TryGet(word, out var number, out var isStop))
        {
            Span<char> letters = stackalloc char[word.Length];
            System.Text.Ascii.ToLower(word, letters, out _);
            isStop = StopWords.Contains(letters);
            number = _vocabulary.NumberOf(letters[..Porter.Stem(letters)]);
            _words.Add(word, number, isStop);
        }
        Note(number, isStop);
        return true;
    }

    private MessageTerms Count(ConversationMessage message)
    {
        (_all, _content) = (0, 0);
        Words.Visit(message.Text, (term, stop) => Note(_vocabulary.NumberOf(term), stop), singles: true, this);
        var (words, length) = (_all, _content);
        // A message answers to the name of who wrote it.
        if (message.Name is { } name) Words.Visit(name, (term, stop) => Note(_vocabulary.NumberOf(term), stop), singles: true);
        return new MessageTerms(Take(), words, length, Traits.Of(message.Text, words));
    }

    private uint[] Title(string title)
    {
        Span<char> marked = stackalloc char[80];
        marked[0] = TitleTerms.Mark;
        var buffer = marked.ToArray();
        Words.Visit(title, (term, stop) =>
        {
            if (stop) return;
            term.CopyTo(buffer.AsSpan(1));
            Note(_vocabulary.NumberOf(buffer.AsSpan(0, term.Length + 1)), stop);
        }, singles: true);
        return Take();
    }

    private void Note(int number, bool isStop)
    {
        _all++;
        if (!isStop) _content++;
        if (number >= _counts.Length) Array.Resize(ref _counts, Math.Max(2 * _counts.Length, number + 1));
        if (_counts[number]++ == 0) _seen.Add(number);
    }

    private uint[] Take()
    {
        var postings = new uint[_seen.Count];
        for (var i = 0; i < postings.Length; i++)
        {
            postings[i] = ((uint)_seen[i] << 8) | (uint)Math.Min(_counts[_seen[i]], PostingList.MostOccurrences);
            _counts[_seen[i]] = 0;
        }
        _seen.Clear();
        return postings;
    }
}
