using System.Text.Json;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.Schema;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Gateway;

/// <summary>What the gateway answers to each payload of a client. Called under the world's gate.</summary>
/// <remarks>discord.com/developers/docs/events/gateway, discord.com/developers/docs/topics/opcodes-and-status-codes#gateway</remarks>
internal sealed class GatewayConversation(World world, GatewayConnection connection, bool isResumeAddress) : IDisposable
{
    private const int MostPayloads = 120;
    private static readonly TimeSpan s_payloadWindow = TimeSpan.FromSeconds(60);

    private ITimer? _silence;
    private DateTimeOffset _windowEnds;
    private int _payloads;
    private bool _wasIdentified;

    private SimulatedBot? Bot => connection.Session?.Bot;

    private TimeSpan Patience => world.Options.HeartbeatInterval * 1.5;

    public void Begin()
    {
        connection.Send(Frames.Hello(world.Options.HeartbeatInterval));
        _silence = world.Time.CreateTimer(_ => FallSilent(), null, Patience, Timeout.InfiniteTimeSpan);
    }

    /// <param name="payload">A text frame; empty for one that is too long or not text.</param>
    public void Hear(ReadOnlyMemory<byte> payload)
    {
        if (CountsTooMany())
        {
            Close(GatewayClose.RateLimited, "sent more than 120 payloads in 60 s");
            return;
        }

        if (!TryRead(payload, out var document))
            return;
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("op", out var op) || !op.TryGetInt32(out var code))
            {
                Close(GatewayClose.DecodeError, "sent a payload without an op");
                return;
            }

            Hear(code, root.TryGetProperty("d", out var data) ? data : default, root);
        }
    }

    public void Dispose() => _silence?.Dispose();

    private void Hear(int op, JsonElement data, JsonElement payload)
    {
        var problems = WireSchema.Frame(op, payload);
        switch (op)
        {
            case 1:
                Beat(data);
                return;
            case 2 or 6 when Bot is not null:
                Close(GatewayClose.AlreadyAuthenticated, $"sent op {op} on a socket that is identified");
                return;
            case 2 or 6 when problems.Any(problem => problem.Refuses):
                Report(op, problems);
                Close(GatewayClose.DecodeError, null);
                return;
            case 2:
                Report(op, problems);
                Identify(data);
                return;
            case 6:
                Report(op, problems);
                Resume(data);
                return;
            case 3 or 4 or 8 or 31 or 43 when Bot is null:
                Close(GatewayClose.NotAuthenticated, $"sent op {op} before it identified");
                return;
            case 3 or 4 or 8 or 31 or 43:
                Report(op, problems);
                if (problems.Any(problem => problem.Refuses))
                    Close(GatewayClose.DecodeError, null);
                else
                    Do(op, data);
                return;
            default:
                Close(GatewayClose.UnknownOpcode, $"sent op {op}, which is none");
                return;
        }
    }

    private void Do(int op, JsonElement data)
    {
        if (op == 3)
            Bot!.Presence = PresenceReading.Read(data);
        if (op == 8)
            MemberRequest.Answer(world, connection.Session!, data);
        world.Changed.Beat();
    }

    private void Beat(JsonElement data)
    {
        var last = data.ValueKind == JsonValueKind.Number && data.TryGetInt32(out var number) ? number : (int?)null;
        if (last > connection.Sent)
            world.Violations.Add($"Gateway: a heartbeat of {Who} names event {last}, but {connection.Sent} were sent.");
        _silence?.Change(Patience, Timeout.InfiniteTimeSpan);
        if (Bot is not null)
            Bot.Heartbeats++;
        if (Bot is not { AcksStopped: true })
            connection.Send(Frames.Ack);
        world.Changed.Beat();
    }

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

    private void FallSilent()
    {
        lock (world.Gate)
        {
            connection.Session?.End();
            connection.Close(GatewayClose.SessionTimedOut);
        }
    }

    private bool CountsTooMany()
    {
        var now = world.Time.GetUtcNow();
        if (now >= _windowEnds)
            (_windowEnds, _payloads) = (now + s_payloadWindow, 0);
        return ++_payloads > MostPayloads;
    }

    private bool TryRead(ReadOnlyMemory<byte> payload, out JsonDocument document)
    {
        try
        {
            document = JsonDocument.Parse(payload);
            return true;
        }
        catch (JsonException)
        {
            Close(GatewayClose.DecodeError, "sent what is not JSON, or longer than 4,096 bytes");
            document = null!;
            return false;
        }
    }

    /// <param name="why">What the client did against the rules, after its name; null when it could not know.</param>
    private void Close(GatewayClose close, string? why)
    {
        if (why is not null)
            world.Violations.Add($"Gateway: {(why.Contains(' ', StringComparison.Ordinal) && Bot is null ? why : $"{Who} {why}")}.");
        if (close is GatewayClose.InvalidSequence or GatewayClose.SessionTimedOut)
            connection.Session?.End();
        connection.Close(close);
    }

    private void Report(int op, IReadOnlyList<SchemaProblem> problems)
    {
        foreach (var problem in problems)
            world.Violations.Add($"Gateway: op {op} of {Who}: {problem}.");
    }

    private string Who => Bot?.Name ?? "a client";
}
