using LocalsOnly.Agents;
using LocalsOnly.Discord.Attachments;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Answering;

/// <summary>Reads what hangs on messages, for the turn; what cannot be read is said in the answer.</summary>
internal sealed class AttachmentReader(DiscordOptions options)
{
    private const int MostFiles = 10;

    /// <summary>Characters of all files together that go into one question: some 15,000 tokens, which leaves room for the rest in any context worth having.</summary>
    private const int MostCharacters = 60_000;

    public async Task<(IReadOnlyList<TurnAttachment> Read, IReadOnlyList<string> Problems)> ReadAsync(IReadOnlyList<InboxMessage> messages, IDiscordTransport transport, CancellationToken cancellationToken)
    {
        var read = new List<TurnAttachment>();
        var problems = new List<string>();
        var left = MostCharacters;
        foreach (var message in messages)
        {
            if (message.Replied is { } replied) read.Add(new TextAttachment("the message that this replies to", replied));
            foreach (var attachment in message.Attachments.Take(MostFiles))
            {
                var name = Pings.PlainName(attachment.Name);
                if (attachment.Size > options.MostAttachmentBytes)
                {
                    problems.Add($"{name} is larger than {options.MostAttachmentBytes >> 20} MB and was not read; send the part that matters.");
                    continue;
                }

                switch (await ReadAsync(attachment, name, transport, cancellationToken))
                {
                    case AttachedImage image:
                        read.Add(new ImageAttachment(name, image.Bytes, image.MediaType));
                        break;
                    case AttachedText text:
                        read.Add(new TextAttachment(name, Clip.OnCharacter(text.Text, Math.Max(1, left))));
                        if (text.Text.Length > left) problems.Add($"Of {name} only the first {left:N0} characters went into the question; send the part that matters.");
                        else if (text.Left is { } unread) problems.Add(unread);
                        left = Math.Max(0, left - text.Text.Length);
                        break;
                    case UnreadableAttachment unreadable:
                        problems.Add(unreadable.Sentence);
                        break;
                }
            }

            if (message.Attachments.Count > MostFiles) problems.Add($"Only the first {MostFiles} files were looked at.");
        }

        return (read, problems);
    }

    private async Task<AttachmentContent> ReadAsync(DiscordAttachment attachment, string name, IDiscordTransport transport, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await transport.DownloadAsync(attachment, options.MostAttachmentBytes, cancellationToken);
            return AttachmentText.Read(name, attachment.ContentType, bytes);
        }
        catch (DiscordException failed)
        {
            return new UnreadableAttachment($"{name} could not be fetched ({failed.Message.TrimEnd('.')}); send it again.");
        }
    }
}
