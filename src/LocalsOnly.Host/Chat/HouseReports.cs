using System.Globalization;
using System.Text;
using LocalsOnly.Agents;
using LocalsOnly.Discord.House;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Worker;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Ledger;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Host.Chat;

/// <summary>What the house says of itself in a chat: short lines instead of tables.</summary>
internal sealed class HouseReports(IServiceProvider services, RouteExplanation routes, LedgerBook ledger, IOptions<AgentsOptions> agents, TimeProvider time) : IHouseReports
{
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    public async Task<string> StatusAsync(CancellationToken cancellationToken)
    {
        // Asked for late: the report itself asks the chat for its health.
        var status = await services.GetRequiredService<StatusReport>().CollectAsync(refresh: true, cancellationToken);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"**LocalsOnly {status.Version}**{(status.Demo ? " · demo" : "")}\n");
        if (status.Endpoints.Count == 0) text.Append("No model server is known: recall only.\n");
        foreach (var endpoint in status.Endpoints)
        {
            text.Append(CultureInfo.InvariantCulture, $"- **{endpoint.Name}** · {endpoint.State.Replace('_', ' ')}{(endpoint.Model is null ? "" : $" · {endpoint.Model}")}{(endpoint.Simulated ? " · simulated" : "")}");
            if (endpoint.Load is { Capacity: > 0 } load) text.Append(CultureInfo.InvariantCulture, $" · {load.InFlight} of {load.Capacity} busy, {load.Queued} waiting{(load.TokensPerSecond is { } rate ? $", {rate:0.#} tokens/s" : "")}");
            if (endpoint.State != "ready" && endpoint.Detail.Length > 0) text.Append("\n  ").Append(endpoint.Detail);
            text.Append('\n');
        }

        foreach (var part in status.Components.Where(part => part.State is not ("running" or "ok" or "off"))) text.Append(CultureInfo.InvariantCulture, $"- {part.Name} · {part.State}: {part.Detail}\n");
        return text.Append(CultureInfo.InvariantCulture, $"{status.Memory.Conversations} conversations remembered, {status.Memory.Messages} messages").ToString();
    }

    public Task<string> UsageAsync(CancellationToken cancellationToken) => Task.Run(() =>
    {
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), agents.Value.Zone(time));
        var text = new StringBuilder();
        try
        {
            Append(text, "Today", ledger.Totals(new DateTimeOffset(now.Date, now.Offset), DateTimeOffset.MaxValue));
            Append(text, "Seven days", ledger.Totals(now - s_week, DateTimeOffset.MaxValue));
        }
        catch (TreasuryException broken)
        {
            return broken.Message;
        }

        return text.ToString();
    }, cancellationToken);

    public string Route(string? persona, string message)
    {
        var route = routes.Explain(new RouteExplainRequest(message, persona, null, Tools: false));
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"**{route.Tier}**, decided by {route.DecidedBy}\n");
        foreach (var layer in route.Layers) text.Append(CultureInfo.InvariantCulture, $"- {layer.Layer}: {layer.Verdict}\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IReadOnlyList<(UsageKind Kind, UsageSum Sum)> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"**{title}**\n");
        if (rows.Count == 0) text.Append("- nothing was asked\n");
        foreach (var persona in rows.GroupBy(row => row.Kind.Persona).OrderByDescending(persona => persona.Sum(row => row.Sum.Busy)))
        {
            var sum = persona.Aggregate(default(UsageSum), (sum, row) => sum + row.Sum);
            text.Append(CultureInfo.InvariantCulture, $"- {(persona.Key.Length > 0 ? persona.Key : "no persona")}: {sum.Attempts} asked, {sum.Prompt:N0} tokens read, {sum.Written:N0} written, {sum.BusyTime.TotalMinutes:0.#} min{(persona.Any(row => row.Kind.IsSimulated) ? " (simulated)" : "")}\n");
        }
    }
}
