using LocalsOnly.Memory;
using LocalsOnly.Memory.Standing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Turns;

/// <summary>Finds what the person's history says to the newest message.</summary>
internal sealed class TurnRecall(IMemory memory, IOptions<AgentsOptions> options, TimeProvider time, ILogger<TurnRecall> logger, IStandingFacts? facts = null)
{
    // "And in July?" says little by itself; the message before it says what it is about.
    private const int ShortMessage = 40;

    private const int FewestCharacters = 200;

    /// <summary>Never throws for the memory's sake: a turn without memory is poorer, not impossible, and says so.</summary>
    public async Task<Recalled> RecallAsync(Persona persona, TurnRequest request, CancellationToken cancellationToken)
    {
        if (persona.Passages == 0) return new Recalled([], true, null);
        var newest = request.Messages[^1].Text;
        var previous = newest.Length < ShortMessage ? request.Messages.SkipLast(1).LastOrDefault(message => message.FromPerson)?.Text : null;
        try
        {
            var (passages, note) = await FindAsync(persona, request, newest, cancellationToken);
            if (passages.Count == 0 && previous is not null) (passages, note) = await FindAsync(persona, request, $"{previous} {newest}", cancellationToken);
            var characters = Math.Max(FewestCharacters, options.Value.PassageCharacters * persona.Passages / Math.Max(persona.Passages, passages.Count));
            var sources = passages
                .Select(InZone)
                .Select((passage, i) => new TurnSource(i + 1, passage, Excerpt.Take(passage.Text, newest, characters), Cited: false))
                .ToList();
            var anything = sources.Count > 0 || (await memory.CountAsync(request.Scope(persona), cancellationToken)).Messages > 0;
            return new Recalled(sources, anything, note) { Standing = await StandingAsync(request.Scope(persona), cancellationToken) };
        }
        catch (MemoryStoreException broken)
        {
            logger.LogWarning("Nothing could be recalled: {Reason}", broken.Message);
            return new Recalled([], true, $"memory could not be read: {broken.Message}");
        }
    }

    // What stands in the prompt already says nothing new, least of all the question itself, put before. For an order or a summary, more of it and each shorter.
    private async Task<(List<Passage> Passages, string? Note)> FindAsync(Persona persona, TurnRequest request, string question, CancellationToken cancellationToken)
    {
        var said = request.Messages.Select(message => message.Text).ToHashSet(StringComparer.Ordinal);
        // As many again as there is room for: echoes are left out of them.
        var limit = Math.Min((2 * persona.Passages) + said.Count, RecallRequest.MostPassages);
        var found = await memory.RecallAsync(request.Scope(persona), new RecallRequest(question) { Limit = limit, Zone = options.Value.Zone(time) }, cancellationToken);
        var passages = found.Listing.Count > 0 ? found.Listing : found.Passages;
        return ([.. Echo.Without(passages).Where(passage => !said.Contains(passage.Text)).Take(Math.Max(persona.Passages, found.Listing.Count))], found.Note);
    }

    private async Task<string> StandingAsync(MemoryScope scope, CancellationToken cancellationToken) =>
        facts is null || options.Value.StandingCharacters == 0
            ? ""
            : StandingBlock.Compose(await facts.ListAsync(scope, cancellationToken: cancellationToken), options.Value.StandingCharacters, time.GetUtcNow());

    /// <summary>What was said late in the evening was said on that day, wherever UTC has got to.</summary>
    private Passage InZone(Passage passage) =>
        passage.At is { } at ? passage with { At = TimeZoneInfo.ConvertTime(at, options.Value.Zone(time)) } : passage;
}

/// <summary>What a turn has to go on.</summary>
/// <param name="AnythingRemembered">False when the memory is empty, which a person is told differently from "no match".</param>
/// <param name="Note">Why nothing could be recalled; null when all went well.</param>
internal sealed record Recalled(IReadOnlyList<TurnSource> Sources, bool AnythingRemembered, string? Note)
{
    /// <summary>What the person said that is to hold, a line each; empty when there is nothing.</summary>
    public string Standing { get; init; } = "";

    /// <summary>Every word of it that comes into the prompt, titles and names included: it is quoted, and calls for nothing.</summary>
    public IEnumerable<string> Quoted => [.. Sources.SelectMany(source => (IEnumerable<string>)[source.Excerpt, source.Passage.Title, source.Passage.AuthorName ?? ""]), Standing];
}
