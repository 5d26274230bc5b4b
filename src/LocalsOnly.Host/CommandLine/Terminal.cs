using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary>What commands print: tables and sentences for people, JSON for scripts. Foreign text never becomes markup or control codes.</summary>
internal static class Terminal
{
    // Wide enough that a table in a file or a pipe is not folded.
    private const int PipeWidth = 240;

    private static readonly IAnsiConsole s_error = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Colours and folding are for terminals; what goes into a file or a pipe is plain.</summary>
    public static void Prepare() => AnsiConsole.Console = Create(Console.Out, Console.IsOutputRedirected);

    public static void Error(string sentence) => s_error.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]{Safe(sentence)}[/]");

    public static void Note(string sentence) => s_error.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[grey]{Safe(sentence)}[/]");

    /// <summary>A passing remark at a terminal; nothing anywhere else.</summary>
    public static void Progress(FormattableString remark)
    {
        if (!Console.IsErrorRedirected) Console.Error.Write("\r" + FormattableString.Invariant(remark) + "\x1b[K");
    }

    public static void ClearProgress()
    {
        if (!Console.IsErrorRedirected) Console.Error.Write("\r\x1b[K");
    }

    /// <summary>A line of markup on standard output; what is filled in is text, never markup and never control codes.</summary>
    public static void Line(FormattableString line) => AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, Filled(line));

    /// <summary>The same for a line with a command in it that somebody will copy: only the terminal folds it.</summary>
    public static void Unbroken(FormattableString line)
    {
        AnsiConsole.Write(new UnbrokenLine(Markup.FromInterpolated(CultureInfo.InvariantCulture, Filled(line))));
        AnsiConsole.WriteLine();
    }

    /// <summary>A number of things by their name in the plural: <c>1 conversation</c>, <c>2,000 conversations</c>, <c>1 memory</c>.</summary>
    public static string Count(long count, string things)
    {
        ArgumentException.ThrowIfNullOrEmpty(things);
        if (count == 1) things = things.EndsWith("ies", StringComparison.Ordinal) ? $"{things[..^3]}y" : things[..^1];
        return string.Create(CultureInfo.InvariantCulture, $"{count:N0} {things}");
    }

    public static void Json<T>(T value, JsonTypeInfo<T> type) => Console.Out.WriteLine(JsonSerializer.Serialize(value, type));

    public static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))).NoWrap());
        table.Columns[^1].NoWrap = false;
        return table;
    }

    public static Text Cell(string? text, Color? color = null) => new(Safe(text ?? ""), color is { } c ? new Style(c) : null);

    /// <summary>A state word in its colour.</summary>
    public static Text State(string state) => Cell(state, state switch
    {
        "running" or "ready" or "ok" => Color.Green,
        "starting" or "loading" or "degraded" or "not_placed" or "warn" or "unknown" => Color.Yellow,
        "off" or "stopped" => Color.Grey,
        _ => Color.Red,
    });

    /// <summary>Text without control characters other than line breaks and tabs, so that an imported message cannot drive the terminal.</summary>
    public static string Safe(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(Unsafe) ? new string([.. text.Where(c => !Unsafe(c))]) : text;
    }

    private static FormattableString Filled(FormattableString line) =>
        FormattableStringFactory.Create(line.Format, [.. line.GetArguments().Select(argument => argument is string text ? Safe(text) : argument)]);

    /// <summary>A console on which every table fits.</summary>
    internal static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var plain = redirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected) console.Profile.Width = PipeWidth;
        console.Pipeline.Attach(new FittedTable.Hook());
        return console;
    }

    private static bool Unsafe(char c) => char.IsControl(c) && c is not '\n' and not '\t';
}
