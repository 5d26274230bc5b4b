using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Treasury.Capacity;

/// <summary>A figure that somebody measured and published, beside what the roofline says of it from specifications alone.</summary>
/// <param name="Model">What ran.</param>
/// <param name="Setup">On what.</param>
/// <param name="Unit">Of both figures.</param>
/// <param name="Published">As published.</param>
/// <param name="Predicted">Null when the setup cannot be what was published.</param>
/// <param name="Note">What a reader must know; null for nothing.</param>
/// <param name="Source">Who published it.</param>
public sealed record PublishedRun(string Model, string Setup, string Unit, double Published, double? Predicted, string? Note, string Source)
{
    /// <summary>A prediction that is further off than this is wrong.</summary>
    public const double GreatestError = 25;

    /// <summary>The unit of a ratio.</summary>
    public const string Times = "times";

    private const string Charts = "exo README charts, J. Geerling, December 2025";
    private const string Blog = "EXO Labs blog, October 2025";
    private const string Tokens = "tokens/s";

    /// <summary>Prediction less publication in percent of the publication; null without a prediction.</summary>
    public double? ErrorPercent => 100 * (Predicted / Published - 1);

    /// <summary>Every published figure that there is a prediction for, or a reason why not. Short prompts: the KV cache is not counted where the prompt is not known.</summary>
    public static IReadOnlyList<PublishedRun> All { get; } =
    [
        Decode("Qwen3-235B 8 bit", "mlx-community/Qwen3-235B-A22B-Instruct-2507-8bit", 1, 19.5, "one of the two runs that the three constants were set on"),
        Decode("Qwen3-235B 8 bit", "mlx-community/Qwen3-235B-A22B-Instruct-2507-8bit", 2, 26.2),
        Decode("Qwen3-235B 8 bit", "mlx-community/Qwen3-235B-A22B-Instruct-2507-8bit", 4, 31.9),
        Decode("DeepSeek-V3.1 8 bit", "mlx-community/DeepSeek-V3.1-8bit", 1, 21.1),
        Decode("DeepSeek-V3.1 4 bit", "mlx-community/DeepSeek-V3.1-4bit", 1, 21.1, "the figure above, if that one machine ran 4 bits (377 GB), which fit"),
        Decode("DeepSeek-V3.1 8 bit", "mlx-community/DeepSeek-V3.1-8bit", 2, 27.8),
        Decode("DeepSeek-V3.1 8 bit", "mlx-community/DeepSeek-V3.1-8bit", 4, 32.5),
        Decode("Kimi-K2-Thinking", "mlx-community/Kimi-K2-Thinking", 2, 21.6, "4 bits are the routed experts' only; the other weights are bf16"),
        Decode("Kimi-K2-Thinking", "mlx-community/Kimi-K2-Thinking", 4, 28.3),
        .. Disaggregated(),
    ];

    private static PublishedRun Decode(string name, string model, int machines, double published, string? note = null)
    {
        var shape = ModelCatalog.Find(model).Shape;
        var studio = Speed("mac-studio-512");
        // The group that was published: two with 512 GB and two with 256.
        MachineSpeed[] group = [studio, studio, Speed("mac-studio-256"), Speed("mac-studio-256")];
        var placement = machines == 1 ? Placement.On(studio) : Placement.Group(group[..machines], Link.ThunderboltRdma);
        var fits = Roofline.ContextTokens(shape, placement) > 0;
        return new PublishedRun(
            name, $"{machines} × M3 Ultra", Tokens, published, fits ? 1 / Roofline.StepSeconds(shape, placement, 1) : null,
            fits ? note : FormattableString.Invariant($"{shape.WeightBytes / 1e9:0} GB do not fit a Mac with 512, so this figure is of another setup"), Charts);
    }

    /// <summary>Prompt and answer of the published run are 8,192 and 32 tokens; the length of the answer is reported at second hand.</summary>
    private static IEnumerable<PublishedRun> Disaggregated()
    {
        const int Prompt = 8192, Answer = 32;
        const string Model = "Llama-3.1-8B fp16";
        var shape = ModelCatalog.Find("mlx-community/Meta-Llama-3.1-8B-Instruct-bf16").Shape;
        var (mac, spark, both) = (Placement.On(Speed("mac-studio-256")), Placement.On(Speed("dgx-spark")), Placement.On(Speed("mac-studio-256"), Speed("dgx-spark")));
        yield return new(Model, "Spark/Ultra, prefill", Times, 4, Reading(mac) / Reading(spark), null, Blog);
        yield return new(Model, "Ultra/Spark, writing", Times, 3, Writing(spark) / Writing(mac), null, Blog);
        yield return new(
            Model, "both/Ultra", Times, 2.8, (Reading(mac) + Writing(mac)) / (Reading(both) + Writing(both)),
            "8,192 tokens are read on the Spark and their KV cache goes to the Mac over 10 GbE meanwhile; the Mac writes 32", Blog);

        double Reading(Placement placement) => Roofline.PrefillSeconds(shape, placement, Prompt);

        double Writing(Placement placement) => Answer * Roofline.StepSeconds(shape, placement, 1, Prompt + (Answer / 2));
    }

    private static MachineSpeed Speed(string id) => Node.From(id, new NodeOptions { Hardware = id }).Speed;
}
