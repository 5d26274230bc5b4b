using LocalsOnly.Memory;
using LocalsOnly.Memory.Standing;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>A memory that holds what the scenario gives its persona, and keeps nothing.</summary>
internal sealed class StagedMemory(Stage stage) : IMemory, IStandingFacts
{
    public Task<RecallResult> RecallAsync(MemoryScope scope, RecallRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(new RecallResult([.. Of(scope).Take(request.Limit)]));

    public Task<Remembered> RememberAsync(MemoryScope scope, Utterance utterance, CancellationToken cancellationToken = default) => Task.FromResult(new Remembered("eval:nothing", null));

    public Task<bool> ForgetAsync(MemoryScope scope, string conversationKey, CancellationToken cancellationToken = default) => Task.FromResult(false);

    public Task<Conversation?> OpenAsync(MemoryScope scope, string key, CancellationToken cancellationToken = default) => Task.FromResult<Conversation?>(null);

    public Task<MemoryCounts> CountAsync(MemoryScope scope, CancellationToken cancellationToken = default)
    {
        var passages = Of(scope).Count();
        return Task.FromResult(new MemoryCounts(passages, passages, new Dictionary<string, int>()));
    }

    public Task<IReadOnlyList<StandingRecord>> ListAsync(MemoryScope scope, bool everything = false, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<StandingRecord>>([]);

    public Task<bool> DecideAsync(StandingDecision decision, CancellationToken cancellationToken = default) => Task.FromResult(false);

    // What a colleague remembers is not what the scenario is about.
    private IEnumerable<Passage> Of(MemoryScope scope) =>
        scope.Persona != stage.Scenario?.Persona
            ? []
            : stage.Given.Passages
                .Select((given, i) => (Given: given, Number: i + 1))
                .Where(pair => scope.Sources is null || scope.Sources.Contains(pair.Given.Source))
                .Select(pair => new Passage(
                    FormattableString.Invariant($"eval:{pair.Number}:1"),
                    FormattableString.Invariant($"eval:{pair.Number}"),
                    pair.Given.Source,
                    pair.Given.Title,
                    pair.Given.FromPerson ? MessageAuthor.User : MessageAuthor.Assistant,
                    pair.Given.Date is { } day ? new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero) : null,
                    pair.Given.Text,
                    1.0 / pair.Number));
}
