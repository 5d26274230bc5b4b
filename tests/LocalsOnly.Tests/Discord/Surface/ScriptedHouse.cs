using System.Collections.Concurrent;
using LocalsOnly.Agents;
using LocalsOnly.Discord.House;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Standing;

namespace LocalsOnly.Tests.Discord;

/// <summary>The rest of the house behind the chat surface, as far as a command asks for it: it holds what a test puts into it.</summary>
internal sealed class ScriptedHouse : IPersonaStore, IEndpointDirectory, IApprovals, ISessions, IOwnWords, IStandingFacts, IHouseReports, IHouseImport
{
    private readonly List<Persona> _personas = [];

    public ScriptedArchive Archive { get; } = new();

    public List<EndpointSnapshot> Endpoints { get; } = [];

    public List<PendingApproval> Plans { get; } = [];

    public List<string> Confirmed { get; } = [];

    public List<SessionSummaryLine> Sessions { get; } = [];

    public List<StandingRecord> Facts { get; } = [];

    public List<StandingDecision> Decisions { get; } = [];

    public Dictionary<string, TurnRecord> Turns { get; } = [];

    /// <summary>What personas said by themselves.</summary>
    public ConcurrentQueue<SpokenWords> Spoken { get; } = [];

    /// <summary>What was imported: the name of the file and what was in it.</summary>
    public List<(string Name, string Text)> Imported { get; } = [];

    IReadOnlyList<Persona> IPersonaStore.All => _personas;

    IReadOnlyList<PersonaProblem> IPersonaStore.Problems => [];

    IReadOnlyList<EndpointSnapshot> IEndpointDirectory.Endpoints => Endpoints;

    IReadOnlyList<EndpointAddress> IEndpointDirectory.Addresses => [];

    public void Add(string id, params string[] channels) =>
        _personas.Add(new Persona(id, char.ToUpperInvariant(id[0]) + id[1..], $"{id} at work", Tier.Heavy, [], null, 6, channels, [], "#000000", $"You are {id}."));

    Persona? IPersonaStore.Find(string id) => _personas.FirstOrDefault(persona => persona.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    Task<IReadOnlyList<EndpointSnapshot>> IEndpointDirectory.RefreshAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<EndpointSnapshot>>(Endpoints);

    IReadOnlyList<PendingApproval> IApprovals.Pending(string? channel) => [.. Plans];

    string IApprovals.Confirm(string code, string? channel)
    {
        Confirmed.Add($"{code} in {channel ?? "private"}");
        return $"Plan {code} is confirmed.";
    }

    IReadOnlyList<SessionSummaryLine> ISessions.List() => [.. Sessions];

    IReadOnlyList<SessionLine>? ISessions.Show(string name) => null;

    bool ISessions.Delete(string name) => Sessions.RemoveAll(session => session.Name == name) > 0;

    TurnRecord? ISessions.Why(string? turn) => turn is null ? null : Turns.GetValueOrDefault(turn);

    Task IOwnWords.KeepAsync(SpokenWords words, CancellationToken cancellationToken)
    {
        Spoken.Enqueue(words);
        return Task.CompletedTask;
    }

    Task<IReadOnlyList<StandingRecord>> IStandingFacts.ListAsync(MemoryScope scope, bool everything, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StandingRecord>>([.. Facts.Where(fact => !Decisions.Exists(decision => decision.RecordId == fact.Id))]);

    Task<bool> IStandingFacts.DecideAsync(StandingDecision decision, CancellationToken cancellationToken)
    {
        Decisions.Add(decision);
        return Task.FromResult(Facts.Exists(fact => fact.Id == decision.RecordId));
    }

    Task<string> IHouseReports.StatusAsync(CancellationToken cancellationToken) => Task.FromResult("all is well");

    Task<string> IHouseReports.UsageAsync(CancellationToken cancellationToken) => Task.FromResult("nothing was asked");

    string IHouseReports.Route(string? persona, string message) => $"{persona ?? "nobody"}: {message}";

    async Task<string> IHouseImport.ImportAsync(string path, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("Reading: 50 %");
        Imported.Add((Path.GetFileName(path), await File.ReadAllTextAsync(path, cancellationToken)));
        return "1 found = 1 new";
    }
}

/// <summary>An archive that can only forget, and notes what.</summary>
internal sealed class ScriptedArchive : IConversationArchive
{
    public List<ConversationLabel> Conversations { get; } = [];

    public List<ForgetSelection> Forgotten { get; } = [];

    public Task<ForgetPreview> PreviewForgetAsync(ForgetSelection selection, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ForgetPreview([.. Conversations], Conversations.Sum(conversation => conversation.Messages), 0));

    public Task<ForgetResult> ForgetAsync(ForgetSelection selection, CancellationToken cancellationToken = default)
    {
        Forgotten.Add(selection);
        return Task.FromResult(new ForgetResult(Conversations.Count, Conversations.Sum(conversation => conversation.Messages), 0, 0));
    }

    public Task<IReadOnlyList<ImportSummary>> ListImportsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ImportDetails?> FindImportAsync(int number, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<UndoResult?> UndoAsync(int number, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<int> AllowAsync(string? conversationKey, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task AssignProjectAsync(string conversationKey, string? project, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task AssignProjectsAsync(IReadOnlyCollection<ProjectAssignment> assignments, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ArchiveVerdict> VerifyAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<CompactResult> CompactAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
