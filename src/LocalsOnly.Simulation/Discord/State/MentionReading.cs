using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LocalsOnly.Simulation.Discord.State;

/// <summary>Whom a message pings.</summary>
/// <remarks>discord.com/developers/docs/resources/message#allowed-mentions-object. Without the object everything that is mentioned is pinged.</remarks>
internal static partial class MentionReading
{
    /// <param name="content">Its text.</param>
    /// <param name="allowed">The object <c>allowed_mentions</c>; undefined for none.</param>
    /// <param name="channel">Where it is written.</param>
    /// <param name="repliesTo">The author of what it replies to; null for none.</param>
    /// <param name="pingsEveryone">The writer may ping everyone, and roles that are not for everybody to ping.</param>
    public static SimulatedPings Read(string content, JsonElement allowed, SimulatedChannel channel, ulong? repliesTo, bool pingsEveryone)
    {
        if (repliesTo is null && !content.Contains('@', StringComparison.Ordinal))
            return SimulatedPings.Nobody;
        var rules = Rules.Of(allowed);
        var (users, roles) = (new List<ulong>(), new List<ulong>());
        foreach (Match mention in Mentions().Matches(content))
        {
            var id = ulong.Parse(mention.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            var isRole = mention.Groups[1].ValueSpan is "@&";
            if (!isRole && rules.AllowsUser(id) && Knows(channel, id) && !users.Contains(id))
                users.Add(id);
            if (isRole && rules.AllowsRole(id) && channel.Guild?.Roles.Find(role => role.Id == id) is { } found && (found.Mentionable || pingsEveryone) && !roles.Contains(id))
                roles.Add(id);
        }

        if (repliesTo is { } author && rules.RepliedUser && !users.Contains(author))
            users.Add(author);
        var everyone = rules.Everyone && pingsEveryone && channel.Guild is not null && Everyone().IsMatch(content);
        return users.Count == 0 && roles.Count == 0 && !everyone ? SimulatedPings.Nobody : new SimulatedPings(users, roles, everyone);
    }

    private static bool Knows(SimulatedChannel channel, ulong id) =>
        channel.Guild?.Members.ContainsKey(id) ?? (channel.Bot!.Id == id || channel.Person!.Id == id);

    [GeneratedRegex("<(@!?|@&)([0-9]{1,19})>", RegexOptions.CultureInvariant)]
    private static partial Regex Mentions();

    [GeneratedRegex("@(everyone|here)", RegexOptions.CultureInvariant)]
    private static partial Regex Everyone();

    private sealed record Rules(bool ParsesUsers, bool ParsesRoles, bool Everyone, bool RepliedUser, HashSet<ulong> Users, HashSet<ulong> Roles)
    {
        private static readonly Rules s_everything = new(true, true, true, true, [], []);

        public static Rules Of(JsonElement allowed)
        {
            if (allowed.ValueKind != JsonValueKind.Object)
                return s_everything;
            string[] parse = allowed.TryGetProperty("parse", out var kinds) && kinds.ValueKind == JsonValueKind.Array ? [.. kinds.EnumerateArray().Select(kind => kind.GetString()!)] : [];
            var replied = allowed.TryGetProperty("replied_user", out var value) && value.ValueKind == JsonValueKind.True;
            return new Rules(parse.Contains("users"), parse.Contains("roles"), parse.Contains("everyone"), replied, Ids(allowed, "users"), Ids(allowed, "roles"));
        }

        public bool AllowsUser(ulong id) => ParsesUsers || Users.Contains(id);

        public bool AllowsRole(ulong id) => ParsesRoles || Roles.Contains(id);

        private static HashSet<ulong> Ids(JsonElement allowed, string name) => allowed.TryGetProperty(name, out var ids) && ids.ValueKind == JsonValueKind.Array
            ? [.. ids.EnumerateArray().Select(id => ulong.Parse(id.GetString()!, CultureInfo.InvariantCulture))]
            : [];
    }
}
