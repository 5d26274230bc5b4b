using System.Diagnostics;
using System.Text;
using LocalsOnly.Discord.Text;

namespace LocalsOnly.Tests.Discord.Text;

/// <summary>A reply is cut again and again while it grows; what stands in a message already ought to stay there.</summary>
public sealed class GrowingTextTests
{
    [Fact]
    public void While_an_answer_of_prose_and_code_grows_its_first_part_only_grows_and_then_gives_up_one_block()
    {
        var answer = Answer(codeLines: 60);

        var changes = Changes(answer, 2000);

        Assert.InRange(changes, 0, 1);
    }

    [Fact]
    public void Code_that_turns_out_to_fit_in_no_message_comes_back_once()
    {
        var text = "Here it is.\n\n```py\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"line_{i} = call({i})\n")) + "```\n";

        Assert.InRange(Changes(text, 2000), 1, 2);
    }

    [Fact]
    public void Plain_prose_gives_up_at_most_its_last_sentences_once()
    {
        var text = string.Join("\n\n", Enumerable.Range(0, 40).Select(i => $"Paragraph {i} says something about the matter. It goes on for a while, **with bold words** and `code`. Then it ends."));

        Assert.InRange(Changes(text, 2000), 0, 1);
    }

    [Fact]
    public void Cutting_a_long_answer_takes_a_time_that_grows_with_its_length()
    {
        // The worst for whatever looks back or ahead: marks that never close, and nothing to cut at.
        string[] hostile = ["[](", "** ", "`a", "||", "<http", "(", "> ", "- ", "\u0301", "。", "```\n", " \n", "\u00A0", "1. ", "x"];
        var slow = hostile.Where(piece => Time(piece, 8000) > 40 * Time(piece, 400) + 0.25).ToList();

        Assert.Empty(slow);

        static double Time(string piece, int times)
        {
            var text = string.Concat(Enumerable.Repeat(piece, times));
            MessageSplitter.Split(text);
            var started = Stopwatch.GetTimestamp();
            MessageSplitter.Split(text);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }

    /// <summary>How often the first part becomes one that does not begin with what was shown.</summary>
    private static int Changes(string text, int limit)
    {
        var changes = 0;
        var shown = "";
        for (var length = 1; length <= text.Length; length += 7)
        {
            var parts = MessageSplitter.Cut(text[..length], limit);
            if (parts.Count == 0) continue;
            // What closes a fence for the moment is no change.
            var first = text[parts[0].Start..parts[0].End];
            if (!first.StartsWith(shown, StringComparison.Ordinal)) changes++;
            shown = first;
        }

        return changes;
    }

    private static string Answer(int codeLines)
    {
        var answer = new StringBuilder("## How it is done\n\n");
        for (var i = 0; i < 6; i++) answer.Append("This paragraph explains a step of it, and then another one. It is written at some length, as answers are.\n\n");
        answer.Append("Steps:\n\n");
        for (var i = 1; i <= 8; i++) answer.Append("- **Step ").Append(i).Append(":** do what was said above, and look at the result before you go on.\n");
        answer.Append("\n```csharp\n");
        for (var i = 0; i < codeLines; i++) answer.Append("    Console.WriteLine(step").Append(i).Append(");\n");
        return answer.Append("```\n\nThat is all there is to it. Ask if something is not clear.\n").ToString();
    }
}
