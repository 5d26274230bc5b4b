using LocalsOnly.Inference;
using LocalsOnly.Inference.Routing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Benchmarks.Routing;

/// <summary>
/// Routing decisions between a cluster and a Mac Mini, as the router takes one for every prompt: questions, follow-ups, and every eighth
/// time a page of 20,000 characters.
/// </summary>
internal sealed class Decision : IDisposable
{
    private static readonly string[] s_questions =
    [
        "Which hotel did we book in Lisbon?",
        "And for how many nights?",
        "Compare the two heat pump offers and explain step by step which one is cheaper over 36 months at 0.31 per kWh.",
        "Was hat der Arzt zu meinem Knie gesagt, und wann war das?",
        "Thanks!",
        "Derive the break-even of a 30-delta put sold at 2.15 with 45 days left, and say what happens to it when volatility doubles.",
        "里斯本的酒店订了几晚？",
        string.Concat(Enumerable.Repeat("Line 14: 1,240.50 against 1,310.00; the second offer leaves out the pipes. ", 270)),
    ];

    private readonly ServiceProvider _services;
    private readonly RoutePlanner _planner;
    private readonly (ChatMessage[] Messages, ChatOptions Options)[] _prompts;
    private int _next;

    public Decision()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Inference:Endpoints:cluster:Url"] = "http://127.0.0.1:9",
            ["Inference:Endpoints:cluster:Model"] = "bench/heavy",
            ["Inference:Endpoints:mini:Url"] = "http://127.0.0.1:10",
            ["Inference:Endpoints:mini:Protocol"] = "OpenAI",
            ["Inference:Endpoints:mini:Model"] = "bench/light",
            ["Inference:Tiers:Heavy:0"] = "cluster",
            ["Inference:Tiers:Light:0"] = "mini",
        };
        _services = new ServiceCollection().AddInference(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
        _planner = _services.GetRequiredService<RoutePlanner>();
        _prompts = [.. s_questions.Select((question, i) => (
            (ChatMessage[])[
                new ChatMessage(ChatRole.System, "You are a persona of this house and answer from what it remembers."),
                new ChatMessage(ChatRole.User, "We are planning the trip."),
                new ChatMessage(ChatRole.Assistant, "Good; what shall I look up?"),
                new ChatMessage(ChatRole.User, question),
            ],
            new ChatOptions { MaxOutputTokens = 800 }.WithRoute(new RouteRequest { Persona = "vince", PersonaTier = Tier.Heavy, Conversation = $"c{i}" })))];
    }

    public RoutePlan Take()
    {
        var (messages, options) = _prompts[_next++ % _prompts.Length];
        return _planner.Plan(messages, options);
    }

    /// <summary>The same decision written down once more and not decided: what the record itself allocates.</summary>
    public static RoutePlan Copy(RoutePlan plan) => new()
    {
        Request = plan.Request,
        Prompt = plan.Prompt,
        PinnedModel = plan.PinnedModel,
        Tier = plan.Tier,
        DecidedBy = plan.DecidedBy,
        Reading = plan.Reading,
        HeavyShare = plan.HeavyShare,
        Cut = plan.Cut,
        At = plan.At,
        Targets = [.. plan.Targets],
        MayEscalate = plan.MayEscalate,
    };

    public void Dispose() => _services.Dispose();
}
