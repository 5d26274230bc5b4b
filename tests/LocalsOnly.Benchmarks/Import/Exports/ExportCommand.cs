using System.Diagnostics;
using System.Globalization;
using LocalsOnly.Benchmarks.Measuring;

namespace LocalsOnly.Benchmarks.Import.Exports;

/// <summary><c>export DIRECTORY</c>: writes made-up exports for a person to try things on.</summary>
internal static class ExportCommand
{
    public const string Usage = "export DIRECTORY [--chatgpt SIZE] [--claude SIZE] [--layout classic|sharded|slim] [--seed N]";

    /// <returns>2 when the arguments make no sense.</returns>
    public static int Run(string directory, ReadOnlySpan<string> options)
    {
        long chatGpt = 0, claude = 0;
        var seed = 1UL;
        var layout = ChatGptLayout.Classic;
        for (; options is [var name, var value, ..]; options = options[2..])
        {
            var understood = name switch
            {
                "--chatgpt" => ByteSize.TryParse(value, out chatGpt),
                "--claude" => ByteSize.TryParse(value, out claude),
                "--seed" => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed),
                "--layout" => Enum.TryParse(value, ignoreCase: true, out layout) && !char.IsAsciiDigit(value[0]),
                _ => false,
            };
            if (!understood) return NotUnderstood();
        }
        if (!options.IsEmpty) return NotUnderstood();
        if (chatGpt == 0 && claude == 0) chatGpt = claude = 100_000_000;

        Directory.CreateDirectory(directory);
        var generator = new ExportGenerator(seed);
        if (chatGpt > 0) Print(() => generator.ChatGpt(Path.Combine(directory, "chatgpt-export.zip"), chatGpt, layout));
        if (claude > 0) Print(() => generator.Claude(Path.Combine(directory, "claude-export.zip"), claude));
        return 0;
    }

    private static void Print(Func<GeneratedExport> generate)
    {
        var clock = Stopwatch.StartNew();
        var made = generate();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{made.Path}: {made.Conversations:N0} conversations, {made.Bytes / 1e6:N0} MB of JSON in {new FileInfo(made.Path).Length / 1e6:N0} MB, {made.Bytes / 1e6 / clock.Elapsed.TotalSeconds:N0} MB/s"));
    }

    private static int NotUnderstood()
    {
        Console.Error.WriteLine("usage: " + Usage);
        return 2;
    }
}
