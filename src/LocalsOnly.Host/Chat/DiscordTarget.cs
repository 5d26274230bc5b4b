using LocalsOnly.Discord;
using LocalsOnly.Discord.House;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Scheduling;

namespace LocalsOnly.Host.Chat;

/// <summary>Delivers what comes of tasks to channels of Discord, and to the owner's direct messages.</summary>
internal sealed class DiscordTarget(IDiscordPosts posts) : IDeliveryTarget
{
    public bool Takes(string channel) => channel is not (ScheduledTask.File or ScheduledTask.Page);

    public Reach Look(string channel, string persona)
    {
        var reach = posts.Look(channel, persona);
        return new Reach(StateOf(reach.State), reach.Why) { Shared = reach.Shared, Memory = reach.Memory };
    }

    public async Task<string> DeliverAsync(TaskPost post, CancellationToken cancellationToken)
    {
        try
        {
            var written = await posts.PostAsync(new PersonaPost(post.Key, post.Persona, post.Channel, post.Text, Occasion(post.Task)), cancellationToken);
            return $"{string.Join(", ", written.Select(message => message.Id))} {written[0].Link}";
        }
        catch (DiscordException failed)
        {
            throw new DeliveryException(DiscordSentences.NotPosted(post.Persona, post.Channel, failed), failed.Failure is DiscordFailure.Unavailable or DiscordFailure.RateLimited, failed);
        }
    }

    private static string Occasion(string task) => task.Contains('/', StringComparison.Ordinal) ? $"scheduled task {task}" : $"notice of the house: {task}";

    private static ReachState StateOf(PostReachState state) => state switch
    {
        PostReachState.Reachable => ReachState.Reachable,
        PostReachState.Away => ReachState.Away,
        PostReachState.Unknown => ReachState.Unknown,
        _ => ReachState.Off,
    };
}
