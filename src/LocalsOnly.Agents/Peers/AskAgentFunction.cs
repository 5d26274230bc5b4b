using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Peers;

/// <summary><c>ask_agent</c>: a question to a colleague, answered inside, with the colleague's own tools and memory. Whom a persona may ask stands in its header.</summary>
internal sealed class AskAgentFunction : AIFunction
{
    public const string ToolName = "ask_agent";

    private const int LongestQuestion = 1000;

    private readonly IReadOnlyList<Persona> _peers;
    private readonly Func<Persona, string, CancellationToken, Task<string>> _ask;

    /// <param name="peers">Those whom the asker's header names and who can answer; at least one.</param>
    /// <param name="ask">Runs the peer's turn.</param>
    public AskAgentFunction(IReadOnlyList<Persona> peers, Func<Persona, string, CancellationToken, Task<string>> ask)
    {
        (_peers, _ask) = (peers, ask);
        Description = "Asks a colleague and gives you the answer. Pass it on under the colleague's name; never tell the person to ask somebody themselves. "
            + string.Join(" ", peers.Select(peer => $"{peer.Id}: {peer.Description}."));
        JsonSchema = Schema(peers);
    }

    public override string Name => ToolName;

    public override string Description { get; }

    public override JsonElement JsonSchema { get; }

    /// <summary>What the answer of a peer begins with: its name stands before its words.</summary>
    public static string Answers(Persona peer) => $"{peer.Name} answers";

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var id = Text(arguments, "persona");
        var question = Text(arguments, "question");
        var peer = _peers.FirstOrDefault(peer => peer.Id.Equals(id, StringComparison.OrdinalIgnoreCase) || peer.Name.Equals(id, StringComparison.OrdinalIgnoreCase))
            ?? throw new Tools.ToolException($"You cannot ask '{PersonSentences.Plain(id)}'; you may ask {string.Join(", ", _peers.Select(peer => peer.Id))}.");
        if (question.Length > LongestQuestion) throw new Tools.ToolException($"The question has {question.Length} characters and may have {LongestQuestion}; shorten it.");
        return await _ask(peer, question, cancellationToken);
    }

    private static string Text(AIFunctionArguments arguments, string name)
    {
        var text = arguments.TryGetValue(name, out var value)
            ? value switch
            {
                string plain => plain,
                JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
                _ => null,
            }
            : null;
        return string.IsNullOrWhiteSpace(text) ? throw new Tools.ToolException($"{name} is missing; give it as a text that is not empty.") : text.Trim();
    }

    private static JsonElement Schema(IReadOnlyList<Persona> peers) => JsonSerializer.SerializeToElement(
        new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["persona"] = new JsonObject { ["type"] = "string", ["description"] = "Whom to ask", ["enum"] = new JsonArray([.. peers.Select(peer => (JsonNode)peer.Id)]) },
                ["question"] = new JsonObject { ["type"] = "string", ["description"] = "The whole question, with all that the colleague must know to answer it" },
            },
            ["required"] = new JsonArray("persona", "question"),
        },
        AIJsonUtilities.DefaultOptions);
}
