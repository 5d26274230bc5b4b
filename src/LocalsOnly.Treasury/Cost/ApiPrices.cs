using System.Text.Json;
using System.Text.Json.Serialization;
using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Treasury.Cost;

/// <summary>What an API takes, in US dollars for a million tokens.</summary>
/// <param name="Id"><c>provider/model</c>.</param>
/// <param name="CacheHit">For prompt tokens in the provider's cache; null when it makes no difference.</param>
/// <param name="Official">Sold by the maker of the model.</param>
/// <param name="Date">The day it was read.</param>
internal sealed record ApiPrice(string Id, decimal Input, decimal? CacheHit, decimal Output, bool Official, string Source, DateOnly Date)
{
    private const decimal Million = 1_000_000m;

    /// <summary>US dollars for tokens; those of reasoning cost what output costs.</summary>
    public decimal Of(UsageSum usage) => ((usage.Uncached * Input) + (usage.Cached * (CacheHit ?? Input)) + (usage.Written * Output)) / Million;

    /// <summary>US dollars for what was written alone, as comparisons that forget the prompt count it.</summary>
    public decimal OfOutputOnly(UsageSum usage) => usage.Written * Output / Million;
}

/// <summary>The price list that is shipped, with the house's own rows in place of or beside it. Never fetched.</summary>
internal sealed class ApiPrices
{
    /// <summary>What is compared with when nothing that runs here has a namesake: the API of the user's own document.</summary>
    private const string Usual = "moonshot/kimi-k2.5";

    private static readonly Lazy<IReadOnlyList<ApiPrice>> s_shipped = new(Load);

    public ApiPrices(TreasuryOptions options)
    {
        var own = options.Prices.Select(row => new ApiPrice(row.Key, row.Value.Input, row.Value.CacheHit, row.Value.Output, row.Value.Official, row.Value.Source, row.Value.Date)).ToList();
        All = [.. own, .. s_shipped.Value.Where(price => !options.Prices.ContainsKey(price.Id))];
        _compare = options.Compare;
    }

    private readonly string? _compare;

    public IReadOnlyList<ApiPrice> All { get; }

    /// <summary>The official API to compare with: the configured one, else the namesake of a model that runs here, else Kimi K2.5.</summary>
    /// <param name="models">Models that run here, the busiest first.</param>
    /// <exception cref="TreasuryException">The configured one is not in the list.</exception>
    public ApiPrice Counterpart(IEnumerable<string> models)
    {
        if (_compare is { Length: > 0 } named)
            return All.FirstOrDefault(price => price.Id.Equals(named, StringComparison.OrdinalIgnoreCase))
                ?? throw new TreasuryException($"Treasury:Compare is {named}, which is not in the price list; it has {string.Join(", ", All.Select(price => price.Id))}.");
        foreach (var model in models)
            if (All.FirstOrDefault(price => price.Official && IsNamesake(price.Id, model)) is { } namesake) return namesake;
        return All.First(price => price.Id == Usual);
    }

    /// <summary>The one that takes least for these tokens.</summary>
    public ApiPrice Cheapest(UsageSum usage) => All.MinBy(price => price.Of(usage))!;

    private static bool IsNamesake(string priced, string model)
    {
        var name = Plain(priced[(priced.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return Plain(model).Contains(name, StringComparison.Ordinal);
    }

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static IReadOnlyList<ApiPrice> Load()
    {
        using var list = typeof(ApiPrices).Assembly.GetManifestResourceStream("prices.json")!;
        return JsonSerializer.Deserialize(list, PriceListJson.Default.PriceList)!.Prices;
    }
}

internal sealed record PriceList(string Note, IReadOnlyList<ApiPrice> Prices);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PriceList))]
internal sealed partial class PriceListJson : JsonSerializerContext;
