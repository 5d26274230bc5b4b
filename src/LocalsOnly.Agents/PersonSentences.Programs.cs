using LocalsOnly.Inference;

namespace LocalsOnly.Agents;

/// <summary>The same failures as other programs of the house show them: there is no recall to stand in for the model.</summary>
public static partial class PersonSentences
{
    public const string FailedByDefect = "Something went wrong in the host that was not foreseen; its log says what.";

    /// <summary>Follows what is said of a persona that does not exist.</summary>
    public const string OrAModel = "A program may also ask for auto, heavy or light, or for a ready model by its full id.";

    /// <summary>No model answered another program: why, and what to do about it.</summary>
    public static string NotAnswered(InferenceException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var where = failure.Endpoint ?? "The endpoint";
        var model = failure.Model ?? "its model";
        return failure.Failure switch
        {
            InferenceFailure.NoEndpoint => "No model is set up or running on this machine. Start exo, Ollama, LM Studio, llama.cpp or vLLM, or set Inference:Endpoints.",
            InferenceFailure.NotPlaced => $"{where} is up, but {model} is not on it. Place it there, or set another Model for {where}.",
            InferenceFailure.Loading => $"{where} is still loading {model}. Ask again in a moment.",
            InferenceFailure.Overloaded => $"{where} has too much to do to take this now. Ask again in a moment.",
            InferenceFailure.CircuitOpen => $"{where} failed several times and is left alone for some seconds. Ask again after that, or run `locals doctor`.",
            InferenceFailure.BudgetSpent => $"{failure.Message.TrimEnd('.')}. Raise Treasury:Budgets, or wait until it begins anew.",
            InferenceFailure.Unsuitable when failure.IsTooLong => $"{failure.Message.TrimEnd('.')}. Shorten it.",
            InferenceFailure.Unsuitable => "No model of the house can do what this asks for: so long a prompt, tools, pictures, or the one that was named. `locals status` shows what there is.",
            InferenceFailure.PoisonedPrompt => $"This very request has crashed {model} before, so it was not sent again. Change it.",
            InferenceFailure.Unreachable => $"Nothing answers at {where}. Start it, or run `locals doctor` to see what is wrong.",
            InferenceFailure.RefusedByGuard => $"{where} is not an address in this house, so nothing was sent. Correct its Url, or allow it with AllowPublic.",
            InferenceFailure.ContextOverflow => $"The request is too long for {model}. Shorten it.",
            InferenceFailure.Deadline => $"{where} took the request but did not begin to answer in time. Try again, or run `locals doctor`.",
            InferenceFailure.Protocol => $"What answers at {where} does not speak like a model server. Check its Url and Protocol.",
            InferenceFailure.Truncated => $"{where} hung up before it said anything. Try again.",
            InferenceFailure.MalformedToolCall => $"{model} wrote a tool call that cannot be read. Try again.",
            InferenceFailure.ServerError when failure.IsConfiguration => $"{where} does not accept the request{(failure.Status is { } status ? $" ({status})" : "")}. Check its fields, and whether {where} wants a key.",
            _ => $"{where} answered with an error. Try again, or run `locals doctor`.",
        };
    }
}
