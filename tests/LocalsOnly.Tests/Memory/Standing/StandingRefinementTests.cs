using System.Text.Json;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Standing;

namespace LocalsOnly.Tests.Memory.Standing;

public sealed class StandingRefinementTests
{
    private readonly StandingRecord _jazz = Said.One(1, "I like jazz.");
    private readonly StandingRecord _records = Said.One(2, "I really love old jazz records.");
    private readonly StandingRecord _home = Said.One(3, "I live in Utrecht.");

    private StandingRecord[] All => [_jazz, _records, _home];

    [Fact]
    public void A_merged_record_is_the_models_and_cites_every_message_it_rests_on()
    {
        var refined = Apply($$"""{"changes":[{"op":"merge","ids":["{{_jazz.Id}}","{{_records.Id}}"],"text":"I like jazz, old records of it above all."}]}""");
        Assert.Empty(refined.Refused);
        Assert.Equal(2, refined.Records.Count);
        var merged = refined.Records[^1];
        Assert.Equal((StandingOrigin.Model, _records.MessageKey, _records.At, "I like jazz, old records of it above all."), (merged.Origin, merged.MessageKey, merged.At, merged.Text));
        Assert.Equal([_jazz.MessageKey], merged.AlsoFrom);
        Assert.True(merged.Holds);
    }

    [Fact]
    public void A_record_is_rephrased_and_another_dropped()
    {
        var refined = Apply($$"""{"changes":[{"op":"rephrase","ids":["{{_home.Id}}"],"text":"Lives in Utrecht"},{"op":"drop","ids":["{{_jazz.Id}}"]}]}""");
        Assert.Empty(refined.Refused);
        Assert.Equal([_records.Text, "Lives in Utrecht"], refined.Records.Select(record => record.Text));
        Assert.Equal((StandingOrigin.Model, _home.MessageKey, _home.Subject), (refined.Records[^1].Origin, refined.Records[^1].MessageKey, refined.Records[^1].Subject));
    }

    [Fact]
    public void No_change_is_a_good_answer()
    {
        var refined = Apply("""{"changes":[]}""");
        Assert.Equal(All, refined.Records);
        Assert.Empty(refined.Refused);
    }

    [Theory]
    [InlineData("""{"op":"rephrase","ids":[],"text":"I live in Utrecht"}""", "rests on no record")]
    [InlineData("""{"op":"rephrase","ids":["ffffffffffffffff"],"text":"I live in Utrecht"}""", "there is no record")]
    [InlineData("""{"op":"add","ids":["HOME"],"text":"I live in Utrecht"}""", "no such change")]
    [InlineData("""{"op":"rephrase","ids":["HOME"],"text":"I live in Utrecht and own a boat called Freya"}""", "no message says")]
    [InlineData("""{"op":"rephrase","ids":["HOME"],"text":"I live in Ghent"}""", "no message says")]
    [InlineData("""{"op":"rephrase","ids":["HOME"],"text":"I live in Utrecht since 1999"}""", "no message says")]
    [InlineData("""{"op":"rephrase","ids":["HOME"],"text":"I live\nin Utrecht"}""", "no short sentence")]
    [InlineData("""{"op":"rephrase","ids":["HOME"],"text":" "}""", "no words")]
    [InlineData("""{"op":"rephrase","ids":["HOME"]}""", "no words")]
    [InlineData("""{"op":"rephrase","ids":["JAZZ","RECORDS"],"text":"I like jazz"}""", "number of records")]
    [InlineData("""{"op":"merge","ids":["JAZZ"],"text":"I like jazz"}""", "number of records")]
    [InlineData("""{"op":"merge","ids":["JAZZ","JAZZ"],"text":"I like jazz"}""", "named twice")]
    [InlineData("""{"op":"merge","ids":["JAZZ","HOME"],"text":"I like jazz and live in Utrecht"}""", "different things")]
    [InlineData("""{"op":"drop","ids":["HOME"],"text":"I live in Utrecht"}""", "has no words")]
    public void A_change_that_invents_or_makes_no_sense_is_refused_and_nothing_changes(string change, string why)
    {
        var refined = Apply($$"""{"changes":[{{change.Replace("HOME", _home.Id).Replace("JAZZ", _jazz.Id).Replace("RECORDS", _records.Id)}}]}""");
        Assert.Contains(why, Assert.Single(refined.Refused), StringComparison.Ordinal);
        Assert.Equal(All, refined.Records);
    }

    [Fact]
    public void A_record_is_changed_once_only()
    {
        var refined = Apply($$"""{"changes":[{"op":"drop","ids":["{{_home.Id}}"]},{"op":"rephrase","ids":["{{_home.Id}}"],"text":"I live in Utrecht"}]}""");
        Assert.Single(refined.Refused);
        Assert.Equal([_jazz, _records], refined.Records);
    }

    [Fact]
    public void What_a_person_worded_stays()
    {
        var mine = StandingFold.Current([_home], [StandingDecision.Correct("owner", _home.Id, "I live in Zeist", Said.Day(9))]);
        Assert.Contains("a person worded it", Assert.Single(StandingRefinement.Apply($$"""{"changes":[{"op":"drop","ids":["{{_home.Id}}"]}]}""", mine).Refused), StringComparison.Ordinal);
    }

    [Fact]
    public void What_two_personas_know_is_not_merged()
    {
        var hidden = Said.One(2, "I really love old jazz records.", new Audience("owner", "kelly"));
        var answer = $$"""{"changes":[{"op":"merge","ids":["{{_jazz.Id}}","{{hidden.Id}}"],"text":"I like old jazz records"}]}""";
        Assert.Contains("not everyone", Assert.Single(StandingRefinement.Apply(answer, [_jazz, hidden]).Refused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""Sure! {"changes":[]}""")]
    [InlineData("""{"changes":[]} done""")]
    [InlineData("""{"changes":[],"note":"x"}""")]
    [InlineData("""{"changes":null}""")]
    [InlineData("""{"changes":[null]}""")]
    [InlineData("""{"changes":[{"op":"drop"}]}""")]
    [InlineData("""{"changes":[{"op":"drop","ids":[null]}]}""")]
    [InlineData("""{"changes":[],"changes":[]}""")]
    public void An_answer_that_is_not_the_json_asked_for_changes_nothing(string answer)
    {
        var refined = Apply(answer);
        Assert.Single(refined.Refused);
        Assert.Equal(All, refined.Records);
    }

    [Fact]
    public void The_question_has_one_line_of_json_for_each_record_and_is_the_same_in_any_order()
    {
        StandingRecord[] records = [.. All, Said.One(4, "J'aime le \"thé\" glacé.")];
        var ask = StandingRefinement.Ask(records);
        Assert.Equal(ask, StandingRefinement.Ask([.. records.Reverse()]));
        var lines = ask[(StandingRefinement.Prompt.Length + 1)..].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(records.Select(record => (record.Id, record.Text)).Order(), lines.Select(line => JsonDocument.Parse(line).RootElement)
            .Select(line => (line.GetProperty("id").GetString()!, line.GetProperty("words").GetString()!)).Order());
        Assert.Contains("thé", ask, StringComparison.Ordinal);
    }

    private RefinedRecords Apply(string answer) => StandingRefinement.Apply(answer, All);
}
