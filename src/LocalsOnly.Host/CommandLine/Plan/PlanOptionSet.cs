using System.CommandLine;
using System.Globalization;
using LocalsOnly.Treasury.Capacity;

namespace LocalsOnly.Host.CommandLine.Plan;

/// <summary>The options of <c>locals plan</c>.</summary>
internal sealed class PlanOptionSet
{
    private readonly Option<string?> _endpoint = new("--endpoint") { Description = "Whose machines; the one for heavy work by default.", HelpName = "name" };
    private readonly Option<string?> _model = new("--model") { Description = "Another model than the endpoint's.", HelpName = "id" };
    private readonly Option<string?> _need = Number("--tokens-per-month", "What a month of 30 days needs, all tokens together, e.g. 1.9e9.", "tokens");
    private readonly Option<string[]> _add = new("--add") { Description = "One more machine of the hardware list, e.g. mac-studio-512; may be given several times.", HelpName = "hardware", DefaultValueFactory = _ => [] };
    private readonly Option<string?> _slo = Number("--slo", "Seconds within which 95 % of the first tokens must come; 60 by default.", "seconds");
    private readonly Option<string?> _split = new("--split") { Description = "Percent of the tokens that are read, cached and written; 10/87/3 by default.", HelpName = "10/87/3" };
    private readonly Option<string?> _request = Number("--tokens-per-request", "Tokens of a mean request; 20000 by default.", "tokens");
    private readonly Option<string?> _prefill = Number("--measured-prefill", "Prompt tokens per second that you measured, in place of the prediction.", "rate");
    private readonly Option<string?> _decode = Number("--measured-decode", "Tokens per second of one stream that you measured, in place of the prediction.", "rate");
    private readonly Option<bool> _published = new("--published") { Description = "Published figures beside their predictions, and nothing of this house." };
    private readonly Option<bool> _example = new("--example") { Description = "An example house instead of the configured one: a DGX Spark, a Mac Studio and a MacBook Pro." };

    public void AddTo(Command command)
    {
        _split.Validators.Add(result =>
        {
            if (Shares(result.GetValueOrDefault<string?>()) is null) result.AddError("--split takes three percentages that add up to 100, like 10/87/3 (read/cached/written).");
        });
        _add.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (Hardware.Find(token.Value) is null)
                    result.AddError($"There is no hardware '{token.Value}' in the list; there is {string.Join(", ", Hardware.All.Select(hardware => hardware.Id))}.");
            }
        });
        foreach (var option in (Option[])[_endpoint, _model, _need, _add, _slo, _split, _request, _prefill, _decode, _published, _example]) command.Options.Add(option);
    }

    public string? Endpoint(ParseResult result) => result.GetValue(_endpoint);

    public string? Model(ParseResult result) => result.GetValue(_model);

    public bool Published(ParseResult result) => result.GetValue(_published);

    public bool Example(ParseResult result) => result.GetValue(_example);

    public IReadOnlyList<string> Added(ParseResult result) => result.GetValue(_add) ?? [];

    /// <summary>The person says what requests are like, so the ledger is not asked.</summary>
    public bool SaysMix(ParseResult result) => result.GetValue(_split) is not null || result.GetValue(_request) is not null;

    public double? TokensPerMonth(ParseResult result) => Parse(result.GetValue(_need));

    public double Slo(ParseResult result) => Parse(result.GetValue(_slo)) ?? ServiceLevel.Default.FirstTokenSeconds;

    public TokenMix Mix(ParseResult result)
    {
        var mix = Shares(result.GetValue(_split)) is [var uncached, var cached, var output]
            ? TokenMix.Agents with { UncachedShare = uncached, CachedShare = cached, OutputShare = output }
            : TokenMix.Agents;
        return (Parse(result.GetValue(_request)) is { } tokens ? mix with { TokensPerRequest = tokens } : mix).Checked();
    }

    public MeasuredRates? Measured(ParseResult result, string endpoint, string model)
    {
        var (prefill, decode) = (Parse(result.GetValue(_prefill)), Parse(result.GetValue(_decode)));
        // Who measured says so; how often is theirs to know.
        return prefill is null && decode is null ? null : new MeasuredRates(endpoint, model, prefill, decode, MeasuredRates.Fewest);
    }

    // As text, so that a value that cannot be parsed is a sentence.
    private static Option<string?> Number(string name, string description, string help)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = help };
        option.Validators.Add(result =>
        {
            if (Parse(result.GetValueOrDefault<string?>()) is not > 0) result.AddError($"{name} takes a number above 0, like 60 or 1.9e9.");
        });
        return option;
    }

    private static double? Parse(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static double[]? Shares(string? text)
    {
        var parts = text?.Split('/').Select(Parse).ToList();
        return parts is { Count: 3 } && parts.TrueForAll(part => part >= 0) && Math.Abs(parts.Sum()!.Value - 100) < 1e-6 ? [.. parts.Select(part => part!.Value / 100)] : null;
    }
}
