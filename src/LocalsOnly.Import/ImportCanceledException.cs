namespace LocalsOnly.Import;

/// <summary>An import was cancelled. What was read until then is stored; importing the same again completes it.</summary>
/// <param name="import">Number of the import, to undo it by; null when nothing in it was new until then.</param>
public sealed class ImportCanceledException(int? import, CancellationToken cancellationToken)
    : OperationCanceledException("The import was cancelled.", cancellationToken)
{
    /// <summary>Number of the import, to undo it by; null when nothing in it was new until then.</summary>
    public int? Import { get; } = import;
}
