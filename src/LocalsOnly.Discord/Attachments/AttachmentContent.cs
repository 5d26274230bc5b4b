namespace LocalsOnly.Discord.Attachments;

/// <summary>What a file that somebody attached turned out to be.</summary>
internal abstract record AttachmentContent;

/// <summary>It can be read.</summary>
/// <param name="Text">With line feeds, without control and invisible characters.</param>
/// <param name="Left">What of it was not read, one sentence; null when it is whole.</param>
internal sealed record AttachedText(string Text, string? Left = null) : AttachmentContent;

/// <summary>A picture, for models that see.</summary>
/// <param name="MediaType">By its bytes, whatever its name says.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
internal sealed record AttachedImage(string MediaType, ReadOnlyMemory<byte> Bytes, int Width, int Height) : AttachmentContent;

/// <summary>It cannot be read.</summary>
/// <param name="Sentence">Why, and what to do, for the person; in Discord's Markdown.</param>
internal sealed record UnreadableAttachment(string Sentence) : AttachmentContent;
