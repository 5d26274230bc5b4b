using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LocalsOnly.Memory;
using LocalsOnly.Scheduling;

namespace LocalsOnly.Host.Api;

/// <summary>What <c>/api/tasks</c> answers (docs/api.md): what the personas do on their own.</summary>
internal static class TaskApi
{
    private const int MostRuns = 200;
    private const int Week = 7;

    /// <summary>How many runs are told of when nobody says.</summary>
    public const int UsualRuns = 20;

    public static void MapTasks(this WebApplication app)
    {
        app.MapGet("/api/tasks", context => AnswerAsync(context, desk => desk.List(), TaskApiJson.Default.TaskListing));
        app.MapGet("/api/tasks/calendar", context => AnswerAsync(context, desk => desk.Calendar(QueryNumber.Of(context, "days", Week, TaskCalendar.MostDays)), TaskApiJson.Default.IReadOnlyListCalendarLine));
        app.MapGet("/api/tasks/history", context => AnswerAsync(
            context,
            desk => desk.History(context.Request.Query["task"].ToString() is { Length: > 0 } task ? task : null, QueryNumber.Of(context, "most", UsualRuns, MostRuns), context.Request.Query["skipped"] == "true"),
            TaskApiJson.Default.IReadOnlyListTaskRun));
        app.MapPost("/api/tasks/run", RunAsync);
        app.MapPost("/api/tasks/pause", context => ChangeAsync(context, (desk, request) => desk.Pause(request.Task!, request.Paused)));
        app.MapPost("/api/tasks/deliver", context => ChangeAsync(context, (desk, request) => desk.Deliver(request.Task!)));
    }

    private static Task RunAsync(HttpContext context) => WithRequestAsync(context, async (desk, request) =>
    {
        // A host that stops does not wait for whoever looks on; the run itself is taken care of.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            await WriteAsync(context, await desk.RunAsync(request.Task!, either.Token), TaskApiJson.Default.TaskRun);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            await Errors.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The host is stopping; locals tasks history says what becomes of the run.", "unavailable", "stopping");
        }
    });

    private static Task ChangeAsync(HttpContext context, Func<TaskDesk, TaskRequest, string> change) =>
        WithRequestAsync(context, (desk, request) => WriteAsync(context, new TaskReply(change(desk, request)), TaskApiJson.Default.TaskReply));

    private static async Task WithRequestAsync(HttpContext context, Func<TaskDesk, TaskRequest, Task> answer)
    {
        if (await ReadAsync(context) is not { Task.Length: > 0 } request)
            await Errors.WriteAsync(context, StatusCodes.Status400BadRequest, "The body must be {\"task\":…}, like {\"task\":\"vince/daily-briefing\"}.", "invalid_request_error", "bad_request");
        else await WithDeskAsync(context, desk => answer(desk, request));
    }

    private static Task AnswerAsync<T>(HttpContext context, Func<TaskDesk, T> look, JsonTypeInfo<T> type) => WithDeskAsync(context, desk => WriteAsync(context, look(desk), type));

    private static async Task WithDeskAsync(HttpContext context, Func<TaskDesk, Task> answer)
    {
        try
        {
            await answer(context.RequestServices.GetRequiredService<TaskDesk>());
        }
        catch (TaskDeskException refused)
        {
            var (status, code) = refused.Refusal switch
            {
                TaskRefusal.Unknown => (StatusCodes.Status404NotFound, "not_found"),
                TaskRefusal.Open => (StatusCodes.Status409Conflict, "open"),
                _ => (StatusCodes.Status400BadRequest, "bad_request"),
            };
            await Errors.WriteAsync(context, status, refused.Message, "invalid_request_error", code);
        }
        catch (SqliteFileException broken)
        {
            await Errors.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, broken.Message, "unavailable", "tasks");
        }
    }

    private static async Task<TaskRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, TaskApiJson.Default.TaskRequest, context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }
}

/// <param name="Paused">For <c>pause</c>: false lets it go on.</param>
internal sealed record TaskRequest(string? Task, bool Paused = true);

/// <param name="Said">What was done, one sentence.</param>
internal sealed record TaskReply(string Said);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TaskListing))]
[JsonSerializable(typeof(TaskPage))]
[JsonSerializable(typeof(IReadOnlyList<CalendarLine>))]
[JsonSerializable(typeof(IReadOnlyList<TaskRun>))]
[JsonSerializable(typeof(TaskRun))]
[JsonSerializable(typeof(TaskRequest))]
[JsonSerializable(typeof(TaskReply))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class TaskApiJson : JsonSerializerContext
{
    /// <summary>For people: indented.</summary>
    public static TaskApiJson Indented { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
