using System.Net;
using LocalsOnly.Agents;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Host.Worker;

/// <summary>The worker: builds the house, keeps it running until it is told to stop, and lets replies under way finish.</summary>
internal sealed class HostRunner(HouseConfiguration configuration, Action<IServiceCollection>? configure = null)
{
    private static readonly TimeSpan s_afterDrain = TimeSpan.FromSeconds(5);

    /// <summary>What <c>/api/status</c> suggests to ask.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];

    /// <summary>Runs until SIGTERM, Ctrl-C or cancellation.</summary>
    /// <param name="ready">Called once everything that can start has started, with the address of the page.</param>
    /// <exception cref="DataDirectoryException">The data directory cannot be used.</exception>
    /// <exception cref="HostRunningException">Another host has the data directory.</exception>
    /// <exception cref="NoSurfaceException">Nothing that a person could reach has started.</exception>
    public async Task RunAsync(Action<HostReady> ready, CancellationToken cancellationToken)
    {
        using var instance = await AcquireAsync(cancellationToken);
        HostRecord.Delete(configuration.DataDirectory);
        await using var app = Build();
        var components = app.Services.GetRequiredService<ComponentRegistry>();
        var gate = app.Services.GetRequiredService<TurnGate>();
        var drain = app.Services.GetRequiredService<IOptions<AgentsOptions>>().Value.DrainTimeout;
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Lifetime.ApplicationStopping.Register(() =>
        {
            _ = gate.CloseAsync(drain);
            stopping.TrySetResult();
        });
        using var asked = cancellationToken.Register(app.Lifetime.StopApplication);

        try
        {
            await app.StartAsync(cancellationToken);
            if (components.Find(SupervisedServer.ComponentName) is { State: ComponentState.Failed } failed) throw new NoSurfaceException(failed.Detail);
            var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
            var record = new HostRecord(Environment.ProcessId, url, app.Services.GetRequiredService<StatusReport>().StartedAt, House.Version, configuration.Demo, components.All);
            using var shown = new PublishedRecord(record, configuration.DataDirectory, components, app.Logger);
            ready(new HostReady(url!, app.Services));
            await stopping.Task;
        }
        finally
        {
            await StopAsync(app);
            HostRecord.Delete(configuration.DataDirectory);
        }
    }

    /// <summary>A command that looks whether a host is running holds the lock for an instant; only a host holds it for longer.</summary>
    private async Task<InstanceLock> AcquireAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            if (InstanceLock.TryAcquire(configuration.DataDirectory) is { } instance) return instance;
            await Task.Delay(20, cancellationToken);
        }

        throw new HostRunningException(configuration.DataDirectory, HostRecord.Find(configuration.DataDirectory));
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = configuration.ContentRoot, ApplicationName = "LocalsOnly" });
        builder.Configuration.AddConfiguration(configuration.Root);
        builder.Logging.AddConfiguration(configuration.Root.GetSection("Logging"));
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        // The standard output belongs to the command; the log goes beside it.
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);

        // A request is carried on by the pool's thread that received it, where by default it changes threads twice (docs/decisions/0009). The threads that
        // wait for the sockets themselves run nothing of it: that would take DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.UseKestrelCore().ConfigureKestrel((_, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 4 * 1024 * 1024;
            var api = kestrel.ApplicationServices.GetRequiredService<IOptions<ApiOptions>>().Value;
            var byName = api.Address.Equals("localhost", StringComparison.OrdinalIgnoreCase);
            // Both families cannot share one free port that neither knows yet.
            if (byName && api.Port == 0) kestrel.Listen(IPAddress.Loopback, 0);
            else if (byName) kestrel.ListenLocalhost(api.Port);
            else kestrel.Listen(IPAddress.Parse(api.Address), api.Port);
        });
        builder.Services.AddRouting();
        builder.Services.AddHouse(configuration);
        builder.Services.AddTelemetryExport(configuration.Root);
        builder.Services.AddSingleton<AccessControl>();
        builder.Services.AddSingleton<ChatCompletions>();
        builder.Services.AddSingleton<ModelCompletions>();
        builder.Services.AddSingleton<ModelList>();
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<AgentsOptions>>((host, agents) =>
        {
            host.ServicesStartConcurrently = true;
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
            host.ShutdownTimeout = agents.Value.DrainTimeout + s_afterDrain;
        });
        configure?.Invoke(builder.Services);
        builder.Services.SuperviseHostedServices();
        Supervise<IServer>(builder.Services, (provider, inner) => ActivatorUtilities.CreateInstance<SupervisedServer>(provider, inner));

        var app = builder.Build();
        app.Services.GetRequiredService<StatusReport>().Suggestions = Suggestions;
        app.MapHouse();
        return app;
    }

    /// <summary>What does not end in time is cut off; that is not a failure of the host.</summary>
    private static async Task StopAsync(WebApplication app)
    {
        try
        {
            await app.StopAsync();
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static void Supervise<T>(IServiceCollection services, Func<IServiceProvider, T, T> wrap)
        where T : class
    {
        var inner = services.Last(descriptor => descriptor.ServiceType == typeof(T));
        services.Replace(ServiceDescriptor.Singleton(provider => wrap(
            provider, (T)(inner.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)))));
    }
}

/// <summary>The host has started.</summary>
internal sealed record HostReady(string Url, IServiceProvider Services);

/// <summary>Another host has the data directory.</summary>
internal sealed class HostRunningException(string directory, HostRecord? other)
    : Exception($"A host is already running on {directory}{(other is null ? "" : $" (process {other.Pid}{(other.Url is null ? "" : $", {other.Url}")})")}; stop it first, or give this one another directory with --data.");

/// <summary>Nothing that a person could reach has started. The message says why.</summary>
internal sealed class NoSurfaceException(string message) : Exception(message);
