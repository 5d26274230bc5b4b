using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LocalsOnly.Simulation.Discord.State;

/// <summary>Files of messages have addresses that are signed and end after a day.</summary>
/// <remarks>discord.com/developers/docs/reference#signed-attachment-cdn-urls</remarks>
internal static class FileShelf
{
    private static readonly FrozenDictionary<string, string> s_types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = "text/plain; charset=utf-8",
        [".md"] = "text/markdown; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
        [".csv"] = "text/csv; charset=utf-8",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".pdf"] = "application/pdf",
        [".zip"] = "application/zip",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static SimulatedFile Place(World world, SimulatedChannel channel, SimulatedFile file)
    {
        var id = world.NextId();
        // Discord keeps letters, digits, dots, hyphens and underscores of a name.
        var name = string.Concat(file.Name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        var placed = file with { Id = id, Name = name, Url = Address(world, channel.Id, id, name), ContentType = file.ContentType ?? s_types.GetValueOrDefault(Path.GetExtension(name)) };
        world.Files[id] = placed;
        return placed;
    }

    public static void Drop(World world, IEnumerable<SimulatedFile> files)
    {
        foreach (var file in files)
            world.Files.Remove(file.Id);
    }

    /// <summary>The file at an address; null when there is none, or the signature is wrong or has ended.</summary>
    public static SimulatedFile? Find(World world, ulong id, string expires, string signature)
    {
        if (!long.TryParse(expires, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var end) || world.Time.GetUtcNow().ToUnixTimeSeconds() > end || signature != Sign(id, expires))
            return null;
        lock (world.Gate)
            return world.Files.GetValueOrDefault(id);
    }

    private static Uri Address(World world, ulong channel, ulong id, string name)
    {
        var now = world.Time.GetUtcNow();
        var expires = now.AddDays(1).ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
        var issued = now.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
        return new Uri(world.Url, $"/attachments/{channel}/{id}/{Uri.EscapeDataString(name)}?ex={expires}&is={issued}&hm={Sign(id, expires)}&");
    }

    private static string Sign(ulong id, string expires) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"simulated {id} {expires}")));
}
