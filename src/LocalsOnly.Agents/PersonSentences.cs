using LocalsOnly.Inference;
using LocalsOnly.Inference.Cluster;
using LocalsOnly.Memory.Knowledge;

namespace LocalsOnly.Agents;

/// <summary>Every sentence in which a failure reaches a person: what happened, and what to do. No other module words one.</summary>
public static partial class PersonSentences
{
    public const string HostStopping = "The host is stopping; ask again when it is back.";

    public const string InterruptedByStop = "The host was stopped before the answer was finished; ask again when it is back.";

    public const string InterruptedByDefect = "Something went wrong in the middle of the answer; what is above is incomplete. Ask again; if it stays so, the host's log says what.";

    public const string NothingAsked = "There is no message to answer; write one.";

    public const string SaidNothing = "The model ended without saying anything.";

    public const string PicturesNotSeen = "(No model that is placed here can see pictures, so this was answered without looking at them. Place a vision model on the cluster to change that.)";

    public const string NoAnswerFromTools = "The model called tools and ended without an answer. Ask again, or ask for less at once.";

    /// <summary>No model answered: why, and what to do about it.</summary>
    public static string NoModel(InferenceException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        // The failure that a person can do most about speaks for all attempts.
        var attempts = failure.Attempts.Count > 0 ? failure.Attempts : [failure];
        var telling = attempts.OrderBy(attempt => Telling(attempt.Failure)).First();
        var where = telling.Endpoint ?? "the endpoint";
        var model = telling.Model ?? "its model";
        return telling.Failure switch
        {
            InferenceFailure.NoEndpoint =>
                "No model is set up or running on this machine, so this is recall only. Start exo, Ollama, LM Studio, llama.cpp or vLLM, or set Inference:Endpoints.",
            InferenceFailure.NotPlaced when telling.Model is null =>
                $"{where} is up, but no model is placed on it, so this is recall only. Place one with: locals cluster place <model>",
            InferenceFailure.NotPlaced =>
                $"{where} is up, but {model} is not on it, so this is recall only. On an exo cluster, place it with: {ClusterCommands.Place(model)}; on another server, download it there.",
            InferenceFailure.Loading => $"{where} is still loading {model}, so this is recall only. Ask again when it is done; `locals cluster` shows how far it is.",
            InferenceFailure.Unreachable => $"Nothing answers at {where}, so this is recall only. Start it, or run `locals doctor` to see what is wrong.",
            InferenceFailure.RefusedByGuard => $"{where} is not an address in this house, so nothing was sent and this is recall only. Correct its Url, or allow it with AllowPublic.",
            InferenceFailure.ContextOverflow => "The conversation is too long for the model, so this is recall only. Start a new chat.",
            InferenceFailure.Deadline => $"{where} took the question but did not begin to answer in time, so this is recall only. Try again, or run `locals doctor`.",
            InferenceFailure.Protocol => $"What answers at {where} does not speak like a model server, so this is recall only. Check its Url and Protocol.",
            InferenceFailure.Truncated => $"{where} hung up before it said anything, so this is recall only. Try again.",
            InferenceFailure.MalformedToolCall => $"{model} answered with something unreadable, so this is recall only. Try again.",
            InferenceFailure.Overloaded => $"{where} is too busy to begin in time, so this is recall only. Ask again {Soon(telling.RetryAfter)}.",
            InferenceFailure.CircuitOpen => $"{where} failed several times in a row and is left alone for now, so this is recall only. Ask again {Soon(telling.RetryAfter)}, or run `locals status`.",
            InferenceFailure.PoisonedPrompt =>
                $"This very message has made {model} crash before, so it was not sent again and this is recall only. Say it in other words, or start a new chat.",
            InferenceFailure.BudgetSpent => $"{telling.Message.TrimEnd('.')}; this is recall only. Raise Treasury:Budgets, or wait for the next day, week or month that it counts by.",
            InferenceFailure.Unsuitable => $"{telling.Message.TrimEnd('.')}; so this is recall only. Shorten it, or name another model.",
            _ => $"{where} answered with an error, so this is recall only. Try again, or run `locals doctor`.",
        };
    }

    private static string Soon(TimeSpan? wait) => wait is { TotalSeconds: > 0 } known ? $"in {Math.Ceiling(known.TotalSeconds):0} s" : "in a moment";

    /// <summary>Stands at the end of a reply that another tier than the one asked has given.</summary>
    public static string StoodIn(Tier asked, string endpoint) => asked == Tier.Heavy
        ? $"({endpoint}, the light tier, answered this: the heavy one could not. Ask again later for a deeper answer.)"
        : $"({endpoint}, the heavy tier, answered this: the light one could not.)";

    /// <summary>Stands at the end of a reply that a budget has something to say of.</summary>
    public static string Budget(BudgetVerdict verdict) => verdict.Action == BudgetAction.Downgrade
        ? $"({verdict.Clause}, so the light tier is asked. `locals treasury budget` shows it.)"
        : $"({verdict.Clause}. `locals treasury budget` shows it.)";

    /// <summary>A reply that broke off after its first words.</summary>
    public static string Interrupted(InferenceException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var where = failure.Endpoint ?? "The model";
        return failure.Failure switch
        {
            InferenceFailure.Deadline => $"{where} stopped in the middle of the answer; what is above is incomplete. Ask again to retry.",
            InferenceFailure.ServerError => $"{where} failed in the middle of the answer; what is above is incomplete. Ask again to retry.",
            _ => $"The connection to {where} broke in the middle of the answer; what is above is incomplete. Ask again to retry.",
        };
    }

    public static string UnknownPersona(string id, IPersonaStore personas)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(personas);
        if (personas.Problems.FirstOrDefault(problem => problem.Id.Equals(id.Trim(), StringComparison.OrdinalIgnoreCase)) is { } broken)
            return $"{id.Trim()} cannot answer: {broken.Sentence}";
        var names = string.Join(", ", personas.All.Select(persona => persona.Id));
        return names.Length == 0
            ? $"There is no persona '{Plain(id)}'; in fact there is none at all. Check Agents:Folder with `locals doctor`."
            : $"There is no persona '{Plain(id)}'; there is {names}.";
    }

    /// <summary>How a source is called when speaking of it.</summary>
    public static string Vendor(string source) => source switch
    {
        "chatgpt" => "ChatGPT",
        "claude" => "Claude",
        KnowledgeConversation.Source => "your notes",
        _ => source,
    };

    /// <summary>Foreign text on one line, without control characters, at most 120 characters.</summary>
    public static string Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = new string([.. text.Where(c => !char.IsControl(c))]);
        return clean.Length <= 120 ? clean : clean[..119] + "…";
    }

    /// <summary>The part of a message that is about some words, on one line.</summary>
    public static string Excerpt(string text, string words, int limit) =>
        Turns.Excerpt.OneLine(Turns.Excerpt.Take(text, words, limit), limit);

    private static int Telling(InferenceFailure failure) => failure switch
    {
        InferenceFailure.RefusedByGuard => 0,
        InferenceFailure.NotPlaced or InferenceFailure.Loading => 1,
        InferenceFailure.ContextOverflow or InferenceFailure.Unsuitable or InferenceFailure.PoisonedPrompt => 2,
        InferenceFailure.ServerError or InferenceFailure.MalformedToolCall or InferenceFailure.Truncated => 3,
        InferenceFailure.Protocol => 4,
        InferenceFailure.Deadline => 5,
        InferenceFailure.Unreachable => 6,
        InferenceFailure.Overloaded or InferenceFailure.CircuitOpen => 7,
        _ => 8,
    };
}
