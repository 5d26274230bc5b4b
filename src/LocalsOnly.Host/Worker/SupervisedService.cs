using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalsOnly.Host.Worker;

/// <summary>Runs one hosted service so that its failure, at start or later, is reported and nothing else.</summary>
/// <param name="type">The service's type, by whose project it is called even when it could not be built.</param>
internal sealed class SupervisedService(IHostedService inner, Type type, ComponentRegistry components, ILogger<SupervisedService> logger) : IHostedService, IDisposable
{
    private readonly string _name = ComponentName(type);

    // The framework's own services are worth a row only when they fail.
    private readonly bool _ours = type.Assembly.GetName().Name?.StartsWith("LocalsOnly.", StringComparison.Ordinal) == true;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Report(ComponentState.Starting, "starting");
        try
        {
            await inner.StartAsync(cancellationToken);
            if (inner is BackgroundService { ExecuteTask: { } running }) _ = WatchAsync(running);
            Report(ComponentState.Running, "running");
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Fail(failure);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await inner.StopAsync(cancellationToken);
            Report(ComponentState.Stopped, "stopped");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Fail(failure);
        }
    }

    public void Dispose() => (inner as IDisposable)?.Dispose();

    private async Task WatchAsync(Task running)
    {
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // The way a background service ends when it is told to.
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    private void Report(ComponentState state, string detail)
    {
        if (_ours) components.Report(_name, state, detail);
    }

    private void Fail(Exception failure)
    {
        logger.LogError(failure, "{Component} failed; everything else goes on.", _name);
        components.Report(_name, ComponentState.Failed, failure.Message);
    }

    /// <summary><c>LocalsOnly.Memory.…</c> → <c>memory</c></summary>
    private static string ComponentName(Type service)
    {
        var parts = (service.Assembly.GetName().Name ?? "").Split('.');
        return parts is ["LocalsOnly", var project] ? project.ToLowerInvariant() : service.Name.ToLowerInvariant();
    }
}

/// <summary>Puts every hosted service registered so far under supervision.</summary>
internal static class Supervision
{
    public static IServiceCollection SuperviseHostedServices(this IServiceCollection services)
    {
        services.TryAddSingleton<ComponentRegistry>();
        for (var i = 0; i < services.Count; i++)
        {
            var descriptor = services[i];
            if (descriptor.ServiceType != typeof(IHostedService) || descriptor.IsKeyedService) continue;
            services[i] = ServiceDescriptor.Singleton<IHostedService>(provider =>
            {
                var service = Create(provider, descriptor);
                var type = service is Unbuildable ? descriptor.ImplementationType ?? service.GetType() : service.GetType();
                return new SupervisedService(service, type, provider.GetRequiredService<ComponentRegistry>(), provider.GetRequiredService<ILogger<SupervisedService>>());
            });
        }

        return services;
    }

    private static IHostedService Create(IServiceProvider provider, ServiceDescriptor descriptor)
    {
        try
        {
            return (IHostedService)(descriptor.ImplementationInstance
                ?? descriptor.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!));
        }
        catch (Exception failure)
        {
            // A service whose dependencies cannot even be built must not keep the others from starting.
            return new Unbuildable(failure);
        }
    }

    private sealed class Unbuildable(Exception failure) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.FromException(failure);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
