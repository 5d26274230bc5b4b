using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall;

namespace LocalsOnly.Memory.Index;

/// <summary>Turns conversations into counted terms. It keeps what it has seen, so each thread has its own.</summary>
internal sealed class TermCounter
{
    private readonly List<int> _seen = [];
    private Vocabulary _vocabulary = new();
    private int[] _counts = new int[1024];

    /// <summary>The terms of a conversation.</summary>
    public ConversationTerms Count(Conversation conversation)
    {
        if (_vocabulary.Count >= Vocabulary.Full) _vocabulary = new Vocabulary();
        var messages = new MessageTerms?[conversation.Messages.Count];
        for (var i = 0; i < messages.Length; i++)
            if (ConversationTerms.IsRecallable(conversation.Messages[i])) messages[i] = Count(conversation.Messages[i]);
        return new ConversationTerms(_vocabulary, Title(conversation.Title), messages);
    }

    private MessageTerms Count(ConversationMessage message)
    {
        int words = 0, length = 0;
        Words.Visit(message.Text, (term, stop) =>
        {
            words++;
            if (!stop) length++;
            Note(term);
        }, singles: true);
        // A message answers to the name of who wrote it.
        if (message.Name is { } name) Words.Visit(name, (term, _) => Note(term), singles: true);
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
            Note(buffer.AsSpan(0, term.Length + 1));
        }, singles: true);
        return Take();
    }

    private void Note(ReadOnlySpan<char> term)
    {
        var number = _vocabulary.NumberOf(term);
        if (number >= _counts.Length) Array.Resize(ref _counts, 2 * number);
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
