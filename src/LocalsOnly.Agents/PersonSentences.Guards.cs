namespace LocalsOnly.Agents;

/// <summary>What stands in place of words that must not reach a person.</summary>
public static partial class PersonSentences
{
    public const string NothingReadable = "The model wrote something that is not for people, twice. Ask again, in other words.";

    public const string NothingExecuted = "Nothing was traded, signed or sent: this house cannot do that.";

    public const string NoSuchPlace = "Your list holds nothing that I can name for this.";

    /// <summary>Ends an answer about a position that gave no verdict of its own: two lines, as a verdict has.</summary>
    public const string NoVerdict = "Watch\nNo verdict was given, so nothing is to be done until a reading supports one.";

    public const string NobodySent = "That is for a colleague, and no answer came back from there this time; ask me again in a moment.";
}
