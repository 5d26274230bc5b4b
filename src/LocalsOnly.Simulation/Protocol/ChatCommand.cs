using System.Text.Json;
using LocalsOnly.Simulation.Answering;
using LocalsOnly.Simulation.Engine;
using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>One chat request on its way through the cluster: a task in the state, a job in an instance's batch, cancellable on its node.</summary>
internal sealed class ChatCommand(SimulatedExoNode node, ChatBody chat, JsonElement body, SimulatedFault fault, string id)
{
    private ClusterTask? _task;
    private ChatJob? _job;
    private Instance? _instance;

    public string Id => id;

    /// <summary>Hands the request over. No job when there is no instance that would decode it: then it waits for ever.</summary>
    /// <param name="wake">Called whenever the job has moved on.</param>
    public (ChatJob? Job, int ChunkTokens) Begin(Action wake)
    {
        var state = node.State;
        lock (state.Gate)
        {
            _task = state.AddTask(id, chat.Model, body);
            _instance = _task is null ? null : state.Instance(_task.InstanceId);
            if (_instance is null)
                return (null, 0);
            var script = AnswerWriter.Write(chat, _instance.Model, node.Answer, fault) with { AtHalfWay = node.TakeMidAnswer() };
            _job = new ChatJob(_task!, script, chat.Prompt, chat.PromptTokens, wake);
        }

        node.Remember(id, Cancel);
        // A request that the runner never picks up: its task is there, its tokens never come.
        if (fault == SimulatedFault.KeepAliveForever || chat.TestHook == "TIMEOUT")
            _instance.Engine.Hold(_job);
        else
            _instance.Engine.Submit(_job);
        if (chat.TestHook is "FAIL" or "OOM")
            state.Crash(_instance, chat.TestHook == "OOM" ? "signal=9 (Killed)" : "signal=6 (Abort trap)");
        return (_job, _instance.Engine.ChunkTokens);
    }

    /// <summary>The request is over, however it ended.</summary>
    public void End()
    {
        node.Forget(id);
        Cancel();
        if (_task is not null)
            node.State.RemoveTask(_task);
    }

    private void Cancel()
    {
        if (_job is not null)
            _instance!.Engine.Drop(_job);
    }
}
