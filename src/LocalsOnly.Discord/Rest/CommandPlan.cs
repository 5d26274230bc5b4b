using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Rest;

/// <summary>What is to be done so that the commands that are there become those that are wanted; what says the same already is left alone.</summary>
/// <param name="Surplus">Ids of those that go. They go first: there is a bound on how many there may be.</param>
/// <param name="Changes">Those that are made, or changed where an id is given.</param>
internal sealed record CommandPlan(IReadOnlyList<Snowflake> Surplus, IReadOnlyList<(Snowflake? Old, WireCommand Command)> Changes, int Unchanged)
{
    /// <summary>Starts an activity; Discord makes it by itself and does not let it be deleted like others.</summary>
    private const int EntryPoint = 4;

    public CommandSync Sync => new(Changes.Count(change => change.Old is null), Changes.Count(change => change.Old is not null), Surplus.Count, Unchanged);

    public static CommandPlan Of(IReadOnlyList<WireCommand> there, IReadOnlyList<CommandDefinition> commands)
    {
        var wanted = commands.Select(command => command.ToWire()).ToList();
        var surplus = there.Where(command => command is { Id: not null, Type: not EntryPoint } && !(command.IsTyped() && wanted.Exists(want => want.Name == command.Name)));
        var changes = new List<(Snowflake? Old, WireCommand Command)>();
        foreach (var command in wanted)
        {
            var old = there.FirstOrDefault(each => each is { Id: not null } && each.IsTyped() && each.Name == command.Name);
            if (old is not null && CommandMapping.SaysTheSame(old, command)) continue;
            // The type of a command that is there cannot be said again.
            changes.Add((old?.Id, old is null ? command : command with { Type = null }));
        }

        return new CommandPlan([.. surplus.Select(command => command.Id!.Value)], changes, wanted.Count - changes.Count);
    }
}
