using LocalsOnly.Simulation.Discord.Gateway;

namespace LocalsOnly.Simulation.Discord;

/// <content>What goes wrong between Discord and the bots. Null stands for every bot.</content>
public sealed partial class SimulatedDiscord
{
    /// <summary>Breaks sockets off without a closing frame. Sessions can be resumed.</summary>
    public void DropSockets(SimulatedBot? bot = null) => _gateway.Each(bot, connection => connection.Abort());

    /// <summary>Heartbeats of a bot get no answer any more, or again do.</summary>
    public void StopAcks(SimulatedBot bot, bool stopped = true)
    {
        ArgumentNullException.ThrowIfNull(bot);
        lock (_world.Gate)
            bot.AcksStopped = stopped;
    }

    /// <summary>Sends op 9: the sockets are open, but identified no longer. A session that cannot be resumed is gone.</summary>
    public void InvalidateSession(SimulatedBot bot, bool resumable) => _gateway.Each(bot, connection =>
    {
        connection.Send(Frames.InvalidSession(resumable));
        var session = connection.Session;
        connection.Detach();
        if (!resumable)
            session?.End();
    });

    /// <summary>Sends op 7.</summary>
    public void AskToReconnect(SimulatedBot bot) => _gateway.Each(bot, connection => connection.Send(Frames.Reconnect));

    /// <summary>Sends op 1: the client is to send a heartbeat at once.</summary>
    public void AskForHeartbeat(SimulatedBot bot) => _gateway.Each(bot, connection => connection.Send(Frames.Beat));

    /// <summary>Closes sockets with a code. With those that end a session (4007, 4009) it cannot be resumed.</summary>
    public void CloseWith(SimulatedBot bot, int code) => _gateway.Each(bot, connection =>
    {
        if ((GatewayClose)code is GatewayClose.InvalidSequence or GatewayClose.SessionTimedOut)
            connection.Session?.End();
        connection.Close((GatewayClose)code);
    });
}
