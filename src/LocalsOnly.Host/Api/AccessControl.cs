using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Host.Api;

/// <summary>
/// With a key: the API answers those who bring it. Without: it answers this machine only, and only when asked for by this machine's own name, so that a
/// web page elsewhere cannot speak to it through the person's browser (cross-site requests, DNS rebinding).
/// </summary>
internal sealed class AccessControl(IOptions<ApiOptions> options)
{
    private readonly byte[]? _key = options.Value.Key is { Length: > 0 } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key)) : null;

    private readonly HashSet<string> _origins = new(options.Value.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // A browser asks first, without the key; the answer tells nothing but that it may ask.
        if (AdmitsOrigin(context) && HttpMethods.IsOptions(context.Request.Method) && context.Request.Headers.ContainsKey("Access-Control-Request-Method"))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.Headers.AccessControlAllowMethods = "GET, POST";
            context.Response.Headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
            context.Response.Headers.AccessControlMaxAge = "600";
            return Task.CompletedTask;
        }

        if (_key is null)
        {
            if (!IsLocal(context.Request.Host.Host))
                return Errors.WriteAsync(
                    context, StatusCodes.Status403Forbidden, "Without a key this host answers to localhost only; open it by that name, or set LOCALS_Api__Key.", "forbidden", "not_local");
            if (context.Request.Headers.Origin is [{ } origin] && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsLocal(page.Host)))
                return Errors.WriteAsync(context, StatusCodes.Status403Forbidden, "Pages of other sites may not speak to this host.", "forbidden", "cross_site");
        }
        else if (NeedsKey(context.Request.Path) && !HasKey(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Errors.WriteAsync(context, StatusCodes.Status401Unauthorized, "This host asks for its key; send it as Authorization: Bearer.", "authentication_error", "invalid_api_key");
        }

        return next(context);
    }

    /// <summary>Whether a page of a configured origin asks; it is then told that it may read the answer.</summary>
    private bool AdmitsOrigin(HttpContext context)
    {
        if (_origins.Count == 0 || context.Request.Headers.Origin is not [{ } origin] || !_origins.Contains(origin)) return false;
        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.AccessControlExposeHeaders = "Retry-After, x-locals-endpoint";
        context.Response.Headers.Vary = "Origin";
        return true;
    }

    // The page itself holds nothing private; everything it shows comes through these.
    private static bool NeedsKey(PathString path) => path.StartsWithSegments("/v1") || path.StartsWithSegments("/api");

    private bool HasKey(HttpRequest request) =>
        request.Headers.Authorization is [{ } header]
        && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header["Bearer ".Length..].Trim())), _key);

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
