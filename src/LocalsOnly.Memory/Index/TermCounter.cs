using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall.Language;
using LocalsOnly.Memory.Recall.Time;

namespace LocalsOnly.Memory.Index;

/// <summary>Turns conversations into counted terms. It keeps what it has seen, so each thread has its own.</summary>
internal sealed class TermCounter(CurrentVocabulary current)
{
    private TermReader _reader = new();
    private readonly List<int> _seen = [];
    private readonly char[] _marked = new char[256];
    private Vocabulary _vocabulary = current.Take();
    private int[] _counts = new int[1024];

    /// <summary>The terms of a conversation.</summary>
    public ConversationTerms Count(Conversation conversation)
    {
        if (current.Take() is var vocabulary && vocabulary != _vocabulary) (_vocabulary, _reader) = (vocabulary, new TermReader());
        var messages = new MessageTerms?[conversation.Messages.Count];
        TextLanguage? spoken = null;
        for (var i = 0; i < messages.Length; i++)
        {
            var message = conversation.Messages[i];
            if (!ConversationTerms.IsRecallable(message)) continue;
            // "Et lundi ?" shows no language: it is that of what was said before.
            spoken = LanguageGuess.Of(message.Text) ?? spoken;
            messages[i] = Count(message, spoken ?? TextLanguage.English);
        }
        return new ConversationTerms(_vocabulary, Title(conversation.Title, LanguageGuess.Of(conversation.Title) ?? spoken ?? TextLanguage.English), messages);
    }

    private MessageTerms Count(ConversationMessage message, TextLanguage language)
    {
        var visitor = new Visitor(this);
        _reader.Read(message.Text, language, singles: true, ref visitor);
        var (words, length) = (visitor.Words, visitor.Content);
        // A message answers to the name of who wrote it.
        if (message.Name is { } name) _reader.Read(name, TextLanguage.English, singles: true, ref visitor);
        return new MessageTerms(Take(), words, length, MessageCues.Of(message.Text).Flags, EmbeddingCache.IdOf(message.Text));
    }

    private uint[] Title(string title, TextLanguage language)
    {
        var visitor = new TitleVisitor(this);
        _reader.Read(title, language, singles: true, ref visitor);
        return Take();
    }

    private void Note(int number)
    {
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

    private struct Visitor(TermCounter counter) : ITermVisitor
    {
        public int Words { get; private set; }

        public int Content { get; private set; }

        public void Visit(ReadOnlySpan<char> term, bool stop, ref int tag)
        {
            Words++;
            if (!stop) Content++;
            if (tag == 0) tag = counter._vocabulary.NumberOf(term) + 1;
            counter.Note(tag - 1);
        }
    }

    private readonly struct TitleVisitor(TermCounter counter) : ITermVisitor
    {
        public void Visit(ReadOnlySpan<char> term, bool stop, ref int tag)
        {
            if (stop || term.Length >= counter._marked.Length) return;
            counter._marked[0] = TitleTerms.Mark;
            term.CopyTo(counter._marked.AsSpan(1));
            counter.Note(counter._vocabulary.NumberOf(counter._marked.AsSpan(0, term.Length + 1)));
        }
    }
}
