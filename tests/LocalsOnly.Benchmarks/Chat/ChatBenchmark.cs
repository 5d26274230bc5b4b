using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Simulation;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Benchmarks.Chat;

/// <summary>
/// The host with five bots on a simulated Discord, which shares the machine with it. First fifty channels in which somebody writes at the same moment, round after round, within
/// Discord's own limits: how soon typing shows, and whether a limit is ever exceeded. Then many messages, without limits: whether memory stays flat.
/// </summary>
internal static class ChatBenchmark
{
    private const int Channels = 50;
    private const int Rounds = 20;
    private const int FullMessages = 100_000;
    private const int MostUnanswered = 200;
    private const double MostTyping = 300;
    private const double MostGrowth = 1.15;
    private static readonly TimeSpan s_betweenRounds = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var messages = arguments switch
        {
            [] => FullMessages,
            ["--messages", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var some) && some >= 1000 => some,
            _ => 0,
        };
        if (messages == 0)
        {
            Console.Error.WriteLine("usage: chat [--messages N]");
            return 2;
        }

        Console.WriteLine($"{Machine.Line()}, shared with the simulated Discord and the model");
        var verdicts = new Verdicts();
        await TypingAsync(verdicts);
        await MemoryAsync(verdicts, messages);
        return verdicts.ExitCode;
    }

    private static async Task TypingAsync(Verdicts verdicts)
    {
        await using var house = await ChatHouseUnderTest.StartAsync(new SimulatedDiscordOptions(), Channels);
        var waits = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var said = house.Channels.Select(channel => (Channel: channel, Id: house.Ask(channel, $"question {round}"))).ToList();
            await Task.Delay(s_betweenRounds);
            foreach (var (channel, id) in said)
            {
                var at = channel.Messages.First(message => message.Id == id).At;
                if (channel.Typing.Where(typing => typing.At >= at).Select(typing => (DateTimeOffset?)typing.At).FirstOrDefault() is { } typed) waits.Add((typed - at).TotalMilliseconds);
            }
        }

        await house.AnsweredAsync(Channels * Rounds, s_patience);
        var spread = Percentiles.Of(waits);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"typing after  p50 {spread.P50:0} ms  p95 {spread.P95:0} ms  p99 {spread.P99:0} ms, {waits.Count} messages"));
        verdicts.Below($"from a message to typing, {Channels} channels at once, p95", spread.P95, MostTyping, "ms");
        verdicts.Holds($"{house.Answers} of {Channels * Rounds} messages answered once", house.Answers == Channels * Rounds);
        verdicts.Holds($"{house.Discord.RateLimitHits} requests above a limit of Discord's", house.Discord.RateLimitHits == 0);
        verdicts.Holds($"{house.Discord.Violations.Count} requests that Discord would not take", house.Discord.Violations.Count == 0);
    }

    private static async Task MemoryAsync(Verdicts verdicts, int messages)
    {
        await using var house = await ChatHouseUnderTest.StartAsync(new SimulatedDiscordOptions { Limits = SimulatedLimits.None, ChecksItself = false, KeptMessages = 500 }, Channels);
        var began = Stopwatch.GetTimestamp();
        var (early, sample) = (0.0, messages / 5);
        for (var i = 0; i < messages; i++)
        {
            house.Ask(house.Channels[i % Channels], $"question {i}");
            if (i % 50 == 0) await house.AnsweredAsync(i - MostUnanswered, s_patience);
            if (i == sample) early = house.Process.ResidentMegabytes();
        }

        await house.AnsweredAsync(messages, s_patience);
        var late = house.Process.ResidentMegabytes();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{messages:N0} messages in {seconds:0} s, {messages / seconds:0} a second; resident after {sample:N0}: {early:0} MB, after all: {late:0} MB, at most {house.Process.PeakMegabytes():0} MB"));
        verdicts.Below($"memory after {messages:N0} messages, to that after {sample:N0}", late / early, MostGrowth, "times");
        verdicts.Holds($"{house.Answers:N0} of {messages:N0} messages answered once", house.Answers == messages);
    }
}
