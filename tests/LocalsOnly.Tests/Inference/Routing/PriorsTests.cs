using LocalsOnly.Inference;
using LocalsOnly.Inference.Routing;

namespace LocalsOnly.Tests.Inference.Routing;

public sealed class PriorsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 20, 0, 0, TimeSpan.Zero);
    private readonly TemporaryDirectory _directory = new();
    private readonly List<RouteJournalLine> _journal = [];

    [Fact]
    public void Light_answers_that_were_wanting_raise_the_share()
    {
        Light("vince", 10, OutcomeKind.ThumbsDown);
        Light("echo", 10, OutcomeKind.ThumbsUp);
        var fitted = Fit();
        Assert.Equal(new FittedShare(Math.Round((6 + 10) / 30.0, 3), 10, 0, 0), fitted.Personas["vince"]);
        Assert.Equal(new FittedShare(0.2, 0, 10, 0), fitted.Personas["echo"]);
        Assert.Equal(0.533, fitted.HeavyShare("VINCE", null));
        Assert.Null(fitted.HeavyShare("kelly", null));
    }

    [Fact]
    public void Silence_is_weak_praise()
    {
        Light("vince", 5, OutcomeKind.Regenerate);
        Light("vince", 40, null);
        Assert.Equal(new FittedShare(Math.Round((6 + 5) / (20 + 5 + 10.0), 3), 5, 0, 40), Fit().Personas["vince"]);
    }

    [Fact]
    public void With_too_few_judgements_the_share_in_force_stays()
    {
        Light("vince", 4, OutcomeKind.ThumbsDown);
        Assert.Empty(Fit().Personas);
        var current = new RoutePriors { Personas = { ["vince"] = new FittedShare(0.5, 9, 9, 0) } };
        Assert.Equal(0.5, Fit(current).HeavyShare("vince", null));
    }

    [Fact]
    public void Fitting_twice_to_the_same_journal_gives_the_same()
    {
        Light("vince", 10, OutcomeKind.ThumbsDown);
        Assert.Equal(Fit().Personas["vince"], Fit(Fit()).Personas["vince"]);
    }

    [Fact]
    public void Of_an_escalated_answer_only_the_escalation_itself_is_judged()
    {
        for (var i = 0; i < 6; i++)
        {
            Decide($"e{i}", "vince", Tier.Heavy, escalated: true);
            Judge($"e{i}", OutcomeKind.ThumbsUp);
            Judge($"e{i}", OutcomeKind.EscalationHelped);
        }

        Assert.Equal(6, Fit().Personas["vince"].Wanting);
        Assert.Equal(0, Fit().Personas["vince"].Fine);
    }

    [Fact]
    public void Heavy_answers_and_outcomes_of_nothing_say_nothing()
    {
        for (var i = 0; i < 10; i++)
        {
            Decide($"h{i}", "vince", Tier.Heavy, escalated: false);
            Judge($"h{i}", OutcomeKind.ThumbsDown);
            Judge($"unknown{i}", OutcomeKind.ThumbsDown);
        }

        Assert.Empty(Fit().Personas);
    }

    [Fact]
    public void A_task_goes_before_its_persona()
    {
        var priors = new RoutePriors { Personas = { ["solus"] = new FittedShare(0.9, 0, 0, 0) }, Tasks = { ["report"] = new FittedShare(0.4, 0, 0, 0) } };
        Assert.Equal(0.4, priors.HeavyShare("solus", "report"));
        Assert.Equal(0.9, priors.HeavyShare("solus", "other"));
    }

    [Fact]
    public void What_is_saved_is_loaded()
    {
        Light("vince", 10, OutcomeKind.ThumbsDown);
        var path = RoutePriors.PathFor(_directory.Combine("routes.jsonl"));
        Assert.Same(RoutePriors.None, RoutePriors.Load(path));
        Fit().Save(path);
        Fit().Save(path);
        var loaded = RoutePriors.Load(path);
        Assert.Equal(0.533, loaded.HeavyShare("Vince", null));
        Assert.Equal(Now, loaded.FittedAt);
    }

    [Theory]
    [InlineData("{}x")]
    [InlineData("""{"version":99}""")]
    [InlineData("""{"version":1,"personas":{"a":{"share":7,"wanting":0,"fine":0,"silent":0}}}""")]
    public void A_file_that_cannot_be_used_is_refused_with_what_to_do(string json)
    {
        var refused = Assert.Throws<InvalidDataException>(() => RoutePriors.Load(_directory.Write("route-priors.json", json)));
        Assert.Contains("locals route refit", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private RoutePriors Fit(RoutePriors? current = null) => PriorsFit.Fit(_journal, current ?? RoutePriors.None, _ => 0.3, Now);

    private void Light(string persona, int count, OutcomeKind? outcome)
    {
        for (var i = 0; i < count; i++)
        {
            var id = $"{persona}{_journal.Count}";
            Decide(id, persona, Tier.Light, escalated: false);
            if (outcome is { } kind) Judge(id, kind);
        }
    }

    private void Decide(string id, string persona, Tier answered, bool escalated) =>
        _journal.Add(new RouteJournalLine { Id = id, At = Now, Persona = persona, Answered = answered, Escalated = escalated ? true : null });

    private void Judge(string id, OutcomeKind kind) => _journal.Add(RouteJournalLine.Of(new JournalOutcome(id, kind, Now)));
}
