using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Memory.Corpus.Formats;

/// <summary><c>conversations.jsonl</c>: conversations as the archive models them, side records included, without its envelope.</summary>
internal sealed class JsonLines(ExportDirectory directory, bool includeBranches) : ICorpusFormat
{
    private readonly LinesFile _file = new(directory, "conversations.jsonl");

    public Tally Dropped { get; } = new();

    public IReadOnlyList<string> Notes => [];

    public string? Write(Conversation conversation)
    {
        if (!includeBranches)
        {
            var active = conversation.Messages.Where(message => message.Active).ToList();
            if (active.Count < conversation.Messages.Count)
            {
                Dropped.Add("messages on other branches (--include-branches)", conversation.Messages.Count - active.Count);
                conversation = conversation with { Messages = active };
            }
        }
        _file.Add(conversation, ArchiveFormat.Json.Conversation);
        return null;
    }

    public IReadOnlyList<ExportedFile> Complete() => _file.Complete() is { } file ? [file] : [];

    public void Dispose() => _file.Dispose();
}
