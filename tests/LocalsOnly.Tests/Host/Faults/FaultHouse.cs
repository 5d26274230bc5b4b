using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using LocalsOnly.Tests.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Host.Faults;

/// <summary>A house whose <c>locals</c> commands are killed and run out of room. Index and archive are in directories of their own, as on two disks.</summary>
internal sealed class FaultHouse : IDisposable
{
    // Without it the runtime needs a file larger than any limit, in memory, for its own code.
    private static readonly (string, string) s_withoutCodeFile = ("DOTNET_EnableWriteXorExecute", "0");

    private readonly TemporaryDirectory _home = new();

    public FaultHouse()
    {
        Directory.CreateDirectory(Local);
        Directory.CreateDirectory(Path.Combine(Nas, "index"));
    }

    public string Local => _home.Combine("data");

    public string Nas => _home.Combine("nas");

    public HouseConfiguration Configuration => TestHouse.Configuration(Local, null, new Dictionary<string, string?> { ["Data:Nas"] = Nas });

    public ServiceProvider Open() => LocalsOnly.Host.Worker.House.BuildForCommand(Configuration);

    public Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        LocalsProgram.RunAsync(_home.Path, [.. arguments, "--data", Local], ("LOCALS_Data__Nas", Nas));

    /// <summary>Runs a command that must end well.</summary>
    public async Task<string> SucceedAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Output;
    }

    /// <summary>Runs a command that can make no file larger than this, as on a disk that has so much room left; returns what it says to the person.</summary>
    public async Task<string> RunOutOfRoomAsync(int kilobytes, params string[] arguments)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"ulimit -f {kilobytes}; trap '' XFSZ; exec \"$@\"");
        using var process = Process.Start(Info("bash", ["-c", line, "bash", "dotnet", Locals, .. arguments, "--data", Local], s_withoutCodeFile))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 1, $"{process.ExitCode} {errors}");
        return errors;
    }

    /// <summary>Starts a command and kills it as soon as files of such a name have grown so much; a file that appears has grown by one byte more than it holds.</summary>
    /// <param name="meanwhile">What is done between the two, while the command is at work.</param>
    public Task KillAsync(string[] arguments, string directory, string pattern, long grownBy, Func<Task>? meanwhile = null) =>
        EndAsync(arguments, directory, pattern, grownBy, process => process.Kill(), meanwhile);

    /// <summary>As <see cref="KillAsync"/>, but by Ctrl-C; returns the exit code and what is said to the person.</summary>
    public Task<(int ExitCode, string Errors)> InterruptAsync(string[] arguments, string directory, string pattern, long grownBy) =>
        EndAsync(arguments, directory, pattern, grownBy, process =>
        {
            using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        });

    private async Task<(int ExitCode, string Errors)> EndAsync(string[] arguments, string directory, string pattern, long grownBy, Action<Process> end, Func<Task>? meanwhile = null)
    {
        var before = SizeOf(directory, pattern);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Process? started = null;
        var hasEnded = 0;
        using var watch = new FileSystemWatcher(directory) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.Size | NotifyFilters.LastWrite };
        watch.Created += (_, _) => Look();
        watch.Changed += (_, _) => Look();
        watch.Renamed += (_, _) => Look();
        watch.EnableRaisingEvents = true;
        using var process = Process.Start(Info("dotnet", [Locals, .. arguments, "--data", Local]))!;
        Volatile.Write(ref started, process);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var ended = process.WaitForExitAsync();
        await Task.WhenAny(reached.Task, ended);
        if (reached.Task.IsCompleted && meanwhile is not null) await meanwhile();
        End();
        await ended;
        Assert.True(reached.Task.IsCompleted, $"{pattern} never grew by {grownBy}: {await output} {await errors}");
        return (process.ExitCode, await errors);

        void Look()
        {
            if (SizeOf(directory, pattern) - before < grownBy) return;
            reached.TrySetResult();
            // Here and now: what waits for its turn among a hundred tests comes when the program has long done its work.
            if (meanwhile is null) End();
        }

        void End()
        {
            if (Volatile.Read(ref started) is { } program && Interlocked.Exchange(ref hasEnded, 1) == 0) end(program);
        }
    }

    /// <summary>What is found, by many questions, with how well it fits; and how much there is.</summary>
    public async Task<List<string>> AnswersAsync()
    {
        await using var services = Open();
        var memory = services.GetRequiredService<IMemory>();
        var found = new List<string>();
        foreach (var words in Enumerable.Range(0, 8).Select(i => $"{LongExport.MarkerOf(i * 10)} talk").Append(LongExport.Secret))
            found.AddRange((await memory.SearchAsync(TestMemory.Scope, words, 20)).Select(passage => string.Create(CultureInfo.InvariantCulture, $"{words}: {passage.MessageKey} {passage.Score:0.000}")));
        var counts = await memory.CountAsync(TestMemory.Scope);
        found.Add($"{counts.Conversations} conversations, {counts.Messages} messages");
        return found;
    }

    /// <summary>The archive is sound, and what is committed in it is found once the index has followed.</summary>
    public async Task<int> WhatIsCommittedIsFoundAsync()
    {
        var committed = ArchiveFile.Keys(Nas);
        await using var services = Open();
        var memory = services.GetRequiredService<IMemory>();
        await services.GetRequiredService<IConversationStore>().CatchUpAsync();
        Assert.Equal(committed.Count, (await memory.CountAsync(TestMemory.Scope)).Conversations);
        foreach (var key in committed)
            Assert.All(await memory.SearchAsync(TestMemory.Scope, LongExport.MarkerOf(int.Parse(key["claude:c".Length..], CultureInfo.InvariantCulture)), 5), passage => Assert.Equal(key, passage.ConversationKey));
        return committed.Count;
    }

    /// <summary>Names of the files of the index, but for the empty ones that are only locked.</summary>
    public string[] IndexFiles() => [.. Directory.GetFiles(Local).Where(path => new FileInfo(path).Length > 0).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>Files anywhere in the house that hold a word, unpacked where they are packed whole.</summary>
    public List<string> FilesThatHold(string word)
    {
        var found = new List<string>();
        foreach (var path in Directory.EnumerateFiles(Local, "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Nas, "*", SearchOption.AllDirectories)))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            if (path.EndsWith(".gz", StringComparison.Ordinal)) new GZipStream(file, CompressionMode.Decompress).CopyTo(bytes);
            else file.CopyTo(bytes);
            if (bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0) found.Add(Path.GetFileName(path));
        }
        return found;
    }

    public void Dispose() => _home.Dispose();

    private static string Locals => Path.Combine(AppContext.BaseDirectory, "locals.dll");

    private static long SizeOf(string directory, string pattern) => new DirectoryInfo(directory).EnumerateFiles(pattern).Sum(file => Length(file) + 1);

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            // Gone between the two looks.
            return -1;
        }
    }

    private ProcessStartInfo Info(string program, string[] arguments, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _home.Path };
        start.Environment["HOME"] = _home.Path;
        start.Environment["LOCALS_Inference__Discover"] = "false";
        start.Environment["LOCALS_Data__Nas"] = Nas;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }
}
