namespace LocalsOnly.Host.Worker;

/// <summary>Keeps <c>host.json</c> true while the host runs. A disk that is full costs the note, not the part that reported.</summary>
internal sealed class PublishedRecord : IDisposable
{
    private readonly HostRecord _record;
    private readonly string _dataDirectory;
    private readonly ComponentRegistry _components;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();

    public PublishedRecord(HostRecord record, string dataDirectory, ComponentRegistry components, ILogger logger)
    {
        (_record, _dataDirectory, _components, _logger) = (record, dataDirectory, components, logger);
        components.Changed += Write;
        Write();
    }

    public void Dispose() => _components.Changed -= Write;

    private void Write()
    {
        lock (_gate)
        {
            try
            {
                (_record with { Components = _components.All }).Write(_dataDirectory);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                _logger.LogWarning("host.json cannot be written ({Reason}); other commands do not find this host.", refused.Message);
            }
        }
    }
}
