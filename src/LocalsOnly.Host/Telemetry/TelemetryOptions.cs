namespace LocalsOnly.Host.Telemetry;

/// <summary>Section <c>Telemetry</c>: where traces and metrics go.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Base address of an OTLP collector in the house, e.g. <c>http://192.168.1.30:4318</c>; null exports nothing.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>How the collector is spoken to.</summary>
    public TelemetryProtocol Protocol { get; set; }
}

/// <summary>The two forms of OTLP.</summary>
internal enum TelemetryProtocol
{
    /// <summary>OTLP over HTTP; port 4318 by custom.</summary>
    HttpProtobuf,

    /// <summary>OTLP over gRPC; port 4317 by custom.</summary>
    Grpc,
}
