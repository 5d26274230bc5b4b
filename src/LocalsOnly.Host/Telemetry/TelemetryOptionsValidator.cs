using LocalsOnly.Inference.Network;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Host.Telemetry;

/// <summary>The collector is in the house like everything else. A name is judged when it is connected to, by what it resolves to then.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    private const string Key = $"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Endpoint)}";

    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        if (options.Endpoint is not { } endpoint) return ValidateOptionsResult.Success;
        if (!endpoint.IsAbsoluteUri || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
            return ValidateOptionsResult.Fail($"{Key} is '{endpoint}'; allowed is an absolute http:// or https:// address such as http://192.168.1.30:4318.");
        if (endpoint.UserInfo.Length > 0)
            return ValidateOptionsResult.Fail($"{Key} holds a user name or a password, which would be shown wherever the address is; take out everything up to the @.");
        return AddressScopes.OfLiteral(endpoint) == AddressScope.Public
            ? ValidateOptionsResult.Fail($"{Key} is '{endpoint}', which is not in the house; set it to a collector on your own network, or remove it.")
            : ValidateOptionsResult.Success;
    }
}
