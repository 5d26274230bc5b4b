using LocalsOnly.Simulation.Answering;
using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation.Engine;

/// <summary>How a job stopped.</summary>
internal enum JobEnd
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>Every token it was to write is there.</summary>
    Written,

    /// <summary>The runner died or refused; <see cref="ChatJob.Error"/> says how.</summary>
    Failed,

    /// <summary>Cancelled, or its instance deleted: nothing more comes.</summary>
    Dropped,
}

/// <summary>One prompt in an instance's batch. The engine moves the counters on, the request's stream reads them and writes.</summary>
internal sealed class ChatJob(ClusterTask task, AnswerScript script, string prompt, int promptTokens, Action wake) : IBatchJob
{
    private int _prefilled = -1;
    private int _written;
    private int _end;

    public ClusterTask Task { get; } = task;

    public AnswerScript Script { get; } = script;

    /// <summary>The prompt as the prefix cache compares it.</summary>
    public string Prompt { get; } = prompt;

    public int PromptTokens { get; } = promptTokens;

    public int CachedTokens { get; set; }

    /// <summary><c>none</c>, <c>partial</c> or <c>exact</c>.</summary>
    public string CacheHit { get; set; } = "none";

    /// <summary>Prompt tokens that have to be read.</summary>
    public int Uncached => PromptTokens - CachedTokens;

    /// <summary>Prompt tokens read so far, of those uncached; -1 before the first step.</summary>
    public int Prefilled
    {
        get => Volatile.Read(ref _prefilled);
        set => Volatile.Write(ref _prefilled, value);
    }

    /// <summary>Tokens there so far.</summary>
    public int Written
    {
        get => Volatile.Read(ref _written);
        set => Volatile.Write(ref _written, value);
    }

    public int Left => Script.Count - Written;

    /// <summary>Read it before the counters: they are final once it is set.</summary>
    public JobEnd End
    {
        get => (JobEnd)Volatile.Read(ref _end);
        set => Volatile.Write(ref _end, (int)value);
    }

    public string? Error { get; set; }

    public double PrefillSeconds { get; set; }

    public double DecodeSeconds { get; set; }

    public DateTimeOffset PrefillEnd { get; set; }

    public void Wake() => wake();
}
