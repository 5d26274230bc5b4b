using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalsOnly.Agents;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using Microsoft.Extensions.FileProviders;

namespace LocalsOnly.Host.Api;

/// <summary>Every path the host answers (docs/api.md).</summary>
internal static class ApiRoutes
{
    private const int MaxResults = 50;
    private static readonly Dictionary<string, string> s_methods = new(StringComparer.OrdinalIgnoreCase)
    {
        ["/v1/models"] = "GET",
        ["/v1/chat/completions"] = "POST",
        ["/api/status"] = "GET",
        ["/api/search"] = "GET",
        ["/api/tasks"] = "GET",
        ["/api/treasury"] = "GET",
        ["/api/tasks/calendar"] = "GET",
        ["/api/tasks/history"] = "GET",
        ["/api/tasks/run"] = "POST",
        ["/api/tasks/pause"] = "POST",
        ["/api/tasks/deliver"] = "POST",
    };

    private static readonly MemoryScope s_owner = new(MemoryScope.DefaultOwner);

    public static void MapHouse(this WebApplication app)
    {
        app.Use(next => context => Errors.GuardAsync(context, next));
        var access = app.Services.GetRequiredService<AccessControl>();
        app.Use(next => context => access.InvokeAsync(context, next));
        app.Use(next => context =>
        {
            // Nothing the page shows may bring in anything from elsewhere, whatever an imported conversation contains.
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            return next(context);
        });
        var page = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = page });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = page, OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" });
        app.UseRouting();

        app.MapGet("/v1/models", ModelsAsync);
        app.MapGet("/v1/models/{**id}", ModelAsync);
        app.MapPost("/v1/chat/completions", context => context.RequestServices.GetRequiredService<ChatCompletions>().HandleAsync(context));
        app.MapGet("/api/status", StatusAsync);
        app.MapGet("/api/search", SearchAsync);
        app.MapGet("/api/conversations/{key}", ConversationAsync);
        app.MapRoute();
        app.MapTasks();
        app.MapTreasury();
        app.MapFallback(NothingAsync);
    }

    private static Task NothingAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (s_methods.TryGetValue(path.Value ?? "", out var method))
        {
            context.Response.Headers.Allow = method;
            return Errors.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, $"{path} takes {method}, not {context.Request.Method}.", "invalid_request_error", "method_not_allowed");
        }

        return Errors.WriteAsync(context, StatusCodes.Status404NotFound, $"There is nothing at {path}; docs/api.md lists what there is.", "invalid_request_error", "not_found");
    }

    private static Task ModelsAsync(HttpContext context)
    {
        var started = context.RequestServices.GetRequiredService<StatusReport>().StartedAt.ToUnixTimeSeconds();
        return WriteAsync(
            context, new ModelListWire("list", context.RequestServices.GetRequiredService<ModelList>().All(started)), ApiJson.Default.ModelListWire);
    }

    private static Task ModelAsync(HttpContext context)
    {
        // A slash stands in most models' ids, and some clients escape it, which routing leaves as it is.
        var id = ((string)context.Request.RouteValues["id"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var started = context.RequestServices.GetRequiredService<StatusReport>().StartedAt.ToUnixTimeSeconds();
        return context.RequestServices.GetRequiredService<ModelList>().Find(id, started) is { } model
            ? WriteAsync(context, model, ApiJson.Default.ModelWire)
            : Errors.WriteAsync(
                context, StatusCodes.Status404NotFound, $"There is no model '{PersonSentences.Plain(id)}'; GET /v1/models lists what there is.", "invalid_request_error", "model_not_found", field: "model");
    }

    private static async Task StatusAsync(HttpContext context) => await WriteAsync(
        context,
        await context.RequestServices.GetRequiredService<StatusReport>().CollectAsync(refresh: false, context.RequestAborted),
        ApiJson.Default.StatusWire);

    private static Task SearchAsync(HttpContext context) => WithMemoryAsync(context, async memory =>
    {
        var query = context.Request.Query["q"].ToString();
        var limit = QueryNumber.Of(context, "limit", usual: 10, MaxResults);
        var passages = string.IsNullOrWhiteSpace(query) ? [] : await memory.SearchAsync(s_owner, query, limit, context.RequestAborted);
        await WriteAsync(context, SearchWire.From(query, passages), ApiJson.Default.SearchWire);
    });

    private static Task ConversationAsync(HttpContext context) => WithMemoryAsync(context, async memory =>
    {
        var key = (string)context.Request.RouteValues["key"]!;
        if (await memory.OpenAsync(s_owner, key, context.RequestAborted) is { } conversation)
            await WriteAsync(context, ConversationWire.From(conversation, key), ApiJson.Default.ConversationWire);
        else
            await Errors.WriteAsync(
                context, StatusCodes.Status404NotFound, $"Nothing is remembered under {PersonSentences.Plain(key)}; it may have been forgotten.", "invalid_request_error", "not_found");
    });

    private static async Task WithMemoryAsync(HttpContext context, Func<IMemory, Task> answer)
    {
        try
        {
            await answer(context.RequestServices.GetRequiredService<IMemory>());
        }
        catch (MemoryStoreException broken)
        {
            await Errors.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, broken.Message, "unavailable", "memory");
        }
    }

    private static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }
}
