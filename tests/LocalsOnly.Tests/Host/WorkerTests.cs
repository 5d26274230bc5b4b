using System.Net;
using System.Net.Sockets;
using System.Text;
using LocalsOnly.Host.Worker;
using LocalsOnly.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LocalsOnly.Tests.Host;

public sealed class WorkerTests
{
    [Theory]
    [InlineData("at start")]
    [InlineData("later")]
    [InlineData("unbuildable")]
    public async Task One_failing_service_stops_no_other_and_shows_in_the_status(string how)
    {
        using var later = new FailingLater();
        await using var house = await TestHouse.StartAsync(configure: services =>
        {
            if (how == "at start") services.AddHostedService<FailingAtStart>();
            if (how == "later") services.AddHostedService(_ => later);
            if (how == "unbuildable") services.AddHostedService<NeedsWhatIsNotThere>();
        });

        var components = house.Services.GetRequiredService<ComponentRegistry>();
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        components.Changed += () =>
        {
            if (components.Find("tests") is { State: ComponentState.Failed }) failed.TrySetResult();
        };
        if (how == "later")
        {
            Assert.Equal(ComponentState.Running, components.Find("tests")!.State);
            later.Fail.SetResult();
            await failed.Task;
        }

        Assert.Equal(ComponentState.Running, components.Find("api")!.State);
        Assert.Equal(ComponentState.Running, components.Find("memory")!.State);
        Assert.Equal(ComponentState.Failed, components.Find("tests")!.State);
        var status = await house.Http.GetStringAsync(new Uri("/api/status", UriKind.Relative));
        Assert.Contains("\"state\":\"failed\"", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_a_sentence_with_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<NoSurfaceException>(() => TestHouse.StartAsync(settings: new Dictionary<string, string?> { ["Api:Port"] = $"{port}" }));

        Assert.Equal($"Port {port} on 127.0.0.1 is in use by another program; stop that one, or choose another port with --port or Api:Port.", failure.Message);
    }

    [Fact]
    public async Task A_data_directory_has_one_host_and_the_second_is_told_where_the_first_is()
    {
        await using var house = await TestHouse.StartAsync();
        var second = new HostRunner(TestHouse.Configuration(house.DataDirectory, null));

        var refused = await Assert.ThrowsAsync<HostRunningException>(() => second.RunAsync(_ => { }, CancellationToken.None));

        Assert.Contains(house.Url.ToString().TrimEnd('/'), refused.Message, StringComparison.Ordinal);
        Assert.Contains("--data", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Localhost_with_a_free_port_listens()
    {
        await using var house = await TestHouse.StartAsync(settings: new Dictionary<string, string?> { ["Api:Address"] = "localhost" });

        using var response = await house.Http.GetAsync(new Uri("/v1/models", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Parts_that_report_all_at_once_harm_neither_each_other_nor_the_record()
    {
        await using var house = await TestHouse.StartAsync();
        var components = house.Services.GetRequiredService<ComponentRegistry>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            for (var n = 0; n < 20; n++) components.Report($"part{i}", ComponentState.Running, $"{n}");
        })));

        Assert.Equal(8, HostRecord.Find(house.DataDirectory)!.Components.Count(component => component is { Detail: "19" }));
    }

    [Fact]
    public async Task A_host_says_where_it_is_while_it_runs_and_leaves_nothing_behind()
    {
        string data;
        await using (var house = await TestHouse.StartAsync())
        {
            data = house.DataDirectory;
            var record = HostRecord.Find(data)!;
            Assert.Equal(house.Url.ToString().TrimEnd('/'), record.Url);
            Assert.Equal(Environment.ProcessId, record.Pid);
            house.Stop();
            await house.Running;
            Assert.Null(HostRecord.Find(data));
            Assert.False(File.Exists(Path.Combine(data, "host.json")));
        }
    }

    [Fact]
    public void A_record_without_a_lock_was_left_by_a_crash_and_means_nothing()
    {
        using var directory = new TemporaryDirectory();
        new HostRecord(1, "http://127.0.0.1:1", DateTimeOffset.UnixEpoch, "0", false, []).Write(directory.Path);

        Assert.Null(HostRecord.Find(directory.Path));
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_a_sentence_with_what_to_do()
    {
        using var directory = new TemporaryDirectory();
        // A file where a directory should be made stops even root.
        var data = Path.Combine(directory.Write("file", ""), "data");

        var failure = await Assert.ThrowsAsync<DataDirectoryException>(() => new HostRunner(TestHouse.Configuration(data, null)).RunAsync(_ => { }, CancellationToken.None));

        Assert.Contains($"{data} cannot be written", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--data", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_directory_that_is_a_file_is_a_mistake_in_the_configuration()
    {
        using var directory = new TemporaryDirectory();

        var problem = Assert.Single(TestHouse.Configuration(directory.Write("data", ""), null).Problems);

        Assert.Contains("is a file, and the data directory must be a directory", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_lets_a_reply_under_way_finish()
    {
        await using var house = await TestHouse.StartAsync(new SimulatedExoNodeOptions { DecodeTokensPerSecond = 100 }, samples: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(
                """{"model":"vince","stream":true,"messages":[{"role":"user","content":"Which hotel did we book in Lisbon?"}]}""", Encoding.UTF8, "application/json"),
        };
        using var response = await house.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var upstream = await house.Node!.NextRequestAsync();
        await upstream.FirstToken;

        house.Stop();

        var reply = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"finish_reason\":\"stop\"", reply, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", reply, StringComparison.Ordinal);
        await house.Running;
    }

    [Fact]
    public async Task A_reply_that_outlasts_the_bound_ends_with_a_sentence_and_the_host_stops()
    {
        await using var house = await TestHouse.StartAsync(new(), samples: true, new Dictionary<string, string?> { ["Agents:DrainTimeout"] = "00:00:00.2" });
        house.Node!.Fault = SimulatedFault.StallMidText;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(
                """{"model":"vince","stream":true,"messages":[{"role":"user","content":"Which hotel did we book in Lisbon?"}]}""", Encoding.UTF8, "application/json"),
        };
        using var response = await house.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await (await house.Node.NextRequestAsync()).FirstToken;

        house.Stop();

        Assert.Contains("The host was stopped before the answer was finished", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await house.Running;
    }

    private sealed class FailingAtStart : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("no start");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class FailingLater : BackgroundService
    {
        public TaskCompletionSource Fail { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Fail.Task;
            throw new InvalidOperationException("later");
        }
    }

    private sealed class NeedsWhatIsNotThere(Uri missing) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.FromException(new InvalidOperationException(missing.ToString()));

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
