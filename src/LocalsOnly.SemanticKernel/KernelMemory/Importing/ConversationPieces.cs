using LocalsOnly.Memory;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Knowledge;
using LocalsOnly.SemanticKernel.KernelMemory.Conversations;
using LocalsOnly.SemanticKernel.KernelMemory.Storing;
using Microsoft.KernelMemory.MemoryStorage;

namespace LocalsOnly.SemanticKernel.KernelMemory.Importing;

/// <summary>
/// A conversation cut where its turns end: a piece is a message, or short ones that follow one another, with who says what. A message that alone is too long is cut
/// behind a sentence. The same conversation gives the same pieces with the same ids.
/// </summary>
internal static class ConversationPieces
{
    /// <summary>Of the way to cut: another one makes other pieces of the same conversation.</summary>
    public const int Version = 1;

    // About three hundred tokens, of which small embedding models read five hundred.
    private const int MostWords = 200;

    /// <summary>Id of a piece.</summary>
    public static string IdOf(ConversationPlace place, int number) => RecordKey.Of($"{place.Owner}\n{place.Key}\n{number}");

    /// <summary>The records of a conversation; none when nothing in it is recalled.</summary>
    public static List<MemoryRecord> Of(ConversationPlace place, Conversation conversation)
    {
        var records = new List<MemoryRecord>();
        var run = new List<(ConversationMessage Message, string Text)>();
        var words = 0;
        foreach (var message in conversation.Messages.Where(ConversationTerms.IsRecallable))
        {
            foreach (var part in LongPiece.Cut(new Piece(PieceForm.Prose, message.Text.Trim(), 0), MostWords))
            {
                var length = WordMeter.Count(part.Text);
                if (run.Count > 0 && words + length > MostWords) Close();
                run.Add((message, part.Text));
                words += length;
            }
        }
        if (run.Count > 0) Close();
        return records;

        void Close()
        {
            var first = run[0].Message;
            records.Add(ConversationRecord.Of(
                IdOf(place, records.Count), place, conversation.Title, records.Count, first.Key, first.At ?? conversation.CreatedAt,
                string.Join("\n\n", run.Select(turn => $"{Speaker(turn.Message)}: {turn.Text}")), run.Select(turn => turn.Message.Author)));
            run.Clear();
            words = 0;
        }
    }

    private static string Speaker(ConversationMessage message) => message.Name ?? message.Author.ToString();
}
