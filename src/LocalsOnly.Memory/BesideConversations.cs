namespace LocalsOnly.Memory;

/// <summary>What an import's inputs say beside their conversations, as fingerprints: equal where they say the same, empty where they say nothing.</summary>
/// <param name="Accounts">Whose the conversations are.</param>
/// <param name="Files">What the files are called that conversations refer to, and the texts that lie beside them.</param>
public sealed record BesideConversations(string Accounts, string Files)
{
    /// <summary>Nothing is said.</summary>
    public static BesideConversations Nothing { get; } = new("", "");
}

/// <summary>What a conversation may take from what lies beside it.</summary>
[Flags]
public enum BesideParts
{
    /// <summary>Nothing: it is whole by itself.</summary>
    None = 0,

    /// <summary>Its account.</summary>
    Accounts = 1,

    /// <summary>Names of its files, texts of its documents.</summary>
    Files = 2,
}
