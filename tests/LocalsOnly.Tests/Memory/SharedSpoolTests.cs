using LocalsOnly.Memory;
using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Tests.Memory;

/// <summary>What waits for the archive, in a house that two processes work in: a host, and a command beside it.</summary>
public sealed class SharedSpoolTests : IDisposable
{
    private readonly TestMemory _host = new();
    private readonly TestMemory _command;

    public SharedSpoolTests()
    {
        _command = new TestMemory(_host.Nas);
        _command.Reopen(("Data:Local", _host.Local));
    }

    private string Waiting => Path.Combine(_host.Local, "remembered.jsonl");

    public void Dispose()
    {
        _command.Dispose();
        _host.Dispose();
    }

    [Fact]
    public async Task What_is_said_while_another_process_stores_what_waits_goes_on_waiting()
    {
        await SayAsync(_host, "The walnut table", 0);
        await SayWhileAwayAsync("The oak bench");
        Remembered? meanwhile = null;
        var files = new HookedFiles();
        _command.Everything.Files = files;
        files.Opening = () => meanwhile ??= Task.Run(() => SayAsync(_host, "The pine shelf", 2)).GetAwaiter().GetResult();
        await _command.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:none" });

        Assert.Contains("wait until it has finished", meanwhile?.Waits, StringComparison.Ordinal);
        Assert.DoesNotContain("oak", await File.ReadAllTextAsync(Waiting), StringComparison.Ordinal);
        Assert.Null((await SayAsync(_host, "The elm chair", 3)).Waits);
        Assert.Equal(["The walnut table", "The oak bench", "The pine shelf", "The elm chair"], await TextsAsync());
        Assert.Empty(Directory.GetFiles(_host.Local, "remembered.jsonl*"));
    }

    [Fact]
    public async Task What_was_stored_before_a_kill_changes_nothing_when_it_is_stored_again()
    {
        await SayAsync(_host, "The walnut table", 0);
        await SayWhileAwayAsync("The oak bench", "The pine shelf");
        var waiting = await File.ReadAllTextAsync(Waiting);
        await SayAsync(_host, "The elm chair", 3);
        var (said, lines) = (await TextsAsync(), (await _host.Inspection.InspectAsync()).Lines);
        // As a kill before they were taken out of the spool leaves them.
        await File.WriteAllTextAsync(Waiting, waiting);
        await _command.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:none" });

        Assert.Equal(["The walnut table", "The oak bench", "The pine shelf", "The elm chair"], said);
        Assert.Equal(said, await TextsAsync());
        Assert.Equal(lines, (await _host.Inspection.InspectAsync()).Lines);
        Assert.False(File.Exists(Waiting));
    }

    [Fact]
    public async Task What_two_processes_say_while_the_archive_is_away_waits_whole()
    {
        await SayAsync(_host, "Words of the archive", 0);
        Directory.Move(_host.Nas, _host.Nas + ".away");
        var said = Enumerable.Range(1, 40).Select(minute => Task.Run(() => SayAsync(minute % 2 == 0 ? _host : _command, $"Words of minute {minute}", minute)));
        Assert.All(await Task.WhenAll(said), remembered => Assert.NotNull(remembered.Waits));
        Directory.Move(_host.Nas + ".away", _host.Nas);
        await SayAsync(_host, "Words of the end", 41);

        Assert.Equal(42, (await _host.Memory.CountAsync(TestMemory.Scope)).Messages);
    }

    private async Task SayWhileAwayAsync(params string[] texts)
    {
        Directory.Move(_host.Nas, _host.Nas + ".away");
        for (var i = 0; i < texts.Length; i++) Assert.NotNull((await SayAsync(_host, texts[i], i + 1)).Waits);
        Directory.Move(_host.Nas + ".away", _host.Nas);
    }

    private static Task<Remembered> SayAsync(TestMemory house, string text, int minute) =>
        house.Memory.RememberAsync(TestMemory.Scope, new Utterance("talk", MessageAuthor.User, text, Talk.Start.AddMinutes(minute)));

    private async Task<List<string>> TextsAsync()
    {
        var conversation = Utterance.ConversationKey(TestMemory.Scope, "talk");
        return [.. (await _host.Memory.OpenAsync(TestMemory.Scope, conversation))!.Messages.Where(message => message.Active).Select(message => message.Text)];
    }

    /// <summary>A disk on which something happens while the archive is open to write.</summary>
    private sealed class HookedFiles : ArchiveFiles
    {
        public Action Opening { get; set; } = () => { };

        public override FileStream Open(string path)
        {
            Opening();
            return base.Open(path);
        }
    }
}
