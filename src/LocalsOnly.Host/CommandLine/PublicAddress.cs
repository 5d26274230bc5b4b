namespace LocalsOnly.Host.CommandLine;

/// <summary>Says what must not be overlooked: that prompts may leave the house.</summary>
internal static class PublicAddress
{
    /// <param name="purpose">What is contacted there, e.g. <c>inference (far)</c>.</param>
    public static void Shout(string purpose, string url) =>
        Terminal.Line($"[bold red]PUBLIC ADDRESSES ALLOWED for {purpose}: prompts sent to {url} may LEAVE THIS HOUSE, because its AllowPublic is true.[/]");
}
