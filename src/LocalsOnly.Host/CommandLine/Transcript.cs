using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Prints who said what, where, with what hangs on a message, so that it reads like the chat itself.</summary>
internal sealed class Transcript(TextWriter output)
{
    private const int NameWidth = 10;
    private const int MostLines = 14;

    private SimulatedChannel? _where;

    public void Heading(string text)
    {
        output.WriteLine();
        output.WriteLine($"== {text}");
        _where = null;
    }

    public void Says(SimulatedChannel channel, string name, string text)
    {
        if (_where != channel)
        {
            output.WriteLine(channel.Guild is null ? "(direct message)" : $"#{channel.Name}");
            _where = channel;
        }

        Print(name, text);
    }

    /// <summary>What happens without words, or has none.</summary>
    public void Note(string text) => Print("", $"({text})");

    public void Shows(SimulatedMessage message)
    {
        var text = message.Content;
        if (message.Files.Count > 0) text += $"\n[file {string.Join(", ", message.Files.Select(file => file.Name))}]";
        if (message.Controls.Count > 0) text += $"\n{string.Join(' ', message.Controls.Select(control => $"[{control.Label}]"))}";
        Print(message.Author.Name, message.IsEphemeral ? $"(only you see this)\n{text}" : text);
    }

    private void Print(string name, string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < Math.Min(lines.Length, MostLines); i++) output.WriteLine($"  {(i == 0 ? name : "").PadRight(NameWidth)} {Terminal.Safe(lines[i])}");
        if (lines.Length > MostLines) output.WriteLine($"  {"".PadRight(NameWidth)} … {lines.Length - MostLines} more lines");
    }
}
