using LocalsOnly.Discord.Flow;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord.Gateway;

/// <summary>Keeps a bot connected: connects, resumes, begins anew, and gives up only where trying again is no use.</summary>
/// <param name="ask">Asks the REST API where the gateway is.</param>
internal sealed class GatewayClient(
    DiscordBotOptions bot,
    HttpMessageInvoker invoker,
    Func<CancellationToken, Task<WireGatewayBot>> ask,
    GatewaySession session,
    GatewayVitals vitals,
    PresenceSlot presence,
    ChannelGuilds guilds,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>A connection that lasted this long was a good one: the next pause is short again.</summary>
    private static readonly TimeSpan s_stable = TimeSpan.FromSeconds(30);

    /// <summary>Tries at the address for resuming before the usual one is taken instead.</summary>
    private const int TriesAtResumeAddress = 2;

    private readonly SessionStarts _starts = new(bot.Api, ask, session, vitals, time);
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
    private Uri? _gateway;
    private int _failedResumes;
    private bool _wasStable;

    /// <summary>Runs until it is cancelled.</summary>
    /// <exception cref="DiscordException">Nothing that trying again could mend.</exception>
    public async Task RunAsync(EventPump pump, CancellationToken stop)
    {
        var reader = new EventReader(guilds);
        var why = "it has just been started";
        try
        {
            while (!stop.IsCancellationRequested)
            {
                vitals.Is(ConnectionState.Connecting, why);
                var end = await ConnectAsync(reader, pump, stop);
                if (end.Next == AfterEnd.Stop) break;
                if (end.Failure is { } failure) throw failure;
                await PauseAsync(end, stop);
                why = end.Why;
            }

            vitals.Is(ConnectionState.Stopped, "stopped");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            vitals.Is(ConnectionState.Stopped, "stopped");
        }
        catch (DiscordException failure)
        {
            vitals.Is(ConnectionState.Failed, failure.Message);
            throw;
        }
        finally
        {
            session.Forget();
        }
    }

    private async Task<ConnectionEnd> ConnectAsync(EventReader reader, EventPump pump, CancellationToken stop)
    {
        Uri address;
        _wasStable = false;
        try
        {
            var resumeAt = session.ResumeAt is { } there && _failedResumes < TriesAtResumeAddress ? there : _gateway;
            address = session.CanResume && resumeAt is not null ? resumeAt : _gateway = await _starts.NextAsync(stop);
        }
        catch (DiscordException failed) when (failed.Failure != DiscordFailure.Unauthorized)
        {
            return new ConnectionEnd(AfterEnd.Resume, failed.Message.TrimEnd('.'));
        }
        catch (Exception failed) when (failed is not (OperationCanceledException or DiscordException))
        {
            logger.LogError(failed, "The Discord bot {Bot} could not find out where to connect, and asks again.", bot.Name);
            return new ConnectionEnd(AfterEnd.Resume, "an error of the program ended the connection");
        }

        var began = time.GetTimestamp();
        using var connection = new GatewayConnection(bot, invoker, session, vitals, presence, reader, pump, time, logger);
        ConnectionEnd end;
        try
        {
            end = await connection.RunAsync(address, stop);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            logger.LogError(failed, "The Discord bot {Bot} failed at its connection, and makes a new one.", bot.Name);
            end = new ConnectionEnd(AfterEnd.Resume, "an error of the program ended the connection");
        }

        _failedResumes = connection.WasReady ? 0 : _failedResumes + 1;
        _wasStable = connection.WasReady && time.GetElapsedTime(began) >= s_stable;
        return end;
    }

    private async Task PauseAsync(ConnectionEnd end, CancellationToken stop)
    {
        if (end.Next is AfterEnd.Begin or AfterEnd.BeginAfterRefusal) session.Forget();
        if (_wasStable) _backoff.Reset();
        var pause = end.Next switch
        {
            AfterEnd.ResumeNow when _wasStable => TimeSpan.Zero,
            // discord.com/developers/docs/events/gateway-events#invalid-session.
            AfterEnd.BeginAfterRefusal => TimeSpan.FromSeconds(1 + (4 * Random.Shared.NextDouble())),
            _ => _backoff.Next(),
        };
        vitals.Is(ConnectionState.Waiting, end.Why);
        logger.LogInformation("The Discord bot {Bot} is not connected: {Why}. It tries again in {Seconds:0.0} s.", bot.Name, end.Why, pause.TotalSeconds);
        await Task.Delay(pause, time, stop);
    }
}
