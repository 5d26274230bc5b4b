using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Redaction;

namespace LocalsOnly.Tests.Memory.Redaction;

/// <summary>What holds for every text.</summary>
public sealed class RedactorPropertyTests
{
    private static readonly Redactor s_redactor = new(new RedactionOptions());

    // Pieces that begin, end or look like secrets, in any order: far more likely to confuse a detector than random letters.
    private static readonly Gen<string> s_text = Gen.Elements(
            "sk-", "sk-a1B2c3D4e5F6g7H8i9J0k1L2", "ghp_", "eyJ", "eyJhbGciOiJIUzI1NiJ9", ".", "password", "token", "=", ": ", "\"", "'", " ", "\n", "-", "-----BEGIN ", "PRIVATE KEY", "-----",
            "-----END ", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7", "4111", "4111 1111 1111 1111", "5555555555554444", "DE89", "3704 0044 0532 0130 00", "DE89370400440532013000", "AKIA",
            "IOSFODNN7EXAMPLE", "Bearer ", "a1b2c3d4e5f6g7h8", "hunter2!Blue", "1234567890", ":AA", "ü", "😀", "\ud83d", "[redacted: token]")
        .ArrayOf().Select(string.Concat);

    [Fact]
    public void A_redacted_text_is_not_redacted_again() => Check(text =>
    {
        var once = Redact(text, out _);
        return Redact(once, out _) == once;
    });

    [Fact]
    public void What_is_left_is_the_text_in_its_order_and_every_replacement_is_counted() => Check(text =>
    {
        var redacted = Redact(text, out var counts);
        var replaced = counts.Sum(pair => redacted.Split($"[redacted: {pair.Key}]").Length - 1);
        return replaced >= counts.Values.Sum() && (counts.Count > 0 || ReferenceEquals(redacted, text));
    });

    [Fact]
    public void A_secret_that_is_found_around_a_replaced_one_is_counted_instead_of_it()
    {
        var text = "AKIA4111 1111 1111 1111-----BEGIN a1b2c3d4e5f6g7h8eyJ.eyJ.\n DE89tokentokeneyJ-----BEGIN PRIVATE KEY \"sk-a1B2c3D4e5F6g7H8i9J0k1L2-----END \ntoken-----END "
            + "DE89370400440532013000DE89IOSFODNN7EXAMPLEü\U0001F6001234567890eyJ-----BEGIN sk-4111sk-a1B2c3D4e5F6g7H8i9J0k1L21234567890passwordhunter2!Blue"
            + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7sk-a1B2c3D4e5F6g7H8i9J0k1L2'DE89370400440532013000AKIA-----END a1b2c3d4e5f6g7h8";

        var redacted = Redact(text, out var counts);

        Assert.All(counts, pair => Assert.Equal(pair.Value, redacted.Split($"[redacted: {pair.Key}]").Length - 1));
    }

    [Fact]
    public void A_card_with_a_right_check_digit_is_found_in_any_grouping_and_with_a_wrong_one_it_stays()
    {
        var digits = Gen.Choose(0, 9).ArrayOf(14).Select(rest => string.Concat(rest));
        Prop.ForAll(digits.ToArbitrary(), rest =>
        {
            var card = WithLuhnDigit("4" + rest);
            var wrong = card[..^1] + (char)('0' + (card[^1] - '0' + 1) % 10);
            var grouped = string.Join(' ', card.Chunk(4).Select(group => new string(group)));
            return Redact($"x {card} y", out _) == "x [redacted: card number] y"
                && Redact($"x {grouped} y", out _) == "x [redacted: card number] y"
                && Redact($"x {wrong} y", out _) == $"x {wrong} y";
        }).QuickCheckThrowOnFailure();
    }

    private static void Check(Func<string, bool> property) => Prop.ForAll(s_text.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static string Redact(string text, out Dictionary<string, int> counts) => s_redactor.Redact(text, counts = []);

    private static string WithLuhnDigit(string digits)
    {
        var sum = digits.Reverse().Select((c, i) => (c - '0') * (i % 2 == 0 ? 2 : 1)).Sum(value => value > 9 ? value - 9 : value);
        return digits + (char)('0' + (10 - sum % 10) % 10);
    }
}
