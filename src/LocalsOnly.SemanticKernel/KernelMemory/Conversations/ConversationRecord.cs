using System.Globalization;
using LocalsOnly.Memory;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.MemoryStorage;
using Microsoft.KernelMemory.Pipeline;

namespace LocalsOnly.SemanticKernel.KernelMemory.Conversations;

/// <summary>A piece of a conversation as Kernel Memory has it: the conversation is its document, with one file.</summary>
internal static class ConversationRecord
{
    /// <param name="id">Of the record.</param>
    /// <param name="place">Whose conversation it is and who may see it.</param>
    /// <param name="title">Of the conversation: what a citation calls it.</param>
    /// <param name="number">Of the piece, from 0 in reading order.</param>
    /// <param name="at">When it was said; null when that is not known.</param>
    public static MemoryRecord Of(string id, ConversationPlace place, string title, int number, string messageKey, DateTimeOffset? at, string text, params IEnumerable<MessageAuthor> authors)
    {
        var document = DocumentIds.Of(place.Key);
        var record = new MemoryRecord { Id = id };
        record.Tags[Constants.ReservedDocumentIdTag] = [document];
        record.Tags[Constants.ReservedFileIdTag] = [document];
        record.Tags[Constants.ReservedFileTypeTag] = [MimeTypes.PlainText];
        record.Tags[Constants.ReservedFilePartitionTag] = [id];
        record.Tags[Constants.ReservedFilePartitionNumberTag] = [number.ToString(CultureInfo.InvariantCulture)];
        record.Tags[Constants.ReservedFileSectionNumberTag] = ["0"];
        ConversationTags.Place(record.Tags, place.Owner, place.Persona, place.Channel);
        ConversationTags.Time(record.Tags, at);
        record.Tags[ConversationTags.Source] = [place.Source];
        record.Tags[ConversationTags.Conversation] = [place.Key];
        record.Tags[ConversationTags.Message] = [messageKey];
        record.Tags[ConversationTags.Author] = [.. authors.Distinct().Select(ConversationTags.Of)];
        record.Payload[Constants.ReservedPayloadTextField] = text;
        record.Payload[Constants.ReservedPayloadFileNameField] = title;
        // Kernel Memory would make a link to a service that there is not.
        record.Payload[Constants.ReservedPayloadUrlField] = place.Key;
        record.Payload[Constants.ReservedPayloadLastUpdateField] = at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
        record.Payload[Constants.ReservedPayloadVectorProviderField] = "";
        record.Payload[Constants.ReservedPayloadVectorGeneratorField] = "";
        return record;
    }
}

/// <summary>Whose a conversation is, and who may see it.</summary>
/// <param name="Row">Of the conversation in the index.</param>
/// <param name="Owner">The person.</param>
/// <param name="Key">Of the conversation.</param>
/// <param name="Persona">The persona that it is for; null for all.</param>
/// <param name="Channel">Where it was said; null for nowhere in particular.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Changed">The generation of the index in which it changed last.</param>
internal sealed record ConversationPlace(long Row, string Owner, string Key, string? Persona, string? Channel, string Source, long Changed);
