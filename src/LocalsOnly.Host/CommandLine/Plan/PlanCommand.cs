using System.CommandLine;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Inference;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Capacity;
using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Host.CommandLine.Plan;

/// <summary><c>locals plan</c>: what the house's hardware can serve, and what one more machine would change. Asks no machine anything.</summary>
internal static class PlanCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var options = new PlanOptionSet();
        var command = new Command("plan", "What the machines of the house can serve, and what one more would change. Ends with 1 when a stated need cannot be served.");
        options.AddTo(command);
        command.Options.Add(GlobalOptions.Json);
        command.SetAction(result =>
        {
            try
            {
                return Run(globals, options, result);
            }
            catch (CapacityException refused)
            {
                throw new CommandException(ExitCode.Failed, refused.Message);
            }
        });
        return command.WithExample("locals plan --example --tokens-per-month 1.9e9 --add mac-studio-512");
    }

    private static int Run(GlobalOptions globals, PlanOptionSet options, ParseResult result)
    {
        var json = result.GetValue(GlobalOptions.Json);
        if (options.Published(result)) return Published(json);
        var question = options.Example(result)
            ? PlanQuestion.Example(options, result)
            : PlanQuestion.OfHouse(CommandConfiguration.LoadValid(globals.Of(result)), options, result);
        var answer = question.Answer();
        if (json) Terminal.Json(answer, PlanJson.Default.PlanWire);
        else PlanScreen.Print(answer);
        return answer.CanServe == false ? ExitCode.Failed : ExitCode.Ok;
    }

    private static int Published(bool json)
    {
        if (json) Terminal.Json([.. PublishedRun.All.Select(PublishedWire.From)], PlanJson.Default.IReadOnlyListPublishedWire);
        else PublishedScreen.Print(PublishedRun.All);
        return PublishedRun.All.Any(run => Math.Abs(run.ErrorPercent ?? 0) > PublishedRun.GreatestError) ? ExitCode.Failed : ExitCode.Ok;
    }
}

