using LocalsOnly.Discord.House;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Memory;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Discord.Commands;

/// <summary><c>/import</c>: an attached export becomes memory, with its progress in the message.</summary>
internal sealed class ImportCommand(IEnumerable<IHouseImport> imports, IOptions<DataOptions> data, TimeProvider time) : ICommand
{
    // What Discord lets people attach, with the largest boost.
    private const int MostBytes = 500 << 20;
    private static readonly TimeSpan s_betweenLines = TimeSpan.FromSeconds(2);
    private static readonly string[] s_endings = [".zip", ".json"];

    public CommandDefinition Definition { get; } = new("import", "Import an export of ChatGPT or Claude into your history")
    {
        Options = [new CommandOption("file", "The zip, or conversations.json", CommandOptionKind.File, Required: true)],
    };

    public async Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (imports.FirstOrDefault() is not { } import) throw new CommandFailedException("This build of the host cannot import from Discord; use `locals import` on the host.");
        if (!call.Interaction.Attachments.TryGetValue("file", out var file)) throw new CommandFailedException("There is no file; attach the export.");
        var ending = s_endings.FirstOrDefault(each => file.Name.EndsWith(each, StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandFailedException("An export is a .zip, or a .json out of one. Attach that, or use `locals import` on the host.");
        if (file.Size is 0 or > MostBytes) throw new CommandFailedException($"The file must have between 1 byte and {MostBytes >> 20} MB; use `locals import` on the host for a larger one.");
        await call.DeferAsync(cancellationToken);
        var folder = Path.Combine(data.Value.Local, "tmp");
        Directory.CreateDirectory(folder);
        // The name is kept, for it is what the list of imports shows; the folder makes it its own.
        var own = Directory.CreateDirectory(Path.Combine(folder, $"discord-{call.Interaction.Id}"));
        try
        {
            var path = Path.Combine(own.FullName, Path.GetFileNameWithoutExtension(Path.GetFileName(file.Name)) is { Length: > 0 } name ? name + ending : $"export{ending}");
            await File.WriteAllBytesAsync(path, await call.Bot.Transport.DownloadAsync(file, MostBytes, cancellationToken), cancellationToken);
            var shown = new LineProgress(call, time);
            var summary = await import.ImportAsync(path, shown, cancellationToken);
            await shown.EndAsync();
            await call.ReplyAsync(summary, cancellationToken);
        }
        finally
        {
            own.Delete(recursive: true);
        }
    }

    /// <summary>Shows the newest line in the message, every few seconds and one at a time.</summary>
    private sealed class LineProgress(CommandCall call, TimeProvider time) : IProgress<string>
    {
        private readonly Lock _gate = new();
        private Task _showing = Task.CompletedTask;
        private long _last = time.GetTimestamp();

        public void Report(string value)
        {
            lock (_gate)
            {
                if (!_showing.IsCompleted || time.GetElapsedTime(_last) < s_betweenLines) return;
                _last = time.GetTimestamp();
                _showing = ShowAsync(value);
            }
        }

        public Task EndAsync()
        {
            lock (_gate) return _showing;
        }

        private async Task ShowAsync(string line)
        {
            try
            {
                await call.ReplyAsync(line, CancellationToken.None);
            }
            catch (DiscordException)
            {
                // The next line, or the end, will be shown.
            }
        }
    }
}
