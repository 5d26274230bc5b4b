using System.Text;
using System.Text.Json;
using LocalsOnly.Benchmarks.Import.Exports;
using LocalsOnly.Memory;

namespace LocalsOnly.Benchmarks.Recall;

/// <summary>
/// Made-up chats of a person with a model, as long and as lopsided as people's are: half of them below eight messages and some of hundreds, the person in a
/// sentence or three, the model at length. Each chat has a topic: words of its own that come back in it. The same seed gives the same chats.
/// </summary>
internal sealed class RecallCorpus(ulong seed)
{
    private const int Vocabulary = 400_000;
    private const int MedianPersonWords = 18;
    private const int MedianModelWords = 110;
    private static readonly DateTimeOffset s_start = new(2022, 12, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly Tongue _tongue = new(
        Import.Exports.Vocabulary.Create(new ExportRandom(seed), Vocabulary, Tongue.FrequentEnglish, Tongue.Syllables, 5), " ", ".");

    private readonly Prose _prose = new(escape: false);

    /// <summary>Conversations until there are so many messages.</summary>
    public IEnumerable<Conversation> Conversations(int messages)
    {
        var random = new ExportRandom(seed);
        for (var number = 0; messages > 0; number++)
        {
            random.Seed(seed + (ulong)number * 2654435761);
            var count = Math.Min(messages, 2 * random.HeavyTailed(4, 1.1, 400));
            messages -= count;
            yield return Conversation(random, number, count);
        }
    }

    /// <summary>Writes conversations to a file until there are so many messages, so that what takes them in later waits for nobody's imagination.</summary>
    public void Write(string path, int messages)
    {
        using var file = new BinaryWriter(File.Create(path));
        foreach (var conversation in Conversations(messages))
        {
            file.Write(conversation.Key);
            file.Write(conversation.Source);
            file.Write(conversation.Title);
            file.Write(conversation.CreatedAt!.Value.UtcTicks);
            file.Write7BitEncodedInt(conversation.Messages.Count);
            foreach (var message in conversation.Messages)
            {
                file.Write(message.Key);
                file.Write(message.Text);
            }
        }
        file.Write("");
    }

    /// <summary>Bytes of the text of such a file in UTF-8, and questions about some of its messages.</summary>
    public (long TextBytes, List<string> Questions) Survey(string path, int messages, int questions)
    {
        var random = new ExportRandom(seed);
        var asked = new List<string>();
        long text = 0;
        foreach (var message in Read(path).SelectMany(conversation => conversation.Messages))
        {
            text += Encoding.UTF8.GetByteCount(message.Text);
            if (random.Below(messages) < 2 * questions && asked.Count < questions) asked.Add(Question(random, message.Text));
        }
        return (text, asked);
    }

    /// <summary>The conversations of a file that <see cref="Write"/> wrote.</summary>
    public static IEnumerable<Conversation> Read(string path)
    {
        using var file = new BinaryReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20));
        while (file.ReadString() is { Length: > 0 } key)
        {
            var (source, title, at) = (file.ReadString(), file.ReadString(), new DateTimeOffset(file.ReadInt64(), TimeSpan.Zero));
            var messages = new List<ConversationMessage>(file.Read7BitEncodedInt());
            for (var i = messages.Capacity; i > 0; i--) messages.Add(Message(messages, file.ReadString(), at, file.ReadString()));
            yield return Of(key, source, title, at, messages);
        }
    }

    /// <summary>A question as people put one: some words that a message holds, one of them rare, among words of grammar.</summary>
    public static string Question(ExportRandom random, string text)
    {
        var words = text.Split([' ', '.', ',', '\n', '#', '*', '-', ':', '`', '|'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 2 && word.All(char.IsAsciiLetter)).ToArray();
        if (words.Length == 0) return "what did we say about it";
        var question = new StringBuilder(random.Pick<string>(["what did i say about", "when did we talk about the", "how was it with the", "which one did you tell me for", "what do i need for my", "where is the"]));
        for (var i = 2 + random.Below(4); i > 0; i--) question.Append(' ').Append(random.Pick<string>(words)).Append(random.Chance(0.4) ? random.Pick<string>([" and the", " for", " in my", " with some", " of a new"]) : "");
        return question.Append('?').ToString();
    }

    private Conversation Conversation(ExportRandom random, int number, int count)
    {
        var id = random.Id().ToString();
        var key = $"chatgpt:{id}";
        var at = s_start.AddMinutes(number * 37 % (60 * 24 * 1300));
        var title = Text(_prose.Begin().Words(random, _tongue, 4).End());
        var messages = new List<ConversationMessage>(count);
        for (var i = 0; i < count; i++)
        {
            var isPerson = i % 2 == 0;
            _prose.Begin();
            if (isPerson) _prose.Sentences(random, _tongue, random.HeavyTailed(MedianPersonWords, 0.9, 600));
            else _prose.Answer(random, _tongue, random.HeavyTailed(MedianModelWords, 0.8, 1500));
            messages.Add(Message(messages, $"{key}:{random.Id()}", at, Text(_prose.End())));
        }
        return Of(key, number % 5 == 0 ? "claude" : "chatgpt", title, at, messages);
    }

    private static Conversation Of(string key, string source, string title, DateTimeOffset at, List<ConversationMessage> messages) =>
        new(key, source, title, at, at.AddSeconds(40 * messages.Count), "model", null, messages);

    private static ConversationMessage Message(List<ConversationMessage> before, string key, DateTimeOffset began, string text) =>
        new(key, before.Count > 0 ? before[^1].Key : null, before.Count % 2 == 0 ? MessageAuthor.User : MessageAuthor.Assistant, MessageKind.Visible, true,
            began.AddSeconds(40 * before.Count), text, []);

    private static string Text(Prose prose) => JsonSerializer.Deserialize<string>(prose.Json)!;
}
