using System.Net;
using LocalsOnly.Discord.Rest;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>
/// One try of a request of the house while Discord.Net carries it. Discord.Net decides when it goes and to which address; what it says, and what comes back, are the house's own,
/// because the library's objects cannot say all of it: a nonce that Discord enforces, hidden previews of an answer, files that an edit adds to those that are there.
/// It reaches <see cref="LibraryHttp"/> with the flow of execution, since the library has no place for it.
/// </summary>
/// <param name="deadline">For all tries together.</param>
internal sealed class Exchange(RestRequest request, Deadline deadline)
{
    private static readonly AsyncLocal<Exchange?> s_current = new();

    /// <summary>The one whose call of the library is under way here; null for what the library asks by itself.</summary>
    public static Exchange? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    public RestRequest Request => request;

    public Deadline Deadline => deadline;

    /// <summary>What the library is answered without asking Discord: JSON in UTF-8; null to ask.</summary>
    public byte[]? Known { get; init; }

    /// <summary>It has left at least once.</summary>
    public bool WasSent { get; private set; }

    /// <summary>What Discord answered last; null when nothing came back.</summary>
    public (HttpStatusCode Status, byte[] Body)? Answer { get; private set; }

    /// <summary>Why nothing came back; null when something did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Discord may have done what it was asked, though it did not say so.</summary>
    public bool MayBeDone { get; private set; }

    public bool IsDone => Answer is { } answer && (int)answer.Status is >= 200 and < 300;

    /// <summary>Whether the library is asking for what was meant; a question of its own on the way is neither given this body nor taken for the answer.</summary>
    /// <param name="endpoint">The path apart from the version, with its query.</param>
    public bool IsAbout(string method, string endpoint) =>
        request.Route.Method.Method == method && MemoryExtensions.Equals(Plain(endpoint), Plain(request.Route.Path), StringComparison.OrdinalIgnoreCase);

    public void Sending() => (WasSent, Answer, Failure) = (true, null, null);

    public void Answered(HttpStatusCode status, byte[] body) => (Answer, MayBeDone) = ((status, body), (int)status >= 500);

    public void Failed(Exception failure, bool mayBeDone) => (Failure, MayBeDone) = (failure, mayBeDone);

    private static ReadOnlySpan<char> Plain(ReadOnlySpan<char> path) => path.IndexOf('?') is >= 0 and var query ? path[..query] : path;
}
