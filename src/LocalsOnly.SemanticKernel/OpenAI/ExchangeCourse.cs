using LocalsOnly.Inference;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>One exchange under way: its deadlines, and what its failures are called.</summary>
internal sealed class ExchangeCourse : IDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly string _name;

    public ExchangeCourse(Exchange exchange, Uri address, bool streams, TimeProvider time)
    {
        Exchange = exchange;
        _name = exchange.Name ?? address.Authority;
        Deadlines = new StreamDeadlines(exchange.LimitsOf(streams), exchange.Patience, time, _abandoned.Token);
    }

    public Exchange Exchange { get; }

    public StreamDeadlines Deadlines { get; }

    /// <summary>Cancelled by the first deadline missed, or by a caller who gives up.</summary>
    public CancellationToken Token => Deadlines.Token;

    /// <summary>
    /// Gives the exchange up when the caller does, until it is disposed of. An <see cref="HttpClient"/>'s token ends with its call, that of a read with the
    /// read: neither can be linked for as long as the exchange takes.
    /// </summary>
    public CancellationTokenRegistration Follow(CancellationToken caller) =>
        caller.UnsafeRegister(static me => ((ExchangeCourse)me!).Abandon(), this);

    public InferenceException Failure(WireFault fault) => ExchangeFailure.Of(fault, _name, Exchange.Model);

    public Exception Explain(Exception exception, CancellationToken caller) => ExchangeFailure.Of(exception, Deadlines, _name, Exchange.Model, caller);

    private void Abandon()
    {
        try
        {
            _abandoned.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The exchange ended at the very instant of being given up.
        }
    }

    public void Dispose()
    {
        Deadlines.Dispose();
        _abandoned.Dispose();
    }
}
