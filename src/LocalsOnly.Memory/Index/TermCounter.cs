using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall.Language;
using LocalsOnly.Memory.Recall.Time;

namespace LocalsOnly.Memory.Index;

/// <summary>Turns conversations into counted terms. It keeps what it has seen, so each thread has its own.</summary>
internal sealed class TermCounter(CurrentVocabulary current)
{
    private readonly TermReader _reader = new();
    private readonly KnownWords?[] _known = new KnownWords?[Enum.GetValues<TextLanguage>().Length];
    private readonly char[] _word = new char[WordScan.LongestWord];
    private readonly List<int> _seen = [];
    private readonly char[] _marked = new char[256];
    private Vocabulary _vocabulary = current.Take();
    private byte[] _counts = new byte[1024];

    /// <summary>The terms of a conversation.</summary>
    public ConversationTerms Count(Conversation conversation)
    {
        if (current.Take() is var vocabulary && vocabulary != _vocabulary)
        {
            _vocabulary = vocabulary;
            foreach (var known in _known) known?.Clear();
        }
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
        var (words, length) = Count(message.Text, language);
        // A message answers to the name of who wrote it.
        if (message.Name is { } name) Count(name, TextLanguage.English);
        return new MessageTerms(Take(), words, length, MessageCues.Of(message.Text).Flags, EmbeddingCache.IdOf(message.Text));
    }

    // All words, and those that are content.
    private (int Words, int Content) Count(ReadOnlySpan<char> text, TextLanguage language)
    {
        var known = _known[(int)language] ??= new KnownWords();
        var (words, content) = (0, 0);
        var scan = new WordScan(text, _word, singles: true);
        while (scan.Next())
        {
            KnownWord word;
            if (scan.Kind != ScanKind.Word) word = new KnownWord(_vocabulary.NumberOf(scan.Word), scan.Kind == ScanKind.Grammar);
            else if (!scan.TryKey(out var key)) word = Read(scan.Word, language);
            else if (!known.TryFind(key, out word)) known.Add(key, word = Read(scan.Word, language));
            if (word.Number < 0) continue;
            words++;
            if (!word.Stop) content++;
            Note(word.Number);
        }
        return (words, content);
    }

    private KnownWord Read(ReadOnlySpan<char> word, TextLanguage language)
    {
        var term = _reader.Term(word, language, out var stop);
        return new KnownWord(term.IsEmpty ? -1 : _vocabulary.NumberOf(term), stop);
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
        ref var count = ref _counts[number];
        if (count == 0) _seen.Add(number);
        if (count < PostingList.MostOccurrences) count++;
    }

    private uint[] Take()
    {
        var postings = new uint[_seen.Count];
        for (var i = 0; i < postings.Length; i++)
        {
            postings[i] = ((uint)_seen[i] << 8) | _counts[_seen[i]];
            _counts[_seen[i]] = 0;
        }
        _seen.Clear();
        return postings;
    }

    private readonly struct TitleVisitor(TermCounter counter) : ITermVisitor
    {
        public void Visit(ReadOnlySpan<char> term, bool stop)
        {
            if (stop || term.Length >= counter._marked.Length) return;
            counter._marked[0] = TitleTerms.Mark;
            term.CopyTo(counter._marked.AsSpan(1));
            if (counter._vocabulary.NumberOf(counter._marked.AsSpan(0, term.Length + 1)) is >= 0 and var number) counter.Note(number);
        }
    }
}
