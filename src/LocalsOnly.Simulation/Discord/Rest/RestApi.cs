using System.Globalization;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.Schema;
using LocalsOnly.Simulation.Discord.State;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Takes each request through what Discord takes it through: route, token, limits, schema, and what it asks for.</summary>
internal sealed class RestApi(World world, RouteTable routes, RouteLimits limits)
{
    public const string Prefix = "/api/v10";

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>How often each route was asked for.</summary>
    public Dictionary<string, int> Counts
    {
        get
        {
            lock (_counts)
                return new(_counts, StringComparer.Ordinal);
        }
    }

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (RefusedException refused)
        {
            await WriteAsync(context, refused.Status, refused.Body());
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or BadHttpRequestException)
        {
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var match = routes.Match(context.Request.Method, context.Request.Path.Value![Prefix.Length..]);
        var route = match.Route;
        Count(route);
        var bot = route.Open ? null : Authorize(context);
        CheckAgent(context, route);
        RouteAllowance allowance;
        lock (world.Gate)
            allowance = limits.Enter(route, bot, match.Major);
        allowance.Write(context.Response.Headers);
        if (!allowance.Allowed)
        {
            await RefuseAsync(context, allowance.Global ? "global" : "user", allowance.After);
            return;
        }

        var (body, files) = await RestBody.ReadAsync(context, world);
        var request = new RestRequest(route, match.Parameters, context.Request.Query, bot) { Body = body, Files = files };
        Validate(context, request);
        RestReply reply;
        lock (world.Gate)
        {
            reply = route.Handle(request);
            if (route.Answer is not null && reply.Body.Length > 0)
                CheckAnswer(route.Answer, reply.Body);
        }

        await WriteAsync(context, reply.Status, reply.Body);
    }

    private void Count(RestRoute route)
    {
        lock (_counts)
            _counts[route.ToString()] = _counts.GetValueOrDefault(route.ToString()) + 1;
    }

    private SimulatedBot Authorize(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        lock (world.Gate)
        {
            return header.StartsWith("Bot ", StringComparison.Ordinal) && world.BotOf(header[4..]) is { } bot ? bot : throw RefusedException.Unauthorized;
        }
    }

    /// <remarks>discord.com/developers/docs/reference#user-agent</remarks>
    private void CheckAgent(HttpContext context, RestRoute route)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        if (!agent.StartsWith("DiscordBot (", StringComparison.Ordinal))
            world.Violations.Add($"REST: {route} has the user agent \"{agent}\", not \"DiscordBot (url, version)\".");
    }

    private void Validate(HttpContext context, RestRequest request)
    {
        var route = request.Route;
        foreach (var name in context.Request.Query.Keys.Where(name => !route.Query.Contains(name)))
            world.Violations.Add($"REST: {route} has a query \"{name}\", which is not documented.");
        if (route.Body is null)
        {
            if (request.Body.ValueKind is not (System.Text.Json.JsonValueKind.Undefined or System.Text.Json.JsonValueKind.Null) && request.Body.GetRawText() != "{}")
                world.Violations.Add($"REST: {route} has a body, which it does not take.");
            return;
        }

        if (request.Body.ValueKind == System.Text.Json.JsonValueKind.Undefined)
        {
            // A form of files alone is a message.
            if (request.Files.Count == 0)
                throw RefusedException.Invalid("", "BASE_TYPE_REQUIRED", "This field is required");
            return;
        }

        var problems = WireSchema.Taken(route.Body, request.Body);
        foreach (var problem in problems)
            world.Violations.Add($"REST: {route}: {problem}.");
        if (problems.Any(problem => problem.Refuses))
            throw RefusedException.Invalid(problems);
    }

    private void CheckAnswer(string type, ReadOnlyMemory<byte> body)
    {
        if (!type.StartsWith('['))
            world.Check.Answer(type, body);
        else
            world.Check.Answers(type[1..^1], body);
    }

    /// <summary>Refuses a request that is one too many.</summary>
    /// <param name="scope"><c>user</c>, <c>global</c> or <c>shared</c>.</param>
    private static Task RefuseAsync(HttpContext context, string scope, TimeSpan after)
    {
        var headers = context.Response.Headers;
        var seconds = Math.Ceiling(after.TotalMilliseconds) / 1000;
        headers.RetryAfter = Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Scope"] = scope;
        if (scope == "global")
            headers["X-RateLimit-Global"] = "true";
        return WriteAsync(context, 429, WireJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("message"u8, scope == "shared" ? "The resource is being rate limited." : "You are being rate limited.");
            json.WriteNumber("retry_after"u8, seconds);
            json.WriteBoolean("global"u8, scope == "global");
            json.WriteEndObject();
        }));
    }

    private static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        if (body.Length == 0)
            return Task.CompletedTask;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }
}
