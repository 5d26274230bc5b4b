namespace LocalsOnly.Memory.Redaction;

/// <summary>
/// Tokens of bots. Discord: the bot's snowflake, a time and a signature, each in base64url, with dots between. Telegram: the bot's number, a colon, and 35
/// characters that begin with AA.
/// </summary>
internal sealed class BotTokens : IDetector
{
    private const int TimeLength = 6;
    private const int LeastId = 23;
    private const int MostId = 28;
    private const int LeastSignature = 27;
    private const int TelegramLength = 35;

    public void Find(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        FindDiscord(text, ref found);
        FindTelegram(text, ref found);
    }

    private static void FindDiscord(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        for (var dot = LeastId; dot + TimeLength + 1 + LeastSignature < text.Length; dot++)
        {
            var next = text[dot..].IndexOf('.');
            if (next < 0) return;
            dot += next;
            var second = dot + TimeLength + 1;
            if (second + LeastSignature >= text.Length || text[second] != '.') continue;
            var before = text[Math.Max(0, dot - MostId - 1)..dot];
            var id = before.Length - (before.LastIndexOfAnyExcept(SecretCharacters.Base64Url) + 1);
            // The digits 1 to 9 begin with M, N or O in base64.
            if (id is < LeastId or > MostId || before[^id] is not ('M' or 'N' or 'O')) continue;
            if (text[(dot + 1)..second].ContainsAnyExcept(SecretCharacters.Base64Url)) continue;
            var signature = SecretCharacters.Run(text[(second + 1)..], SecretCharacters.Base64Url);
            if (signature < LeastSignature) continue;
            var end = second + 1 + signature;
            (found ??= []).Add(new Finding(dot - id, end - dot + id, RedactionKind.Token));
            dot = end - 1;
        }
    }

    private static void FindTelegram(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        for (var colon = 1; colon + TelegramLength < text.Length; colon++)
        {
            var next = text[colon..].IndexOf(":AA");
            if (next < 0) return;
            colon += next;
            var number = colon;
            while (number > 0 && colon - number <= 10 && char.IsAsciiDigit(text[number - 1])) number--;
            if (colon - number is < 8 or > 10 || !SecretCharacters.StartsWord(text, number)) continue;
            var length = SecretCharacters.Run(text.Slice(colon + 1, Math.Min(TelegramLength + 1, text.Length - colon - 1)), SecretCharacters.Base64Url);
            if (length != TelegramLength) continue;
            (found ??= []).Add(new Finding(number, colon + 1 + length - number, RedactionKind.Token));
            colon += length;
        }
    }
}
