namespace LocalsOnly.Simulation;

/// <summary>Ways in which exo fails a chat request.</summary>
public enum SimulatedFault
{
    /// <summary>Answers.</summary>
    None,

    /// <summary>404, no instance of the model, whatever <c>/state</c> says.</summary>
    NotPlaced,

    /// <summary>500 with <c>Internal Server Error</c> in plain text.</summary>
    InternalServerError,

    /// <summary>422, the request does not fit the schema.</summary>
    Unprocessable,

    /// <summary>405, as for any unknown POST.</summary>
    MethodNotAllowed,

    /// <summary>200 and a stream that is not an event stream.</summary>
    Garbage,

    /// <summary>200 and a web page.</summary>
    WebPage,

    /// <summary>200 and nothing.</summary>
    EmptyBody,

    /// <summary>200, then an error frame before any token.</summary>
    ErrorFirst,

    /// <summary>Half the answer, then an error frame.</summary>
    ErrorMidText,

    /// <summary>An error frame whose message is the raw text of a tool call that cannot be read.</summary>
    MalformedToolCall,

    /// <summary>Half the answer, then a clean end: what a deleted instance looks like.</summary>
    EndWithoutFinish,

    /// <summary>The whole answer with its finish reason, and no <c>[DONE]</c>.</summary>
    EndWithoutDone,

    /// <summary>Keep-alives for ever over a model that never answers.</summary>
    KeepAliveForever,

    /// <summary>Progress up to half of the prompt, then keep-alives for ever.</summary>
    StallInPrefill,

    /// <summary>Half the answer, then keep-alives for ever.</summary>
    StallMidText,

    /// <summary>Takes the request and says nothing at all, not even headers.</summary>
    Silence,

    /// <summary>Answers with null-valued fields in every delta, as v1.0.71 does.</summary>
    Nulls,
}

/// <summary>What <c>/state</c> says of the models' instances.</summary>
public enum SimulatedPlacement
{
    /// <summary>Every runner is ready.</summary>
    Ready,

    /// <summary>Half of the layers are loaded.</summary>
    Loading,

    /// <summary>A runner has failed.</summary>
    Failed,

    /// <summary>The last machine has gone silent; its runner is still called ready.</summary>
    SilentNode,

    /// <summary>Nothing is placed.</summary>
    None,
}
