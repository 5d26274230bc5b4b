namespace LocalsOnly.Memory.Corpus.Formats;

/// <summary>One way of writing conversations into a directory.</summary>
internal interface ICorpusFormat : IDisposable
{
    /// <summary>Parts of written conversations that were not written, by reason.</summary>
    Tally Dropped { get; }

    /// <summary>Sentences about the result as a whole; valid after <see cref="Complete"/>.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>Writes one conversation; why not, as the end of a sentence, when nothing of it was written.</summary>
    string? Write(Conversation conversation);

    /// <summary>Makes everything written durable and lists it.</summary>
    IReadOnlyList<ExportedFile> Complete();
}
