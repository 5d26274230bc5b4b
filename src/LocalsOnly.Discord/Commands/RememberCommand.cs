using System.Globalization;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Memory;

namespace LocalsOnly.Discord.Commands;

/// <summary><c>/remember</c>: something that every persona is to know of the owner from now on.</summary>
internal sealed class RememberCommand(IMemory memory, TimeProvider time) : ICommand
{
    public CommandDefinition Definition { get; } = new("remember", "Have something remembered, by all personas") { Options = [new CommandOption("text", "What they are to know", Required: true)] };

    public async Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var text = call.Value("text")?.Trim() ?? throw new CommandFailedException("There is nothing to remember; write it.");
        await call.DeferAsync(cancellationToken);
        var now = time.GetUtcNow();
        var conversation = string.Create(CultureInfo.InvariantCulture, $"remember {now:yyyy-MM-dd}");
        var remembered = await memory.RememberAsync(new MemoryScope(MemoryScope.DefaultOwner), new Utterance(conversation, MessageAuthor.User, text, now) { Title = "To remember" }, cancellationToken);
        await call.ReplyAsync(remembered.Waits is { } why ? $"Kept on this machine for now, and moved to the archive as soon as it is there: {why}" : "Remembered. Personas recall it when it matters; what reads as a rule or a preference stands in /facts.", cancellationToken);
    }
}
