namespace LocalsOnly.Scheduling;

/// <summary>What was asked about tasks cannot be done. The message is one sentence with what to do.</summary>
internal sealed class TaskDeskException(string sentence, TaskRefusal refusal, Exception? innerException = null) : Exception(sentence, innerException)
{
    public TaskRefusal Refusal { get; } = refusal;
}

internal enum TaskRefusal
{
    /// <summary>What was asked makes no sense as it was written.</summary>
    Wrong,

    /// <summary>There is no such task, or no such run.</summary>
    Unknown,

    /// <summary>It runs, or waits to run, already.</summary>
    Open,
}
