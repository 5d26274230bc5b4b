using System.Security.Cryptography;
using System.Text;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.MemoryStorage;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>
/// What a record is known by: its id, save for one that Kernel Memory's pipeline made. That has another in every run, so that the place which its text has in its document
/// must do, which is the same each time: what is imported twice is then there once.
/// </summary>
/// <param name="Key">32 hexadecimal digits for a piece that the pipeline made, else the record's id.</param>
/// <param name="File">The file that it is a piece of; null for what the pipeline did not make.</param>
internal sealed record RecordKey(string Key, RecordFile? File)
{
    /// <exception cref="KernelMemoryException">The record has no id.</exception>
    public static RecordKey Of(MemoryRecord record)
    {
        // As SaveRecordsHandler writes it.
        if (!record.Id.StartsWith("d=", StringComparison.Ordinal) || !record.Id.Contains("//p=", StringComparison.Ordinal) || Tag(record, Constants.ReservedDocumentIdTag) is not { } document)
            return new RecordKey(record.Id.Length > 0 ? record.Id : throw new KernelMemoryException("A record without an id cannot be kept."), null);
        var file = new RecordFile(document, record.GetFileName(), Tag(record, Constants.ReservedFileIdTag) ?? "");
        return new RecordKey(Of(string.Join('\n', document, file.Name, Tag(record, Constants.ReservedFilePartitionNumberTag), Tag(record, Constants.ReservedFileSectionNumberTag), Tag(record, Constants.ReservedSyntheticTypeTag))), file);
    }

    /// <summary>A key made of a place.</summary>
    public static string Of(string place) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)).AsSpan(0, 16));

    private static string? Tag(MemoryRecord record, string name) => record.Tags.TryGetValue(name, out var values) && values is [{ Length: > 0 } value, ..] ? value : null;
}

/// <summary>A file of a document.</summary>
/// <param name="Id">Kernel Memory's, another in every run.</param>
internal sealed record RecordFile(string Document, string Name, string Id);
