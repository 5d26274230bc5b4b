using System.Net;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Host.Api;

/// <summary>The house has a door only where a key was made for it.</summary>
internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        if (options.Address.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return ValidateOptionsResult.Success;
        if (!IPAddress.TryParse(options.Address, out var address))
            return ValidateOptionsResult.Fail($"Api:Address is '{options.Address}'; allowed is localhost or an IP address of this machine, such as 127.0.0.1 or 0.0.0.0.");
        return IPAddress.IsLoopback(address) || options.Key.Length > 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Api:Address is '{options.Address}', which other machines can reach, but there is no key; set LOCALS_Api__Key in the environment, or use 127.0.0.1.");
    }
}
