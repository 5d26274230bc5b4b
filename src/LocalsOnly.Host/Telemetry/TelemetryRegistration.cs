using LocalsOnly.Host.Worker;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Network;
using LocalsOnly.Inference.Telemetry;
using LocalsOnly.Treasury.Ledger;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LocalsOnly.Host.Telemetry;

/// <summary>Exports traces and metrics to a collector in the house, when one is configured.</summary>
internal static class TelemetryRegistration
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_exportTimeout = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddTelemetryOptions(this IServiceCollection services, IConfiguration root)
    {
        services.AddOptions<TelemetryOptions>().Bind(root.GetSection(TelemetryOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        return services;
    }

    /// <summary>For the worker. Without <c>Telemetry:Endpoint</c> nothing is registered, whatever OpenTelemetry's environment variables say.</summary>
    public static IServiceCollection AddTelemetryExport(this IServiceCollection services, IConfiguration root)
    {
        if (string.IsNullOrEmpty(root[$"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Endpoint)}"])) return services;
        services.AddSingleton<TelemetryHealth>();
        services.AddHealthChecks().AddCheck<TelemetryHealth>("telemetry");
        services.AddSingleton<EndpointGauges>();
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("localsonly", serviceVersion: House.Version))
            .WithTracing(tracing => tracing
                .AddSource(InferenceTelemetry.Name)
                // The web server's own span is not exported, and its not being sampled must not take ours with it.
                .SetSampler<AlwaysOnSampler>()
                .AddProcessor(provider => new BatchActivityExportProcessor(new OtlpTraceExporter(Exporter(provider, "v1/traces")))))
            .WithMetrics(metrics => metrics
                .AddMeter(InferenceTelemetry.Name)
                .AddMeter(LedgerMetrics.Name)
                .AddReader(provider =>
                {
                    _ = provider.GetRequiredService<EndpointGauges>();
                    return new PeriodicExportingMetricReader(new OtlpMetricExporter(Exporter(provider, "v1/metrics")));
                }));
        return services;
    }

    private static OtlpExporterOptions Exporter(IServiceProvider provider, string path)
    {
        var options = provider.GetRequiredService<IOptions<TelemetryOptions>>().Value;
        var address = options.Endpoint!;
        var isGrpc = options.Protocol == TelemetryProtocol.Grpc;
        return new OtlpExporterOptions
        {
            Endpoint = isGrpc ? address : new Uri(address.ToString().TrimEnd('/') + "/" + path),
            Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
            HttpClientFactory = () => new HttpClient(new TelemetryTransport(
                HouseTransport.Create($"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Endpoint)}", address, s_connectTimeout, provider.GetRequiredService<TimeProvider>()),
                provider.GetRequiredService<TelemetryHealth>()))
            { Timeout = s_exportTimeout },
        };
    }
}
