using System.Net;
using System.Net.Sockets;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Endpoints;
using LocalsOnly.Inference.Network;
using LocalsOnly.Inference.Routing;
using LocalsOnly.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference;

public sealed class GuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.20")]
    [InlineData("169.254.3.4")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1%1")]
    [InlineData("febf::1")]
    [InlineData("fc00::1")]
    [InlineData("::ffff:192.168.1.20")]
    [InlineData("::ffff:100.64.0.1")]
    public void Addresses_in_the_house_are_let_through(string address) =>
        Assert.True(LocalAddress.IsInTheHouse(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("192.169.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("::")]
    [InlineData("::ffff:172.32.0.1")]
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("::7f00:1")]
    [InlineData("fec0::1")]
    [InlineData("2002:c0a8:114::1")]
    [InlineData("255.255.255.255")]
    [InlineData("198.18.0.1")]
    public void All_other_addresses_are_outside(string address) =>
        Assert.False(LocalAddress.IsInTheHouse(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://8.8.8.8:52415", "8.8.8.8")]
    [InlineData("http://[::ffff:8.8.8.8]:52415", "::ffff:")]
    [InlineData("http://[2001:4860:4860::8888]:52415", "2001:4860:4860::8888")]
    public async Task A_public_address_is_refused_by_name_and_key(string url, string host)
    {
        await using var house = new InferenceHouse(new Dictionary<string, string?>
        {
            ["Inference:Endpoints:far:Url"] = url,
            ["Inference:Endpoints:far:Model"] = "m",
        });

        var outcome = await Outcome.OfAsync(house.Chat, "Hello");

        Assert.Equal(InferenceFailure.RefusedByGuard, outcome.Failure?.Failure);
        Assert.Contains(host, outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("Inference:Endpoints:far:AllowPublic", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(EndpointState.RefusedByGuard, (await house.Directory.RefreshAsync()).Single().State);
    }

    [Fact]
    public async Task A_name_is_judged_by_the_address_it_resolves_to()
    {
        using var directory = DirectoryOf(new Uri("http://cluster.example:52415/"), [IPAddress.Parse("93.184.216.34")]);
        using var chat = HouseRouter.Over(directory, new InferenceOptions(), TimeProvider.System);
        var outcome = await Outcome.OfAsync(chat, "Hello");
        Assert.Equal(InferenceFailure.RefusedByGuard, outcome.Failure?.Failure);
        Assert.Contains("cluster.example", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_names_addresses_only_those_in_the_house_are_used()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        using var directory = DirectoryOf(
            new Uri($"http://cluster.example:{node.Url.Port}/"), [IPAddress.Parse("93.184.216.34"), IPAddress.Loopback]);
        using var chat = HouseRouter.Over(directory, new InferenceOptions(), TimeProvider.System);
        var outcome = await Outcome.OfAsync(chat, "Hello");
        Assert.Null(outcome.Failure);
    }

    [Fact]
    public async Task A_name_that_cannot_be_resolved_is_unreachable()
    {
        await using var house = new InferenceHouse(new Dictionary<string, string?>
        {
            ["Inference:Endpoints:lost:Url"] = "http://nobody.invalid:52415",
            ["Inference:Endpoints:lost:Model"] = "m",
        });
        var outcome = await Outcome.OfAsync(house.Chat, "Hello");
        Assert.Equal(InferenceFailure.Unreachable, outcome.Failure?.Failure);
    }

    [SkippableFact]
    public async Task A_dead_first_address_leaves_time_for_the_next()
    {
        // Only Linux has the whole of 127.0.0.0/8, and drops what comes to a full backlog.
        Skip.IfNot(OperatingSystem.IsLinux());
        await using var node = await SimulatedExoNode.StartAsync();
        var dead = IPAddress.Parse("127.0.0.2");
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(dead, node.Url.Port));
        listener.Listen(0);
        using var filling = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await filling.ConnectAsync(dead, node.Url.Port);
        var time = new TimerWatch(TimeSpan.FromSeconds(1));
        using var directory = DirectoryOf(new Uri($"http://cluster.example:{node.Url.Port}/"), [dead, IPAddress.Loopback], time);
        using var chat = HouseRouter.Over(directory, new InferenceOptions(), TimeProvider.System);

        var answer = Outcome.OfAsync(chat, "Hello");
        await time.Armed.WaitAsync(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null((await answer.WaitAsync(TimeSpan.FromSeconds(30))).Failure);
    }

    private static EndpointDirectory DirectoryOf(Uri url, IPAddress[] addresses, TimeProvider? time = null)
    {
        var options = new InferenceOptions { Endpoints = { ["cluster"] = new EndpointOptions { Url = url, Model = SimulatedModel.Heavy.Id } } };
        return new EndpointDirectory(options, time ?? TimeProvider.System, [], (_, _) => Task.FromResult(addresses));
    }

    /// <summary>Tells when somebody begins to wait for a certain time: half of the two seconds that a connection may take.</summary>
    private sealed class TimerWatch(TimeSpan awaited) : FakeTimeProvider
    {
        private readonly TaskCompletionSource _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Armed => _armed.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == awaited)
                _armed.TrySetResult();
            return timer;
        }
    }
}
