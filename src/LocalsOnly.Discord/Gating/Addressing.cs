using System.Text.RegularExpressions;
using LocalsOnly.Agents;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Gating;

/// <summary>Whom a message is for.</summary>
/// <param name="Persona">Id of exactly one persona; null when it is for none of ours.</param>
/// <param name="Text">The words without the mention, or the name, that said so.</param>
/// <param name="Explicit">It was addressed by mention, reply or name, not only by where it stands.</param>
/// <param name="Elsewhere">It speaks to somebody else.</param>
internal sealed record Addressee(string? Persona, string Text, bool Explicit, bool Elsewhere);

/// <summary>Finds whom a message is for: the first of ours that its text mentions, whom it replies to, whom it calls by name at its beginning, whose channel it is in.</summary>
internal sealed partial class Addressing(Bots bots, IPersonaStore personas, Outbox outbox, ChannelMap channels, DiscordOptions options)
{
    /// <param name="seenBy">The bot that was told of it.</param>
    public Addressee Of(Bot seenBy, DiscordMessage message)
    {
        var mentions = Mention().Matches(message.Content).Select(match => (match.Value, Bot: Snowflake.TryParse(match.Groups[1].Value, out var id) ? bots.ByUser(id) : null)).ToList();
        // A bot of its own answers for itself in its direct messages: another could not write there.
        var direct = message.Guild is null ? seenBy.Persona : null;
        var mentioned = direct is null ? mentions.FirstOrDefault(mention => mention.Bot is not null).Bot : seenBy;
        var text = message.Content;
        foreach (var (mark, bot) in mentions) text = bot is null ? text : text.Replace(mark, bot == mentioned ? "" : $"@{bot.Self!.Name}", StringComparison.Ordinal);
        text = text.Trim();
        if (mentioned?.Persona is { } its) return new Addressee(its, text, true, false);

        var named = Named(text);
        if (mentioned is not null) return named is { } called ? new Addressee(called.Persona, called.Words, true, false) : new Addressee(Usual(message.Channel), text, true, false);
        if (RepliedTo(message) is { } speaker) return new Addressee(speaker, text, true, false);
        var isElsewhere = mentions.Count > 0 || message.RepliesTo is { Author: not null };
        if (!isElsewhere && named is { } byName) return new Addressee(byName.Persona, byName.Words, true, false);
        return new Addressee(Usual(message.Channel), text, message.Guild is null, isElsewhere);
    }

    /// <summary>Who answers in a channel when nobody is called: as configured, whose header names it, who spoke there last, who does by default.</summary>
    public string? Usual(Snowflake channel)
    {
        var place = channels.PlaceOf(channel);
        var name = place?.Name ?? "";
        var isThread = channels.Find(channel)?.Kind == DiscordChannelKind.Thread;
        // In a thread who spoke there goes on, whoever's channel it hangs on.
        return (isThread ? Known(outbox.LastPersona(channel)) : null)
            ?? Known(options.For(place?.Id ?? channel, name).Persona)
            ?? (name.Length > 0 ? personas.All.FirstOrDefault(persona => persona.Channels.Any(its => ChannelMap.SameName(its, name)) && bots.For(persona.Id) is not null)?.Id : null)
            ?? Known(outbox.LastPersona(channel))
            ?? Known(options.Default)
            ?? personas.All.FirstOrDefault(persona => bots.For(persona.Id) is not null)?.Id;
    }

    private string? RepliedTo(DiscordMessage message) => message.RepliesTo is not { } reference ? null
        : Known(outbox.PersonaOf(reference.Message)) ?? (reference.Author is { } author && reference.Webhook is null ? bots.ByUser(author)?.Persona : null);

    private (string Persona, string Words)? Named(string text)
    {
        foreach (var persona in personas.All)
            foreach (var name in (string[])[persona.Name, persona.Id])
                if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase) && text.Length > name.Length && Rest(text[name.Length..]) is { Length: > 0 } rest && bots.For(persona.Id) is not null)
                    return (persona.Id, rest);
        return null;

        // "Kelly, …" and "Kelly: …" call her; "Kelly said …" speaks of her.
        static string? Rest(string rest) => rest[0] is ',' or ':' ? rest[1..].Trim() : null;
    }

    private string? Known(string? persona) => persona is { Length: > 0 } && personas.Find(persona) is { } its && bots.For(its.Id) is not null ? its.Id : null;

    [GeneratedRegex("<@!?([0-9]{1,20})>")]
    private static partial Regex Mention();
}
