using System.Text.Json;
using LocalsOnly.Simulation.Discord.Schema;
using LocalsOnly.Simulation.Discord.State;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Takes each request through what Discord takes it through: route, token, limits, schema, and what it asks for.</summary>
internal sealed class RestApi(World world, RouteTable routes, RouteLimits limits)
{
    public const string Prefix = "/api/v10";

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _invalid;

    /// <summary>How often each route was asked for.</summary>
    public Dictionary<string, int> Counts
    {
        get
        {
            lock (_counts)
                return new(_counts, StringComparer.Ordinal);
        }
    }

    public RestFaults Faults { get; } = new();

    public int Invalid => Volatile.Read(ref _invalid);

    public async Task HandleAsync(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value![Prefix.Length..]);
        var name = $"{method} {path}";
        try
        {
            var match = routes.Match(method, path);
            name = match.Route.ToString();
            await AnswerAsync(context, match);
        }
        catch (RefusedException refused)
        {
            foreach (var mistake in refused.Mistakes)
                world.Violations.Add($"REST: {name}: {mistake}.");
            if (refused.Status is 401 or 403)
                Interlocked.Increment(ref _invalid);
            await RestReplies.WriteAsync(context, refused.Status, refused.Body());
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or BadHttpRequestException)
        {
            context.Abort();
        }
        catch (Exception mistake)
        {
            world.Violations.Add($"The fake itself failed at {name}: {mistake.GetType().Name}: {mistake.Message}");
            throw;
        }
    }

    private async Task AnswerAsync(HttpContext context, RouteMatch match)
    {
        var route = match.Route;
        Count(route);
        var bot = route.Open ? null : Authorize(context);
        CheckAgent(context, route);
        var fault = Faults.Take(route.ToString());
        if (fault is { AfterDoing: false } && await FailAsync(context, fault))
            return;
        RouteAllowance allowance;
        lock (world.Gate)
            allowance = limits.Enter(route, bot, match.Major);
        allowance.Write(context.Response.Headers);
        if (!allowance.Allowed)
        {
            Interlocked.Increment(ref _invalid);
            await RestReplies.RefuseAsync(context, allowance.Global ? "global" : "user", allowance.After);
            return;
        }

        var (body, files) = await RestBody.ReadAsync(context, world);
        var request = new RestRequest(route, match.Parameters, context.Request.Query, bot) { Body = body, Files = files };
        Validate(context, request);
        var reply = Do(route, request);
        if (fault is { AfterDoing: true } && await FailAsync(context, fault))
            return;
        await RestReplies.WriteAsync(context, reply.Status, reply.Body);
    }

    private RestReply Do(RestRoute route, RestRequest request)
    {
        lock (world.Gate)
        {
            var reply = route.Handle(request);
            if (route.Answer is not null && reply.Body.Length > 0)
                CheckAnswer(route.Answer, reply.Body);
            return reply;
        }
    }

    /// <returns>Whether that was the answer.</returns>
    private async Task<bool> FailAsync(HttpContext context, RestFault fault)
    {
        switch (fault.Kind)
        {
            case RestFaultKind.Slow:
                await Began(Task.Delay(fault.Time, world.Time, context.RequestAborted));
                return false;
            case RestFaultKind.Hang:
                await Began(Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
                return true;
            case RestFaultKind.Reset:
                context.Abort();
                await Began(Task.CompletedTask);
                return true;
            case RestFaultKind.RateLimited:
                if (fault.Scope != "shared")
                    Interlocked.Increment(ref _invalid);
                await Began(RestReplies.RefuseAsync(context, fault.Scope, fault.Time));
                return true;
            default:
                await Began(RestReplies.ServerErrorAsync(context, fault.Status));
                return true;
        }
    }

    /// <summary>A fault is counted once it is under way, so that a clock that is moved then ends a delay.</summary>
    private Task Began(Task failing)
    {
        Faults.Count();
        world.Changed.Beat();
        return failing;
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
            if (request.Body.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && request.Body.GetRawText() != "{}")
                world.Violations.Add($"REST: {route} has a body, which it does not take.");
            return;
        }

        if (request.Body.ValueKind == JsonValueKind.Undefined)
        {
            // A form of files alone is a message.
            if (request.Files.Count == 0)
                throw RefusedException.Invalid("", "BASE_TYPE_REQUIRED", "This field is required");
            return;
        }

        var problems = WireSchema.Taken(route.Body, request.Body);
        foreach (var problem in problems.Where(problem => !problem.Refuses))
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
}
