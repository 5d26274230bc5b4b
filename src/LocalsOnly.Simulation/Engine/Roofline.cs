namespace LocalsOnly.Simulation.Engine;

/// <summary>
/// How fast a model runs on a placement, from specifications alone. Prefill is bound by arithmetic: 2 operations per active weight and token,
/// and 4 per attended pair, unit of attention width and layer. Decode is bound by memory: each step reads the weights its batch touches and the whole KV
/// cache of its streams (S. Williams et al., Roofline, CACM 52(4), 2009; J. Kaplan et al., arXiv:2001.08361, for the operations per token).
/// </summary>
/// <remarks>
/// Three constants hold for every machine and model. They were set once, on Llama-3.1-8B FP16 prefill and on Qwen3-235B 8-bit decode on one M3 Ultra; all
/// other published runs are predicted with them. Left out: speculative decoding, sliding windows, quantised caches, loss of speed by heat, and that
/// prefill of mixtures of experts reaches less of the arithmetic than that of dense models.
/// </remarks>
public static class Roofline
{
    /// <summary>Share of the stated arithmetic that a long prompt reaches.</summary>
    public const double PrefillEfficiency = 0.9;

    /// <summary>Share of the stated bandwidth that reading weights reaches.</summary>
    public const double DecodeEfficiency = 0.85;

    /// <summary>Seconds for each layer and step that no bandwidth shortens: starting kernels, routing, norms, softmax.</summary>
    public const double LayerSeconds = 0.2e-3;

    /// <summary>Prompt tokens that are read in one piece; each piece reads the weights once.</summary>
    public const int ChunkTokens = 4096;

    /// <summary>Seconds to read a prompt.</summary>
    /// <param name="tokens">Tokens to read.</param>
    /// <param name="cached">Tokens before them that are in the KV cache already.</param>
    public static double PrefillSeconds(ModelShape model, Placement placement, double tokens, double cached = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(placement);
        if (tokens <= 0)
            return 0;
        if (placement.Reader is not { } reader || tokens <= Placement.LeastRemotePrefill)
            return ReadSeconds(model, placement, tokens, cached);
        var reading = ReadSeconds(model, Placement.On(reader), tokens, cached);
        var sending = TransferSeconds(model, placement.Link, tokens);
        // The cache goes over layer by layer while the next layers are computed; the shorter of the two shows in one layer only.
        return Math.Max(reading, sending) + (Math.Min(reading, sending) / model.Layers);
    }

    /// <summary>Seconds to send the KV cache of some tokens from one machine to another.</summary>
    public static double TransferSeconds(ModelShape model, Link link, double tokens)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(link);
        return (tokens * model.KeyValueBytes / link.BytesPerSecond) + link.LatencySeconds;
    }

    /// <summary>Seconds of one decode step, which writes one token for each stream of the batch.</summary>
    /// <param name="batch">Streams, 1 or more.</param>
    /// <param name="context">Tokens in the KV cache, all streams together.</param>
    public static double StepSeconds(ModelShape model, Placement placement, int batch, double context = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(placement);
        return PassSeconds(model, placement, batch, context, 2 * model.ActiveParameters * batch) + NetworkSeconds(model, placement, batch);
    }

    /// <summary>Tokens of context that fit beside the weights, all streams together; 0 when the weights alone do not fit.</summary>
    public static double ContextTokens(ModelShape model, Placement placement)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(placement);
        return Math.Max(0, placement.Stages.Min(stage =>
        {
            var weights = placement.Tensor ? PerMachine(model, model.WeightBytes, placement.Stages.Count) : model.WeightBytes * stage.Share;
            var share = placement.Tensor && model.LatentKeyValues ? 1 : stage.Share;
            return (stage.Machine.MemoryBytes - weights) / (model.KeyValueBytes * share);
        }));
    }

    /// <summary>A tensor-parallel machine's part of some bytes of weights, of which it keeps the replicated ones whole.</summary>
    private static double PerMachine(ModelShape model, double bytes, int machines)
    {
        var replicated = model.ReplicatedParameters * model.CommonBytes;
        return ((bytes - replicated) / machines) + replicated;
    }

    private static double ReadSeconds(ModelShape model, Placement placement, double tokens, double cached)
    {
        var pairs = tokens * (cached + (tokens / 2));
        var operations = (2 * (model.ActiveParameters - model.HeadParameters) * tokens) + (4 * model.AttentionWidth * model.Layers * pairs);
        var pieces = Math.Ceiling(tokens / ChunkTokens);
        return pieces * (PassSeconds(model, placement, tokens / pieces, 0, operations / pieces, (int)pieces) + NetworkSeconds(model, placement, tokens / pieces));
    }

    /// <summary>Seconds of one pass through all layers: on each machine whatever takes longer, reading or computing.</summary>
    /// <param name="passes">Passes that follow at once, as the pieces of a prompt do: the machines of a pipeline then work on several at a time.</param>
    private static double PassSeconds(ModelShape model, Placement placement, double tokens, double context, double operations, int passes = 1)
    {
        var (weights, cache) = (model.BytesRead(tokens), context * model.KeyValueBytes);
        var count = placement.Stages.Count;
        if (placement.Tensor)
        {
            var bytes = PerMachine(model, weights, count) + (model.LatentKeyValues ? cache : cache / count);
            return placement.Stages.Max(stage => StageSeconds(stage.Machine, bytes, operations / count)) + (model.Layers * LayerSeconds);
        }

        var stages = placement.Stages.Select(stage =>
            StageSeconds(stage.Machine, (weights + cache) * stage.Share, operations * stage.Share) + (model.Layers * LayerSeconds * stage.Share)).ToList();
        return (stages.Sum() + ((passes - 1) * stages.Max())) / passes;
    }

    private static double StageSeconds(MachineSpeed machine, double bytes, double operations) => Math.Max(
        bytes / (machine.GigabytesPerSecond * 1e9 * DecodeEfficiency), operations / (machine.Tflops * 1e12 * PrefillEfficiency));

    /// <summary>Two exchanges per layer of a tensor-parallel group (after attention and after the experts), one per machine of a pipeline.</summary>
    private static double NetworkSeconds(ModelShape model, Placement placement, double tokens)
    {
        var count = placement.Stages.Count;
        if (count == 1)
            return 0;
        var bytes = tokens * model.HiddenSize * 2;
        return placement.Tensor
            ? 2 * model.Layers * (placement.Link.LatencySeconds + (bytes * 2 * (count - 1) / count / placement.Link.BytesPerSecond))
            : count * (placement.Link.LatencySeconds + (bytes / placement.Link.BytesPerSecond));
    }
}
