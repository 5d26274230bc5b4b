using System.Globalization;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>
/// The person's places as their file has them now. A change takes effect at the next look; a file that cannot be read or is gone leaves the last good list answering, and
/// says so until it is mended.
/// </summary>
/// <remarks>Found by looking, as a persona's file is: watchers miss changes on network shares and in containers.</remarks>
internal sealed class PlaceList(string path, ILogger<PlaceList> logger)
{
    private readonly Lock _gate = new();
    private (long Length, DateTime WrittenUtc)? _stamp;
    private IReadOnlyList<Place>? _places;
    private string? _problem;

    /// <summary>The file's name, for what is said of it.</summary>
    public string FileName => Path.GetFileName(path);

    /// <summary>The list, and what is wrong with it.</summary>
    public PlacesNow Now
    {
        get
        {
            lock (_gate)
            {
                Refresh();
                return new PlacesNow(_places ?? [], _problem);
            }
        }
    }

    private void Refresh()
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                SetProblem(_places is null
                    ? $"There is no list of places yet: write one to {FileName} beside the configuration; places.example.yaml in the folder of Kelly shows how."
                    : $"{FileName} is gone; what it held last goes on answering until the host is restarted.");
                _stamp = null;
                return;
            }
            var stamp = (file.Length, file.LastWriteTimeUtc);
            if (_stamp == stamp) return;
            var text = File.ReadAllText(path);
            _stamp = stamp;
            _places = PlacesFile.Parse(text);
            _problem = _places.Count == 0 ? $"{FileName} holds no place yet; places.example.yaml in the folder of Kelly shows how to write one." : null;
        }
        catch (FormatException broken)
        {
            SetProblem($"{FileName}, {broken.Message}.{Kept}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // No stamp: a file that is being written now is read again at the next look.
            _stamp = null;
            SetProblem($"{FileName} cannot be read ({unreadable.Message.TrimEnd('.')}).{Kept}");
        }
    }

    private string Kept => _places is null ? "" : string.Create(CultureInfo.InvariantCulture, $" The last good list ({_places.Count} places) goes on answering.");

    private void SetProblem(string sentence)
    {
        if (_problem == sentence) return;
        _problem = sentence;
        logger.LogWarning("{Problem}", sentence);
    }
}

/// <summary>The list at one look.</summary>
/// <param name="Problem">A sentence or two for the person; null when all is well.</param>
internal sealed record PlacesNow(IReadOnlyList<Place> Places, string? Problem);
