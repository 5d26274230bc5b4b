using System.Text.Json;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Report;

namespace LocalsOnly.Host.Api;

/// <summary>What <c>/api/treasury</c> answers (docs/api.md): the month's report as JSON, as Markdown, or as the body of a page.</summary>
internal static class TreasuryApi
{
    public static void MapTreasury(this WebApplication app)
    {
        app.MapGet("/api/treasury", ReportAsync);
        app.MapGet("/css/treasury.css", context =>
        {
            context.Response.ContentType = "text/css; charset=utf-8";
            context.Response.Headers.CacheControl = "no-cache";
            return context.Response.WriteAsync(ReportPage.Css, context.RequestAborted);
        });
    }

    private static async Task ReportAsync(HttpContext context)
    {
        var desk = context.RequestServices.GetRequiredService<TreasuryDesk>();
        TreasuryReport report;
        try
        {
            var month = context.Request.Query["month"].ToString();
            report = await Task.Run(() => desk.Report(month.Length > 0 ? month : null), context.RequestAborted);
        }
        catch (TreasuryException refused)
        {
            await Errors.WriteAsync(context, StatusCodes.Status400BadRequest, refused.Message, "invalid_request_error", "bad_request");
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        switch (context.Request.Query["format"].ToString())
        {
            case "" or "json":
                context.Response.ContentType = "application/json";
                await JsonSerializer.SerializeAsync(context.Response.Body, report, TreasuryJson.Indented.TreasuryReport, context.RequestAborted);
                break;
            case "markdown":
                context.Response.ContentType = "text/markdown; charset=utf-8";
                await context.Response.WriteAsync(ReportMarkdown.Write(report), context.RequestAborted);
                break;
            case "html":
                context.Response.ContentType = "text/html; charset=utf-8";
                await context.Response.WriteAsync(ReportPage.Part(report), context.RequestAborted);
                break;
            case var other:
                await Errors.WriteAsync(context, StatusCodes.Status400BadRequest, $"There is no format '{other}'; there is json, markdown and html.", "invalid_request_error", "bad_request");
                break;
        }
    }
}
