using System.Globalization;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord;

/// <summary>Every sentence in which something of Discord's reaches a person: what happened, and what to do. What a model or the house has to say is worded by <see cref="Agents.PersonSentences"/>.</summary>
internal static class DiscordSentences
{
    public const string IsProgram = "a program wrote it, and programs wake nobody unless Discord:Bots:Allow holds their id.";

    public const string NobodyPaired = "nobody owns this house on Discord yet. Run `locals discord pair` on the host and send the code to the bot in a direct message.";

    public const string NotPaired = "direct messages are answered after pairing. The owner makes a code with `locals discord pair --guest`.";

    public const string NotAllowed = "whoever wrote it is not let in. The owner can add them, a role of theirs or the channel under Discord:Allow.";

    public const string ChannelOff = "the channel is switched off (Discord:Channels, Off).";

    public const string TooOld = "it was written too long before the host saw it (Discord:AnswerMissed). Write it again if it still matters.";

    public const string TooMany = "more was written there while the host was away than it looks at (Discord:MostMissed). Write it again if it still matters.";

    public const string ForSomebodyElse = "it speaks to somebody else. Mention the persona to have it answer.";

    public const string NotAddressed = "it calls no persona, and the channel is answered on mention only. Mention one, reply to one, or set Open for the channel under Discord:Channels.";

    public const string NobodyAnswers = "no persona with a bot answers there. Set Discord:Default, or a Persona for the channel under Discord:Channels.";

    public const string OnlyMention = "it mentions a persona and says nothing. Write the question into the same message.";

    public const string NoContent = "it holds nothing that the bot may read. If it has text, switch on the Message Content Intent for the bot in Discord's developer portal.";

    public const string CodeWrong = "That code is not good, or no longer. Make a new one with `locals discord pair` on the host; it is good for an hour.";

    public const string PairedOwner = "Paired: this house is yours. Ask me anything here; /agents says who else there is.";

    public const string PairedGuest = "Paired: you are a guest of this house. Ask me anything here.";

    public const string StoppedAfterWriting =
        "This was broken off when something was being changed for you, so I did not begin again by myself. Look at how things stand, and ask again for what is missing.";

    public const string GivenUp = "The host died each time it tried to answer this, so it tries no more. Ask in other words; its log says what happened.";

    public const string Unseen =
        "No bot of this house has seen it, or it was long ago. Check that the bot may view the channel, and that the host was running (or came back within Discord:AnswerMissed).";

    public const string Defect = "Something went wrong in a way nobody foresaw; the host's log says how. Ask again, and if it stays so, tell whoever runs the house.";

    public const string StoppedByPerson = "-# stopped";

    public const string StopIsTheirs = "Only whoever asked, or the owner, can stop this.";

    public const string NothingToStop = "There is nothing to stop any more.";

    public const string ForOwner = "Only the owner of the house can use this.";

    public const string NotForYou = "This was not made for you; use the command yourself.";

    public const string ListGone = "This list is from before a restart or too old; use the command again.";

    public const string SourceGone = "This source is no longer there; it may have been forgotten.";

    public const string NoBots = "this house is not on Discord: no bot token is set (Discord:Token or Discord:Tokens)";

    public const string NobodyToWriteTo = "nobody owns this house on Discord yet: run `locals discord pair` on the host and send the code to the bot in a direct message";

    public const string NothingToSay = "there is nothing to say in it";

    public static string BudgetSpent(BotOptions options) => string.Create(
        CultureInfo.InvariantCulture, $"this program has had its {options.Answers} answers of {options.Window.TotalMinutes:0.#} minutes (Discord:Bots:Answers).");

    public static string NoBotFor(string persona) => $"no bot writes for {persona}: set a token under Discord:Tokens:{persona}";

    public static string NotConnected(string bot, string detail) => $"the Discord bot {bot} is not connected{(detail.Length > 0 ? $" ({detail.TrimEnd('.')})" : "")}";

    public static string ServersToCome(string bot) => $"the Discord bot {bot} has not heard from all of its servers yet";

    public static string NoChannel(string channel, string bot) => $"there is no channel {channel} that the Discord bot {bot} can see: check the name and what the bot may view";

    public static string SeveralChannels(string channel, int count) => string.Create(CultureInfo.InvariantCulture, $"there are {count} channels {channel}: write the id of the one that is meant");

    /// <summary>Why a post is not there.</summary>
    public static string NotPosted(string persona, string channel, DiscordException failure) =>
        $"{persona} could not write in {channel}: {failure.Message.TrimEnd('.')}.";

    /// <summary>Why an answer could not be delivered.</summary>
    public static string Undeliverable(DiscordException failure) => failure.Failure switch
    {
        DiscordFailure.Forbidden => $"the bot may not write there ({failure.Message.TrimEnd('.')}). Give it View Channel, Send Messages, Read Message History and, in threads, Send Messages in Threads.",
        DiscordFailure.NotFound => "the channel is gone.",
        DiscordFailure.Rejected => $"Discord did not take the answer ({failure.Message.TrimEnd('.')}).",
        _ => $"Discord could not be reached for too long ({failure.Message.TrimEnd('.')}).",
    };
}
