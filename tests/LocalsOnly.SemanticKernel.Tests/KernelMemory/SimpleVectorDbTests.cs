using Microsoft.KernelMemory.AI;
using Microsoft.KernelMemory.FileSystem.DevTools;
using Microsoft.KernelMemory.MemoryStorage;
using Microsoft.KernelMemory.MemoryStorage.DevTools;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>The contract against Kernel Memory's own store of files, by vectors alone.</summary>
public sealed class SimpleVectorDbTests : MemoryDbContract
{
    protected override IMemoryDb Create(string directory, ITextEmbeddingGenerator vectors) =>
        new SimpleVectorDb(new SimpleVectorDbConfig { StorageType = FileSystemTypes.Disk, Directory = directory }, vectors);
}
