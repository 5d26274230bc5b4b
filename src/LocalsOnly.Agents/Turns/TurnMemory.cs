using System.Threading.Channels;
using LocalsOnly.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Turns;

/// <summary>
/// Takes what is said in turns into the memory, in order and behind the reply: nobody waits for it. What was said to a persona, and where, only that persona
/// recalls, and only there. Disposing waits until all of it is remembered.
/// </summary>
internal sealed class TurnMemory : IAsyncDisposable
{
    private const int TitleLength = 60;

    private readonly IMemory _memory;
    private readonly IOptions<AgentsOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<TurnMemory> _logger;
    private readonly Channel<(MemoryScope Scope, Utterance Utterance)> _said = Channel.CreateUnbounded<(MemoryScope, Utterance)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _remembering;

    public TurnMemory(IMemory memory, IOptions<AgentsOptions> options, TimeProvider time, ILogger<TurnMemory> logger)
    {
        (_memory, _options, _time, _logger) = (memory, options, time, logger);
        _remembering = Task.Run(RememberAsync);
    }

    /// <summary>Remembers the newest message of a turn, and the reply.</summary>
    /// <param name="persona">Who was spoken to.</param>
    /// <param name="request">The turn.</param>
    /// <param name="conversation">What it is part of.</param>
    /// <param name="asked">When it began.</param>
    /// <param name="reply">What a model said; null or empty when none did: what a recall-only answer says is remembered already.</param>
    public void Add(Persona persona, TurnRequest request, string conversation, DateTimeOffset asked, string? reply)
    {
        var scope = new MemoryScope(MemoryScope.DefaultOwner, persona.Id, request.Channel);
        var title = Excerpt.OneLine(request.Messages.First(message => message.FromPerson).Text, TitleLength);
        Put(scope, new Utterance(conversation, MessageAuthor.User, request.Messages[^1].Text, asked) { Title = title, Name = request.Messages[^1].Name });
        if (!string.IsNullOrWhiteSpace(reply)) Put(scope, new Utterance(conversation, MessageAuthor.Assistant, reply, _time.GetUtcNow()) { Title = title });
    }

    /// <summary>Remembers what a persona said by itself.</summary>
    /// <param name="scope">The persona, and the place where it said so.</param>
    public void Add(MemoryScope scope, string conversation, DateTimeOffset at, string text) =>
        Put(scope, new Utterance(conversation, MessageAuthor.Assistant, text, at) { Title = Excerpt.OneLine(text, TitleLength) });

    public async ValueTask DisposeAsync()
    {
        _said.Writer.TryComplete();
        await _remembering;
    }

    private void Put(MemoryScope scope, Utterance utterance)
    {
        if (_options.Value.Remember && !_said.Writer.TryWrite((scope, utterance))) _logger.LogWarning("{Persona}: what was said while the host stopped is not remembered", scope.Persona);
    }

    private async Task RememberAsync()
    {
        await foreach (var (scope, utterance) in _said.Reader.ReadAllAsync())
        {
            try
            {
                var remembered = await _memory.RememberAsync(scope, utterance);
                if (remembered.Waits is { } why) _logger.LogWarning("What was said waits on the local disk: {Reason}", why);
            }
            catch (MemoryStoreException broken)
            {
                _logger.LogError("What was said is not remembered: {Reason}", broken.Message);
            }
            catch (Exception unforeseen)
            {
                // What comes after it must not be lost too.
                _logger.LogError(unforeseen, "What was said is not remembered, for a reason that nobody foresaw");
            }
        }
    }
}
