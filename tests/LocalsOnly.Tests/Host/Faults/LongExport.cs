using System.Globalization;
using System.Text;

namespace LocalsOnly.Tests.Host.Faults;

/// <summary>A made-up Claude export of 3,200 messages, the same every time: enough that an import commits before its end. The archive packs it far smaller than the index.</summary>
internal static class LongExport
{
    public const int Conversations = 80;

    /// <summary>A word of one conversation only, which no other word of the export shares a letter's beginning with.</summary>
    public const string Secret = "zanzibar";

    /// <summary>The conversation that holds it.</summary>
    public const string SecretKey = "claude:c7";

    private const int Turns = 40;
    private const int SentencesInATurn = 7;
    private const int SentencesInTheNotes = 1000;
    private const string Consonants = "bcdfgklmnprst";
    private const string Vowels = "aeiou";

    /// <summary>A word that a conversation says in every turn and no other says.</summary>
    public static string MarkerOf(int conversation) => $"marker{conversation}";

    public static string Write(string path)
    {
        var random = new Random(1);
        string[] words = [.. Enumerable.Range(0, 2000).Select(_ => Word(random))];
        string[] sentences = [.. Enumerable.Range(0, 60).Select(_ => string.Join(' ', Enumerable.Range(0, 10).Select(_ => words[random.Next(words.Length)])))];
        var json = new StringBuilder("[");
        for (var c = 0; c < Conversations; c++)
        {
            if (c > 0) json.Append(',');
            json.Append(CultureInfo.InvariantCulture, $$"""{"uuid":"c{{c}}","name":"Talk {{c}}","created_at":"2026-03-01T10:00:00Z","updated_at":"2026-03-01T11:00:00Z","chat_messages":[""");
            for (var t = 0; t < Turns; t++)
            {
                if (t > 0) json.Append(',');
                json.Append(CultureInfo.InvariantCulture, $$"""{"uuid":"c{{c}}t{{t}}","sender":"{{(t % 2 == 0 ? "human" : "assistant")}}","text":"{{MarkerOf(c)}} """);
                if (SecretKey == $"claude:c{c}") json.Append(Secret).Append(' ');
                for (var s = 0; s < SentencesInATurn; s++) json.Append(sentences[random.Next(sentences.Length)]).Append(". ");
                json.Append('"');
                if (t == 0)
                {
                    // What is attached is kept and not indexed: bytes to commit that cost little time.
                    json.Append(""","attachments":[{"file_name":"notes.txt","extracted_content": """).Append('"');
                    for (var s = 0; s < SentencesInTheNotes; s++) json.Append(sentences[s % sentences.Length]).Append(". ");
                    json.Append("\"}]");
                }
                json.Append('}');
            }
            json.Append("]}");
        }
        File.WriteAllText(path, json.Append(']').ToString());
        return path;
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(2, 6)).Select(_ => $"{Consonants[random.Next(Consonants.Length)]}{Vowels[random.Next(Vowels.Length)]}"));
}
