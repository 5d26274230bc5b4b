using System.Globalization;
using System.Security.Cryptography;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Memory;

namespace LocalsOnly.Discord.Storage;

/// <summary>Somebody who proved with a code that the owner let them in.</summary>
/// <param name="Owner">The owner of the house: their memory, their orders.</param>
internal sealed record Paired(Snowflake Id, string Name, bool Owner, DateTimeOffset At);

/// <summary>Who may talk with the personas in direct messages, and whose house it is. A code is made on the owner's own machine and is good for one hour and one person.</summary>
internal sealed class People(DiscordDatabase database, TimeProvider time)
{
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromHours(1);

    private const int CodeLength = 8;
    private const int MostTries = 10;

    // Crockford's digits: nothing that could be read as something else.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Makes a code; those made before are good no more.</summary>
    /// <param name="owner">Whoever gives it becomes an owner; else a guest.</param>
    public string NewCode(bool owner)
    {
        string code;
        // What has no such figure in it might be a word.
        do code = RandomNumberGenerator.GetString(Alphabet, CodeLength);
        while (!code.Any(IsTelling) || !code.Any(char.IsAsciiLetter));
        database.Write(() =>
        {
            database.Run("DELETE FROM codes");
            database.Run("INSERT INTO codes (code, owner, expires) VALUES ($code, $owner, $expires)", ("$code", code), ("$owner", owner), ("$expires", time.GetUtcNow() + CodeLifetime));
        });
        return $"{code[..4]}-{code[4..]}";
    }

    /// <summary>Whether a text looks like a code, right or wrong.</summary>
    public static bool LooksLikeCode(string text) => Normal(text) is { Length: CodeLength } code && code.All(Alphabet.Contains) && text.Any(IsTelling) && text.Trim().Length <= CodeLength + 1;

    /// <summary>Pairs somebody who gives the right code; null when it is not right any more. Ten wrong ones end the code.</summary>
    public Paired? Pair(string text, Snowflake user, string name) => database.Write(() =>
    {
        var now = time.GetUtcNow();
        var code = Normal(text);
        var right = database.Rows("SELECT owner, expires FROM codes WHERE code = $code", row => (Owner: row.GetBoolean(0), Expires: row.At(1)), ("$code", code)).FirstOrDefault();
        if (right == default || right.Expires <= now)
        {
            database.Run("UPDATE codes SET tries = tries + 1");
            database.Run("DELETE FROM codes WHERE tries >= $most OR expires <= $now", ("$most", MostTries), ("$now", now));
            return null;
        }

        database.Run("DELETE FROM codes WHERE code = $code", ("$code", code));
        database.Run("INSERT INTO people VALUES ($id, $name, $owner, $at) ON CONFLICT DO UPDATE SET name = $name, owner = max(owner, $owner)",
            ("$id", user), ("$name", name), ("$owner", right.Owner), ("$at", now));
        return Find(user);
    });

    public Paired? Find(Snowflake user) => database.Rows("SELECT id, name, owner, at FROM people WHERE id = $id", Read, ("$id", user)).FirstOrDefault();

    public IReadOnlyList<Paired> All() => database.Rows("SELECT id, name, owner, at FROM people ORDER BY at", Read);

    public bool Remove(Snowflake user) => database.Run("DELETE FROM people WHERE id = $id", ("$id", user)) == 1;

    // A 0 or a 1 may have been an O, an I or an L.
    private static bool IsTelling(char c) => c is >= '2' and <= '9';

    private static string Normal(string text) => text.Trim().Replace("-", "", StringComparison.Ordinal).ToUpper(CultureInfo.InvariantCulture).Replace('O', '0').Replace('I', '1').Replace('L', '1');

    private static Paired Read(Microsoft.Data.Sqlite.SqliteDataReader row) => new(row.Id(0), row.GetString(1), row.GetBoolean(2), row.At(3));
}