/// <summary>What is asked: machines, a model, a workload, and machines one thinks of adding.</summary>
internal sealed record PlanQuestion(
    string Endpoint, IReadOnlyList<Node> Nodes, IReadOnlyList<string> OtherEndpoints, string Model, int Places, bool IsExample, double? TokensPerMonth, TokenMix Mix, ServiceLevel Level,
    IReadOnlyList<string> Added, MeasuredRates? Measured, LedgerWorkload? Own = null)
{
    /// <summary>When no need is stated, requests must still come at some rate; the answers shown then do not depend on it.</summary>
    private const double AnyNeed = 1e9;

    public static PlanQuestion Example(PlanOptionSet options, ParseResult result) =>
        Of(options, result, HouseNodes.ExampleEndpoint, HouseNodes.Example, [], options.Model(result) ?? HouseNodes.ExampleModel, CapacityPlan.ExoPlaces, isExample: true);

    /// <exception cref="CommandException">No machine is configured, or none for the endpoint, or no model is known of it.</exception>
    public static PlanQuestion OfHouse(HouseConfiguration house, PlanOptionSet options, ParseResult result)
    {
        var configuration = house.Root;
        var nodes = Read(configuration).Where(node => node.Role != NodeRole.Support && node.Endpoint is not null).ToList();
        if (nodes.Count == 0)
            throw new CommandException(
                ExitCode.NothingFound,
                "No machine is described. Write in appsettings.json \"Treasury\": { \"Nodes\": { \"studio\": { \"Hardware\": \"mac-studio-512\", \"Endpoint\": \"cluster\" } } }, or look at an example house: locals plan --example");
        var inference = configuration.GetSection(InferenceOptions.Section).Get<InferenceOptions>() ?? new InferenceOptions();
        var named = nodes.Select(node => node.Endpoint!).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var endpoint = options.Endpoint(result) ?? inference.Tiers.Heavy.FirstOrDefault(name => named.Contains(name, StringComparer.OrdinalIgnoreCase)) ?? named[0];
        var own = nodes.Where(node => node.Endpoint!.Equals(endpoint, StringComparison.OrdinalIgnoreCase)).ToList();
        if (own.Count == 0) throw new CommandException(ExitCode.NothingFound, $"No machine under Treasury:Nodes names the endpoint '{endpoint}'; there is {string.Join(", ", named)}.");
        var settings = inference.Endpoints.GetValueOrDefault(endpoint);
        var model = options.Model(result) ?? settings?.Model
            ?? throw new CommandException(ExitCode.NothingFound, $"Nothing says which model '{endpoint}' serves; set Inference:Endpoints:{endpoint}:Model, or give --model mlx-community/Qwen3-235B-A22B-8bit.");
        var question = Of(
            options, result, endpoint, own, [.. named.Where(name => !name.Equals(endpoint, StringComparison.OrdinalIgnoreCase))], model, settings?.MaxConcurrent ?? CapacityPlan.ExoPlaces, isExample: false);
        return options.Model(result) is null ? question.WithLedger(house, options.SaysMix(result)) : question;
    }

    /// <summary>What was really asked in the last thirty days stands for what would be assumed, as far as nothing else was said.</summary>
    private PlanQuestion WithLedger(HouseConfiguration house, bool saysMix)
    {
        var treasury = house.Root.GetSection(TreasuryOptions.Section).Get<TreasuryOptions>() ?? new TreasuryOptions();
        var book = new LedgerBook(Path.Combine(house.DataDirectory, "ledger"));
        var now = TimeProvider.System.GetUtcNow();
        LedgerWorkload? workload;
        try
        {
            workload = LedgerWorkload.Of(book, Endpoint, book.Rows(now.AddDays(-TokenMix.DaysPerMonth), now), treasury.ZoneOrLocal(TimeProvider.System));
        }
        catch (TreasuryException broken)
        {
            Terminal.Note($"{broken.Message} The plan assumes what requests are like.");
            return this;
        }

        if (workload is null || !workload.Model.Equals(Model, StringComparison.OrdinalIgnoreCase)) return this;
        var question = this with { Measured = Measured ?? workload.Measured };
        if (saysMix) return question;
        return TokensPerMonth is null
            ? question with { Own = workload, TokensPerMonth = workload.TokensPerSecond * TokenMix.SecondsPerMonth }
            : question with { Mix = workload.Mix };
    }

    private static IReadOnlyList<Node> Read(IConfiguration configuration)
    {
        try
        {
            return HouseNodes.Read(configuration);
        }
        catch (CapacityException wrong)
        {
            throw new CommandException(ExitCode.Configuration, wrong.Message);
        }
    }

    public PlanWire Answer()
    {
        var arrivals = Own?.Arrivals ?? SyntheticArrivals.Of(TokensPerMonth ?? AnyNeed, Mix);
        var model = ModelCatalog.Find(Model);
        var now = Report(Nodes);
        if (now is null && Added.Count == 0) Report(Nodes, required: true);
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        List<Node> more = [.. Nodes, .. Added.Select(id => Node.Added(id, Endpoint, counts[id] = counts.GetValueOrDefault(id) + 1))];
        var then = Added.Count == 0 ? null : Report(more, required: true);
        return PlanWire.From(this, model, now, then);

        CapacityReport? Report(IReadOnlyList<Node> nodes, bool required = false)
        {
            try
            {
                return new CapacityPlan(nodes, model, arrivals, Level, Measured, Places).Compute();
            }
            catch (CapacityException) when (!required)
            {
                // What does not fit today may fit with what is added.
                return null;
            }
        }
    }

    private static PlanQuestion Of(
        PlanOptionSet options, ParseResult result, string endpoint, IReadOnlyList<Node> nodes, IReadOnlyList<string> others, string model, int places, bool isExample) => new(
        endpoint, nodes, others, model, places, isExample, options.TokensPerMonth(result), options.Mix(result), new ServiceLevel(options.Slo(result)), options.Added(result),
        options.Measured(result, endpoint, model));
}
