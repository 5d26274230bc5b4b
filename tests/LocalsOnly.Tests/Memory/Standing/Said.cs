using LocalsOnly.Memory;
using LocalsOnly.Memory.Standing;

namespace LocalsOnly.Tests.Memory.Standing;

/// <summary>Records of messages, one a day.</summary>
internal static class Said
{
    public static DateTimeOffset Day(int day) => new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddDays(day);

    /// <summary>What rules find in a message of a day, as the only one of its conversation.</summary>
    public static IReadOnlyList<StandingRecord> On(int day, string message, Audience? audience = null) => StandingReading.Of(Talk(day, message), audience ?? Audience.Everyone);

    public static StandingRecord One(int day, string message, Audience? audience = null) => Assert.Single(On(day, message, audience));

    public static Conversation Talk(int day, params string[] messages) => new($"chatgpt:d{day}", "chatgpt", "Title", Day(day), Day(day), null, null,
        [.. messages.Select((text, i) => new ConversationMessage($"chatgpt:d{day}:m{i}", i == 0 ? null : $"chatgpt:d{day}:m{i - 1}", MessageAuthor.User, MessageKind.Visible, true, Day(day), text, []))]);
}
