using System.Globalization;
using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <summary>What the ids among an interaction's values stand for.</summary>
/// <remarks>discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-resolved-data-structure</remarks>
internal sealed class ResolvedObjects(SimulatedGuild? guild)
{
    private readonly List<SimulatedAccount> _accounts = [];
    private readonly List<SimulatedChannel> _channels = [];
    private readonly List<SimulatedRole> _roles = [];
    private readonly List<SimulatedFile> _files = [];

    public void Add(SimulatedAccount account) => _accounts.Add(account);

    public void Add(SimulatedChannel channel) => _channels.Add(channel);

    public void Add(SimulatedRole role) => _roles.Add(role);

    public void Add(SimulatedFile file) => _files.Add(file);

    /// <summary>Writes the member <c>resolved</c>, unless there is nothing in it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (_accounts.Count + _channels.Count + _roles.Count + _files.Count == 0)
            return;
        json.WriteStartObject("resolved"u8);
        Map(json, "users"u8, _accounts, account => account.Id, UserDocument.Write);
        if (guild is not null)
        {
            var members = _accounts.Select(account => guild.Members.GetValueOrDefault(account.Id)).OfType<SimulatedMember>().ToList();
            Map(json, "members"u8, members, member => member.Account.Id, (writer, member) => UserDocument.WriteResolved(writer, guild, member));
        }

        Map(json, "channels"u8, _channels, channel => channel.Id, WriteChannel);
        if (guild is not null)
            Map(json, "roles"u8, _roles, role => role.Id, (writer, role) => GuildDocument.WriteRole(writer, guild, role));
        Map(json, "attachments"u8, _files, file => file.Id, FileDocument.Write);
        json.WriteEndObject();
    }

    private static void Map<T>(Utf8JsonWriter json, ReadOnlySpan<byte> name, List<T> items, Func<T, ulong> id, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
            return;
        json.WriteStartObject(name);
        foreach (var item in items)
        {
            json.WritePropertyName(id(item).ToString(CultureInfo.InvariantCulture));
            write(json, item);
        }

        json.WriteEndObject();
    }

    private static void WriteChannel(Utf8JsonWriter json, SimulatedChannel channel)
    {
        json.WriteStartObject();
        json.Id("id"u8, channel.Id);
        json.WriteNumber("type"u8, (int)channel.Kind);
        json.WriteString("name"u8, channel.Name);
        json.WriteString("permissions"u8, Permissions.Everyone);
        json.WriteEndObject();
    }
}
