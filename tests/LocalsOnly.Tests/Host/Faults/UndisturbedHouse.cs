using LocalsOnly.Import;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Host.Faults;

/// <summary>A house that nothing has happened to: what the others must be like in the end.</summary>
public sealed class UndisturbedHouse : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FaultHouse _house = new();

    public string Export => _directory.Combine("conversations.json");

    /// <summary>What it finds.</summary>
    internal IReadOnlyList<string> Answers { get; private set; } = [];

    public async Task InitializeAsync()
    {
        LongExport.Write(Export);
        await using (var services = _house.Open()) await services.GetRequiredService<ImportService>().ImportAsync([Export]);
        Answers = await _house.AnswersAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _house.Dispose();
        _directory.Dispose();
    }

    /// <summary>Another house with the same in it.</summary>
    internal FaultHouse Copy()
    {
        var copy = new FaultHouse();
        foreach (var path in Directory.GetFiles(_house.Local)) File.Copy(path, Path.Combine(copy.Local, Path.GetFileName(path)));
        foreach (var path in Directory.GetFiles(_house.Nas)) File.Copy(path, Path.Combine(copy.Nas, Path.GetFileName(path)));
        return copy;
    }
}

/// <summary>The tests that kill and starve real processes share one undisturbed house and run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SharedUndisturbedHouse : ICollectionFixture<UndisturbedHouse>
{
    public const string Name = "Undisturbed house";
}
