using System.ComponentModel;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalsOnly.Agents.Feeds;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>What is locked in decentralised finance.</summary>
internal sealed partial class DefiTool(IFeedReader feeds)
{
    private const int MostChains = 10;

    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(10);

    /// <summary>Days over which a change is told.</summary>
    private static readonly int[] s_back = [1, 7, 30];

    public Tool Tool => new(AIFunctionFactory.Create(AskAsync, new AIFunctionFactoryOptions
    {
        Name = "market_defi",
        Description = "What is locked in DeFi (TVL) by DefiLlama, in US dollars: one chain with its change, one protocol, or all chains when nothing is given.",
    }))
    {
        Effect = ToolEffect.Outward,
        Deadline = MarketDesk.Deadline,
    };

    private async Task<string> AskAsync(
        [Description("A chain as DefiLlama lists it: Ethereum, Hyperliquid L1.")] string? chain = null,
        [Description("A protocol by its DefiLlama slug: aave-v3, morpho-blue.")] string? protocol = null,
        CancellationToken cancellationToken = default)
    {
        if (!string.IsNullOrWhiteSpace(chain) && !string.IsNullOrWhiteSpace(protocol)) throw new ToolException("Give a chain or a protocol, not both.");
        if (!string.IsNullOrWhiteSpace(protocol)) return await ProtocolAsync(protocol.Trim(), cancellationToken);
        return string.IsNullOrWhiteSpace(chain) ? await ReportAsync(cancellationToken) : await ChainAsync(chain.Trim(), cancellationToken);
    }

    /// <summary>All chains.</summary>
    /// <exception cref="ToolException">They cannot be read.</exception>
    public async Task<string> ReportAsync(CancellationToken cancellationToken)
    {
        var (chains, document) = await ChainsAsync(cancellationToken);
        return string.Join('\n',
        [
            $"TVL of {chains.Count} chains {Figures.Dollars(chains.Sum(chain => chain.Locked))}; {Source(document)}",
            .. chains.Where(chain => PlainName().IsMatch(chain.Name)).Take(MostChains).Select(chain => $"TVL of {chain.Name} {Figures.Dollars(chain.Locked)}"),
        ]);
    }

    private async Task<string> ChainAsync(string name, CancellationToken cancellationToken)
    {
        var (chains, document) = await ChainsAsync(cancellationToken);
        var place = chains.FindIndex(chain => string.Equals(chain.Name, name, StringComparison.OrdinalIgnoreCase));
        if (place < 0)
        {
            var largest = chains.Select(chain => chain.Name).Where(each => PlainName().IsMatch(each)).Take(MostChains);
            throw new ToolException($"DefiLlama lists no chain of that name; the largest are {string.Join(", ", largest)}.");
        }

        var its = chains[place];
        var total = chains.Sum(chain => chain.Locked);
        List<string> lines =
        [
            $"TVL of {its.Name} {Figures.Dollars(its.Locked)}; {Source(document)}",
            $"place {place + 1} of {chains.Count} chains, {Figures.Percent(total > 0 ? its.Locked / total : 0).TrimStart('+')} of all",
            .. await ChangesAsync(its.Name, cancellationToken),
        ];
        return string.Join('\n', lines);
    }

    /// <summary>[{"date":1506470400,"tvl":0},…], a value a day.</summary>
    private async Task<IReadOnlyList<string>> ChangesAsync(string chain, CancellationToken cancellationToken)
    {
        var read = await Attempt<FeedDocument>.Of(
            () => feeds.GetAsync(FeedCatalog.DefiLlama, $"/v2/historicalChainTvl/{Uri.EscapeDataString(chain)}", s_fresh, cancellationToken));
        if (read.Value is not { } document) return [$"its change is unavailable: {read.Why}"];
        var days = ((JsonElement?)document.Root).Items()
            .Select(entry => (At: entry.Seconds("date"), Locked: entry.Number("tvl")))
            .Where(day => day is { At: not null, Locked: not null })
            .OrderBy(day => day.At)
            .ToList();
        if (days is not [.., var last]) return ["its change is not to be told"];
        return [.. s_back.Select(back =>
            days.FindLast(day => day.At <= last.At!.Value.AddDays(-back)) is { At: not null } then && Figures.Change(last.Locked, then.Locked) is { } change
                ? $"change over {back} d {Figures.Percent(change)}"
                : $"change over {back} d not to be told")];
    }

    /// <summary>The answer is one number.</summary>
    private async Task<string> ProtocolAsync(string slug, CancellationToken cancellationToken)
    {
        if (!Slug().IsMatch(slug)) throw new ToolException("That is no protocol's slug; give up to 40 small letters, digits and hyphens, like aave-v3.");
        var document = await feeds.GetAsync(FeedCatalog.DefiLlama, $"/tvl/{slug}", s_fresh, cancellationToken);
        return document.Root.Number() is { } locked
            ? $"TVL of {slug} {Figures.Dollars(locked)}; {Source(document)}"
            : throw new ToolException($"DefiLlama knows no protocol {slug}.");
    }

    /// <summary>[{"name":"Ethereum","tvl":53900000000.1,"tokenSymbol":"ETH",…},…], the largest first.</summary>
    private async Task<(List<(string Name, decimal Locked)> Chains, FeedDocument Document)> ChainsAsync(CancellationToken cancellationToken)
    {
        var document = await feeds.GetAsync(FeedCatalog.DefiLlama, "/v2/chains", s_fresh, cancellationToken);
        var chains = ((JsonElement?)document.Root).Items()
            .Select(entry => (Name: entry.Text("name") ?? "", Locked: entry.Number("tvl") ?? 0))
            .Where(chain => chain is { Name.Length: > 0, Locked: > 0 })
            .OrderByDescending(chain => chain.Locked)
            .ToList();
        return chains.Count > 0 ? (chains, document) : throw Wire.Unknown(FeedCatalog.DefiLlama, "chain");
    }

    private static string Source(FeedDocument document) => Figures.Source(FeedCatalog.DefiLlama, document.At, document.Stale);

    [GeneratedRegex(@"\A[a-z0-9-]{1,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();

    /// <summary>Short enough, and of such letters, that it can be no sentence.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9 .-]{0,23}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
