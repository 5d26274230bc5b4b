using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Commands;

/// <summary>A slash command, and the buttons, menus and forms that belong to it.</summary>
internal interface ICommand
{
    CommandDefinition Definition { get; }

    /// <summary>Only the owner may use it: it shows or changes what is theirs.</summary>
    bool ForOwner => true;

    /// <summary>Somebody used it. What it throws is put into a sentence by whoever calls it.</summary>
    Task RunAsync(CommandCall call, CancellationToken cancellationToken);

    /// <summary>Somebody used a button, a menu or a form whose id begins with the command's name and a colon.</summary>
    /// <param name="arguments">What follows, at colons.</param>
    Task ContinueAsync(CommandCall call, IReadOnlyList<string> arguments, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Completions of the option that is being typed.</summary>
    IReadOnlyList<string> Complete(string option, string typed) => [];
}
