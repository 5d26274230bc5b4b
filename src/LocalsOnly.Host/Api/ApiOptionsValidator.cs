using System.Net;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Host.Api;

/// <summary>The house has a door only where a key was made for it.</summary>
internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        foreach (var origin in options.AllowedOrigins)
        {
            if (!IsLocalOrigin(origin))
                return ValidateOptionsResult.Fail($"Api:AllowedOrigins holds '{origin}'; allowed are origins of this machine, such as http://localhost:3000, without a path.");
        }

        if (options.Address.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return ValidateOptionsResult.Success;
        if (!IPAddress.TryParse(options.Address, out var address))
            return ValidateOptionsResult.Fail($"Api:Address is '{options.Address}'; allowed is localhost or an IP address of this machine, such as 127.0.0.1 or 0.0.0.0.");
        return IPAddress.IsLoopback(address) || options.Key.Length > 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Api:Address is '{options.Address}', which other machines can reach, but there is no key; set LOCALS_Api__Key in the environment, or use 127.0.0.1.");
    }

    private static bool IsLocalOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Scheme is ("http" or "https")
        && page.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase)
        && (page.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(page.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
