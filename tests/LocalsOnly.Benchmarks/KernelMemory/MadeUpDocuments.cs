using LocalsOnly.Benchmarks.Import.Exports;
using LocalsOnly.Benchmarks.Recall;
using LocalsOnly.Memory;

namespace LocalsOnly.Benchmarks.KernelMemory;

/// <summary>Short conversations of some 660 characters, a question and its answer, which are one piece for each way to keep them. The same number gives the same ones.</summary>
internal static class MadeUpDocuments
{
    private const ulong Seed = 20_260_901;
    private const int Characters = 660;
    private const int QuestionCharacters = 120;

    public static List<Conversation> Of(int count)
    {
        var documents = new List<Conversation>(count);
        // More messages than are needed, because only long ones are taken.
        foreach (var conversation in new RecallCorpus(Seed).Conversations(int.MaxValue))
        {
            foreach (var message in conversation.Messages)
            {
                if (message.Text.Length < Characters) continue;
                var number = documents.Count;
                var key = $"{conversation.Source}:bench-{number}";
                ConversationMessage[] turns =
                [
                    new($"{key}:q", null, MessageAuthor.User, MessageKind.Visible, true, message.At, message.Text[..QuestionCharacters], []),
                    new($"{key}:a", $"{key}:q", MessageAuthor.Assistant, MessageKind.Visible, true, message.At, message.Text[QuestionCharacters..Characters], []),
                ];
                documents.Add(new Conversation(key, conversation.Source, conversation.Title, message.At, message.At, "model", null, turns));
                if (documents.Count == count) return documents;
            }
        }
        return documents;
    }

    /// <summary>Questions of four words that one document each has.</summary>
    public static List<string> Questions(List<Conversation> documents, int count)
    {
        var random = new ExportRandom(Seed);
        var questions = new List<string>(count);
        while (questions.Count < count)
        {
            var words = documents[random.Below(documents.Count)].Messages[1].Text.Split([' ', '\n', '.', ',', '?', '!', ':', ';'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 4 && word.All(char.IsAsciiLetter)).ToArray();
            if (words.Length >= 4) questions.Add($"what did we say about {words[0]} and {words[words.Length / 3]} with {words[2 * words.Length / 3]} for the {words[^1]}?");
        }
        return questions;
    }
}
