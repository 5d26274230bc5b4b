using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using LocalsOnly.Import;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Merging;
using LocalsOnly.Tests.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Tests.Import;

/// <summary>
/// Imports into a true store, and watches: what every test's messages say begins with <see cref="Marker"/>, which no log line and no report may hold, and
/// every report must add up.
/// </summary>
internal sealed class ExportHouse : IDisposable
{
    /// <summary>A word of every message's text, and of nothing else.</summary>
    public const string Marker = "Juniper";

    private readonly TemporaryDirectory _directory = new();
    private readonly ServiceProvider _services;
    private readonly Lines _log = new();
    private string[] _paths = [];

    /// <param name="limits">Limits of the import as in the configuration, e.g. <c>MaxDepth</c>.</param>
    public ExportHouse(params (string Name, int Value)[] limits)
    {
        var settings = new Dictionary<string, string?> { ["Data:Local"] = _directory.Combine("local"), ["Data:Nas"] = _directory.Combine("nas") };
        foreach (var (name, value) in limits) settings[$"Import:{name}"] = value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log))
            .AddMemory(configuration)
            .AddImport(configuration)
            .BuildServiceProvider();
    }

    public ImportService Import => _services.GetRequiredService<ImportService>();

    public IConversationArchive Archive => _services.GetRequiredService<IConversationArchive>();

    public IMemory Memory => _services.GetRequiredService<IMemory>();

    private ImportOptions Options => _services.GetRequiredService<Microsoft.Extensions.Options.IOptions<ImportOptions>>().Value;

    public string PathOf(string name) => _directory.Combine(name);

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    public string Zip(string name, params (string Name, string Content)[] members) => Write(name, ExportJson.Zip(members));

    /// <summary>Imports, and checks what holds of every import.</summary>
    public async Task<ImportReport> ImportAsync(params string[] paths)
    {
        _paths = paths;
        var report = await Import.ImportAsync(paths);
        Assert.True(report.Totals.Reconciles);
        Assert.All(report.Inputs, input => Assert.True(input.Totals.Reconciles));
        Assert.DoesNotContain(Marker, JsonSerializer.Serialize(report, ImportJson.Default.ImportReport), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(_log.All, line => line.Contains(Marker, StringComparison.OrdinalIgnoreCase));
        Assert.NotEmpty(_log.All);
        return report;
    }

    /// <summary>Imports a bare file.</summary>
    public Task<ImportReport> ImportJsonAsync(string json) => ImportAsync(Write("conversations.json", json));

    /// <summary>A conversation as stored, which must be what was read, in the order that the memory gives it.</summary>
    public async Task<Conversation> ConversationAsync(string key)
    {
        var stored = await StoredAsync(key);
        var read = ConversationFold.Of(Read().Last(element => element.Conversation.Key == key).Conversation);
        Assert.Equal(Digest.Of(read), Digest.Of(stored));
        return stored;
    }

    /// <summary>A conversation as stored; after several imports, the merged one.</summary>
    public async Task<Conversation> StoredAsync(string key) =>
        await Memory.OpenAsync(TestMemory.Scope, key) ?? throw new Xunit.Sdk.XunitException($"{key} is not stored.");

    /// <summary>What is said on the current branch, a bar between messages.</summary>
    public async Task<string> SaidAsync(string key) =>
        string.Join('|', (await StoredAsync(key)).Messages.Where(message => message is { Active: true, Kind: MessageKind.Visible }).Select(message => message.Text));

    public Task<bool> KnowsAsync(string key) => Memory.OpenAsync(TestMemory.Scope, key).ContinueWith(found => found.Result is not null, TaskScheduler.Default);

    /// <summary>What the readers make of what was imported last, with the bytes of each.</summary>
    public List<(Conversation Conversation, byte[] Raw)> Read()
    {
        var inputs = _paths.Select(path => ExportInput.Open(path, Options, PathOf("spool"))).ToList();
        var survey = Survey.Of(inputs);
        var read = new List<(Conversation, byte[])>();
        foreach (var file in inputs.SelectMany(input => input.Files.Where(file => !survey.For(input).Used.Contains(file))))
        {
            try
            {
                using var stream = file.Open();
                using var splitter = new ElementSplitter(stream, Options.MaxConversationBytes);
                foreach (var element in new ElementReader(survey, Options).Read(splitter, false))
                    if (element.Conversation is { } found) read.Add((found.Conversation, element.Raw.ToArray()));
            }
            catch (IOException)
            {
                // The import said so.
            }
        }
        foreach (var input in inputs) input.Dispose();
        return read;
    }

    public void Dispose()
    {
        _services.Dispose();
        _directory.Dispose();
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
