using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using BenchmarkDotNet.Attributes;
using LocalsOnly.Benchmarks.Gateway;
using LocalsOnly.Benchmarks.Upstream;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Flow;
using LocalsOnly.Inference.Routing;
using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Benchmarks.Routing;

/// <summary>The parts of a prompt's way to the model and of the answer's way back, each alone. Public because BenchmarkDotNet asks for it.</summary>
[MemoryDiagnoser]
public class RoutingParts : IDisposable
{
    private const int Frames = 50;
    private readonly Decision _decision = new();
    private readonly ComplexityModel _complexity = ComplexityModel.Default;
    private readonly string _question = "Of the hotels that we looked at for the trip to Lisbon, which one did we book in the end, for how many nights, and why?";
    private readonly string _page = string.Concat(Enumerable.Repeat("Compare the two offers, 1,240.50 against 1,310: which is cheaper over 36 months? ", 250));
    private readonly byte[] _forwarded = Encoding.ASCII.GetBytes(Target.Body("auto", streams: true));
    private readonly AdmissionQueue _queue = new(capacity: 8, mostQueued: 512, TimeProvider.System);
    private readonly ChatChunk _chunk = new();
    private ReadOnlySequence<byte> _answer;
    private ChatMessage[] _messages = [];
    private ChatOptions? _options;

    [GlobalSetup]
    public void SetUp()
    {
        var frames = new UpstreamFrames(Frames, close: true);
        _answer = new ReadOnlySequence<byte>([.. frames.Tokens.SelectMany(WithoutChunking), .. "data: [DONE]\n\n"u8]);
        _messages =
        [
            new ChatMessage(ChatRole.System, string.Concat(Enumerable.Repeat("You are a persona of this house and answer from what it remembers. ", 20))),
            new ChatMessage(ChatRole.User, "Which hotel did we book in Lisbon?"),
            new ChatMessage(ChatRole.Assistant, "The one by the river, for four nights."),
            new ChatMessage(ChatRole.User, "And what did the others have against them?"),
        ];
        _options = new ChatOptions { MaxOutputTokens = 800, Temperature = 0.7f };
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _decision.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "routing decision")]
    public object Decide() => _decision.Take();

    [Benchmark(Description = "complexity of a question (120 characters)")]
    public float ReadQuestion() => _complexity.Read(_question).Score;

    [Benchmark(Description = "complexity of a page (20,000 characters)")]
    public float ReadPage() => _complexity.Read(_page).Score;

    [Benchmark(Description = "a free place taken and given back")]
    public async Task EnterAsync()
    {
        using var place = await _queue.EnterAsync(new AdmissionTicket(WorkPriority.Person, "vince", TimeSpan.FromMinutes(2)), CancellationToken.None);
    }

    [Benchmark(Description = "one frame of an answer read (of 50)", OperationsPerInvoke = Frames)]
    public async Task<int> ReadAnswerAsync()
    {
        using var lines = new SseLines(PipeReader.Create(_answer));
        var length = 0;
        while (true)
        {
            var line = await lines.MoveNextAsync(CancellationToken.None);
            if (line != SseLine.Data || lines.Value.Span.SequenceEqual("[DONE]"u8))
                return length;
            _chunk.Read(lines.Value.Span);
            length += _chunk.Text?.Length ?? 0;
        }
    }

    [Benchmark(Description = "request written (4 messages)")]
    public int WriteRequest() => ChatRequestWriter.Write(_messages, _options, UpstreamFrames.Model, Dialect.Exo).Length;

    [Benchmark(Description = "another program's request sent on")]
    public int ForwardRequest() => ForwardedRequest.Write(_forwarded, UpstreamFrames.Model, Dialect.Exo).Length;

    /// <summary>What HTTP's chunks wrap: between the size's line end and the last one.</summary>
    private static byte[] WithoutChunking(byte[] chunk) => chunk[(Array.IndexOf(chunk, (byte)'\n') + 1)..^2];
}
