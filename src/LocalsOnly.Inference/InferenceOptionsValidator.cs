using System.ComponentModel.DataAnnotations;
using LocalsOnly.Inference.Clients;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Inference;

/// <summary>Checks what no single property can: every message names the key, its value unless it is a secret, and what is allowed.</summary>
internal sealed class InferenceOptionsValidator(IEnumerable<IEndpointClientFactory> clients) : IValidateOptions<InferenceOptions>
{
    private const string Elsewhere = "Others come with another edition (dotnet build -p:Edition=SemanticKernel).";

    public ValidateOptionsResult Validate(string? name, InferenceOptions options)
    {
        var problems = new List<string>();
        CheckAttributes(InferenceOptions.Section, options, problems);
        foreach (var (endpoint, settings) in options.Endpoints)
        {
            var key = $"{InferenceOptions.Section}:Endpoints:{endpoint}";
            CheckAttributes(key, settings, problems);
            if (HoldsSecret(settings.Url?.OriginalString))
                problems.Add(Secret(key));
            else if (settings.Url is { } url && !IsHttp(url))
                problems.Add($"{key}:Url is \"{url}\"; allowed: an absolute http:// or https:// address such as http://192.168.1.20:52415.");
            if (!clients.Any(c => string.Equals(c.Name, settings.Client, StringComparison.OrdinalIgnoreCase)))
                problems.Add($"{key}:Client is \"{settings.Client}\", and this build has no such client; allowed: {string.Join(", ", clients.Select(c => c.Name))}. {Elsewhere}");
            if (!Enum.IsDefined(settings.Protocol))
                problems.Add($"{key}:Protocol is \"{settings.Protocol}\"; allowed: {string.Join(", ", Enum.GetNames<EndpointProtocol>())}.");
        }

        CheckTier(nameof(TierEndpoints.Heavy), options.Tiers.Heavy, options, problems);
        CheckTier(nameof(TierEndpoints.Light), options.Tiers.Light, options, problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>The binder quotes an address that it cannot read; one with a password in it must not get that far.</summary>
    /// <exception cref="OptionsValidationException">An endpoint's address holds user information.</exception>
    public static void RefuseSecrets(IConfigurationSection section)
    {
        var problems = section.GetSection(nameof(InferenceOptions.Endpoints)).GetChildren()
            .Where(e => HoldsSecret(e[nameof(EndpointOptions.Url)]))
            .Select(e => Secret(e.Path))
            .ToList();
        if (problems.Count > 0)
            throw new OptionsValidationException(Microsoft.Extensions.Options.Options.DefaultName, typeof(InferenceOptions), problems);
    }

    private static bool HoldsSecret(string? url) => url is not null && url.Contains('@', StringComparison.Ordinal);

    private static string Secret(string key) =>
        $"{key}:Url holds a user name or a password, which would be shown wherever the address is; take out everything up to the @.";

    private static void CheckAttributes(string key, object settings, List<string> problems)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new ValidationContext(settings), results, validateAllProperties: true);
        foreach (var result in results)
        {
            foreach (var member in result.MemberNames)
            {
                var value = settings.GetType().GetProperty(member)?.GetValue(settings);
                problems.Add(value is null
                    ? $"{key}:{member} is missing. {result.ErrorMessage}"
                    : $"{key}:{member} is \"{value}\". {result.ErrorMessage}");
            }
        }
    }

    private static void CheckTier(string tier, string[] names, InferenceOptions options, List<string> problems)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (options.Endpoints.ContainsKey(names[i]))
                continue;
            var allowed = options.Endpoints.Count == 0
                ? "none, because Inference:Endpoints is empty"
                : string.Join(", ", options.Endpoints.Keys);
            problems.Add($"{InferenceOptions.Section}:Tiers:{tier}:{i} is \"{names[i]}\"; allowed: {allowed}.");
        }
    }

    private static bool IsHttp(Uri url) =>
        url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
