using System.Text.Json;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Gateway;

/// <content>How sessions begin and go on.</content>
internal sealed partial class GatewayConversation
{
    private void Identify(JsonElement data)
    {
        var intents = data.GetProperty("intents").GetInt32();
        if (world.BotOf(Frames.WithoutScheme(data.GetProperty("token").GetString()!)) is not { } bot)
        {
            Close(GatewayClose.AuthenticationFailed, null);
            return;
        }

        if ((intents & ~(int)Intents.Known) != 0)
        {
            Close(GatewayClose.InvalidIntents, $"{bot} asks for intents {intents}, of which some do not exist");
            return;
        }

        if (!IntentRules.Allow(bot, (Intents)intents))
        {
            Close(GatewayClose.DisallowedIntents, null);
            return;
        }

        var now = world.Time.GetUtcNow();
        if (bot.Starts.Left(world.Options.SessionStarts, now).Remaining == 0)
        {
            // Discord resets the token of a bot that begins too many sessions.
            bot.Token = BotTokens.For(world.NextId());
            Close(GatewayClose.AuthenticationFailed, $"{bot} began more than {world.Options.SessionStarts} sessions in a day");
            return;
        }

        if (!bot.Starts.TryBegin(world.Options.IdentifyInterval, now))
        {
            world.Violations.Add($"Gateway: {bot} identified again within {world.Options.IdentifyInterval.TotalSeconds:0.#} s.");
            connection.Send(Frames.InvalidSession(false));
            return;
        }

        Open(bot, (Intents)intents, data);
    }

    private void Open(SimulatedBot bot, Intents intents, JsonElement data)
    {
        var session = new GatewaySession(world, bot, Guid.NewGuid().ToString("n"), intents);
        bot.Sessions.Add(session);
        bot.Identifies++;
        _wasIdentified = true;
        bot.Presence = data.TryGetProperty("presence", out var presence) ? PresenceReading.Read(presence) : new SimulatedPresence("online", "");
        connection.Attach(session, 0);
        var guilds = world.Guilds.Values.Where(guild => guild.Members.ContainsKey(bot.Id)).ToList();
        var ready = WireJson.Bytes(json => ReadyDocument.Write(json, bot, guilds, session.Id, world.Url, data));
        world.Check.Event("READY", ready);
        session.Tell("READY", ready);
        foreach (var guild in guilds)
            world.Announcer.GuildCreated(guild, session);
        world.Changed.Beat();
    }

    private void Resume(JsonElement data)
    {
        var sequence = data.GetProperty("seq").GetInt32();
        if (world.BotOf(Frames.WithoutScheme(data.GetProperty("token").GetString()!)) is not { } bot)
        {
            Close(GatewayClose.AuthenticationFailed, null);
            return;
        }

        var session = bot.Sessions.Find(one => one.Id == data.GetProperty("session_id").GetString());
        if (session is null || !session.CanReplayAfter(sequence))
        {
            session?.End();
            connection.Send(Frames.InvalidSession(false));
            return;
        }

        if (sequence > session.Sequence)
        {
            session.End();
            Close(GatewayClose.InvalidSequence, $"{bot} resumes after event {sequence}, but there were {session.Sequence}");
            return;
        }

        // After op 9 a client may resume on the same socket.
        if (!isResumeAddress && !_wasIdentified)
            world.Violations.Add($"Gateway: {bot} resumes at another address than the resume_gateway_url of READY.");
        session.Connection?.Abort();
        bot.Resumes++;
        _wasIdentified = true;
        connection.Attach(session, sequence);
        session.Tell("RESUMED", "{}"u8.ToArray());
        world.Changed.Beat();
    }
}
