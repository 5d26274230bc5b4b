using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Host.Api;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Knowledge;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Prints what a search found as a numbered list that fits the screen, where there is one.</summary>
internal static class SearchResultList
{
    private const int Indent = 4;
    private const int PipeExcerpt = 200;
    private const int MostExcerptLines = 3;
    private const int NarrowestTitle = 24;
    private const int UsualByline = 30;

    // Columns of a line that stay empty because the next word does not fit.
    private const int LostToFolding = 5;

    // The filters above the list, the remark below it, the prompt and what was typed.
    private const int OtherLines = 4;

    public static void Print(IReadOnlyList<Passage> passages, string words)
    {
        var room = AnsiConsole.Profile.Width - Indent - 1;
        var excerpt = Console.IsOutputRedirected ? PipeExcerpt : ExcerptCharacters(passages.Count, room);
        for (var i = 0; i < passages.Count; i++)
        {
            PrintHead(i + 1, passages[i], room);
            AnsiConsole.Write(Indented(SearchText.Excerpt(passages[i].Text, words, Math.Min(excerpt, PipeExcerpt))));
        }
    }

    /// <summary>A block that stands away from the margin.</summary>
    public static Padder Indented(Paragraph text) => new(text, new Padding(Indent, 0, 0, 0));

    /// <summary>Who said something, and when.</summary>
    public static string Byline(string source, string? name, MessageAuthor author, DateTimeOffset? at, string format) =>
        $"{(name is null ? Author(source, author) : PersonSentences.Plain(name))}{(at is null ? "" : $" · {at.Value.ToLocalTime().ToString(format, CultureInfo.InvariantCulture)}")}";

    /// <summary>Who said something; a knowledge file was said by nobody.</summary>
    public static string Author(string source, MessageAuthor author) => source == KnowledgeConversation.Source ? $"from {PersonSentences.Vendor(source)}" : SourceWire.AuthorWord(author);

    private static void PrintHead(int number, Passage passage, int room)
    {
        var title = PersonSentences.Plain(passage.Title);
        var byline = Byline(passage.Source, passage.AuthorName, passage.Author, passage.At, "d MMM yyyy");
        var from = passage.Source == KnowledgeConversation.Source ? byline : $"{byline} · {PersonSentences.Vendor(passage.Source)}";
        var shown = number.ToString(CultureInfo.InvariantCulture).PadLeft(Indent - 2);
        var beside = room - from.Length - 2;
        if (beside >= Math.Min(title.Length, NarrowestTitle)) Terminal.Line($"{shown}  [bold]{Cut(title, beside)}[/]  [grey]{from}[/]");
        else
        {
            Terminal.Line($"{shown}  [bold]{Cut(title, room)}[/]");
            Terminal.Line($"{new string(' ', Indent)}[grey]{from}[/]");
        }
    }

    private static int ExcerptCharacters(int passages, int room)
    {
        var heads = room < NarrowestTitle + UsualByline ? 2 : 1;
        var lines = Math.Clamp((AnsiConsole.Profile.Height - OtherLines) / Math.Max(1, passages) - heads, 1, MostExcerptLines);
        return lines * room - (lines - 1) * LostToFolding;
    }

    private static string Cut(string title, int length) => title.Length <= length ? title : title[..(char.IsHighSurrogate(title[length - 2]) ? length - 2 : length - 1)] + "…";
}
