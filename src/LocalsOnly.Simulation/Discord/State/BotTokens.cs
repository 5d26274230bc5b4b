using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LocalsOnly.Simulation.Discord.State;

/// <summary>Tokens with the three parts of a bot's: the id in Base64, a time, a signature. They open nothing but this fake.</summary>
internal static class BotTokens
{
    public static string For(ulong bot)
    {
        var id = bot.ToString(CultureInfo.InvariantCulture);
        var signature = SHA256.HashData(Encoding.UTF8.GetBytes("simulated" + id));
        return $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id))}.{Base64Url.EncodeToString(signature.AsSpan(..4))}.{Base64Url.EncodeToString(signature.AsSpan(4, 27))}";
    }
}
