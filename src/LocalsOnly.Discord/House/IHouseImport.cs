namespace LocalsOnly.Discord.House;

/// <summary>Takes an export that somebody attached to a command.</summary>
public interface IHouseImport
{
    /// <summary>Imports a file.</summary>
    /// <param name="path">A zip or JSON as ChatGPT and Claude export them; it may be deleted afterwards.</param>
    /// <param name="progress">Told a line every now and then.</param>
    /// <returns>What was found and stored, in a few lines; also what went wrong.</returns>
    Task<string> ImportAsync(string path, IProgress<string> progress, CancellationToken cancellationToken);
}
