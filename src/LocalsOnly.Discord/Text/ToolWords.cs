using System.Collections.Frozen;

namespace LocalsOnly.Discord.Text;

/// <summary>What calling a tool is in words: its name is for models.</summary>
internal static class ToolWords
{
    private const string AskAgent = "ask_agent";
    private const int Longest = 60;

    private static readonly FrozenDictionary<string, string> s_words = new Dictionary<string, string>
    {
        ["calculate_exactly"] = "calculating",
        ["time_now"] = "looking at the clock",
        ["time_calendar"] = "looking at the calendar",
        ["memory_recall"] = "remembering",
        ["memory_open"] = "reading an earlier conversation",
        ["knowledge_search"] = "looking in the notes",
        ["knowledge_audit"] = "looking the notes over",
        ["market_price"] = "looking up prices",
        ["market_perps"] = "looking up perpetuals",
        ["market_volatility"] = "looking up volatility",
        ["market_sentiment"] = "looking up the mood of the market",
        ["market_token"] = "looking up a token",
        ["market_defi"] = "looking up what is locked in DeFi",
        ["market_brief"] = "looking the market over",
        ["market_funding_history"] = "looking up funding",
        ["option_price"] = "pricing an option",
        ["option_implied_volatility"] = "working out implied volatility",
        ["option_ladder"] = "laying out strikes",
        ["option_positions"] = "looking at the option book",
        ["option_decision"] = "weighing an option",
        ["option_close_check"] = "weighing whether to close an option",
        ["option_calendar"] = "looking up when options settle",
        ["option_open"] = "noting an option in the book",
        ["option_close"] = "noting a closed option in the book",
        ["option_settle"] = "noting a settlement in the book",
        ["option_collateral"] = "noting collateral in the book",
        ["option_reverse"] = "taking back an entry of the book",
        ["defi_yields"] = "looking up yields",
        ["defi_positions"] = "looking at DeFi positions",
        ["defi_plan"] = "planning the steps of a transaction",
        ["defi_plans"] = "looking at the plans",
        ["defi_confirm"] = "confirming a plan",
        ["paper_status"] = "looking at the paper book",
        ["paper_journal"] = "reading the paper journal",
        ["paper_review"] = "reviewing the paper book",
        ["paper_signal"] = "recording a signal",
        ["paper_open"] = "opening a paper position",
        ["paper_close"] = "closing a paper position",
        ["paper_stop"] = "moving a stop in the paper book",
        ["paper_reset_breaker"] = "letting the paper book trade again",
        ["research_corpus"] = "looking through the archive",
        ["research_gaps"] = "looking for open questions",
        ["research_draft"] = "keeping a draft",
        ["research_drafts"] = "looking at the drafts",
        ["standup_signal"] = "writing down a reading for the standup",
        ["concierge_today"] = "looking at what today allows",
        ["concierge_week"] = "looking at the week",
        ["concierge_pick"] = "picking a place",
        ["concierge_places"] = "looking through the places",
        ["concierge_weather"] = "looking up the weather",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The tools that have words of their own.</summary>
    public static IReadOnlyCollection<string> Known => s_words.Keys;

    /// <param name="asked">For a question to a colleague, who that is; null when it is not known.</param>
    public static string Of(string tool, string? asked)
    {
        if (tool == AskAgent) return asked is null ? "asking a colleague" : $"asking {Capital(Pings.PlainName(asked))}";
        // A tool of another program: "server_get_item" reads as "server: get item".
        return s_words.GetValueOrDefault(tool) ?? $"using {PlainMarkdown.Escape(Clip.OnCharacter(Spoken(tool), Longest))}";
    }

    private static string Spoken(string tool)
    {
        var server = tool.IndexOf('_');
        return server <= 0 ? tool : $"{tool[..server]}: {tool[(server + 1)..].Replace('_', ' ').Trim()}";
    }

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
