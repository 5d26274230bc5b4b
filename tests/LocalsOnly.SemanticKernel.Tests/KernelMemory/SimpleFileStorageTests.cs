using Microsoft.KernelMemory.DocumentStorage;
using Microsoft.KernelMemory.DocumentStorage.DevTools;
using Microsoft.KernelMemory.FileSystem.DevTools;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>The contract against Kernel Memory's own store, a file for each file.</summary>
public sealed class SimpleFileStorageTests : DocumentStorageContract
{
    protected override IDocumentStorage Create(string directory) => new SimpleFileStorage(new SimpleFileStorageConfig { StorageType = FileSystemTypes.Disk, Directory = directory });
}
