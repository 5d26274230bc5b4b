using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Memory.Standing;

namespace LocalsOnly.Tests.Memory.Standing;

public sealed class StandingFoldTests
{
    private static readonly string[] s_sayings =
    [
        "I live in Utrecht.", "I moved to Ghent.", "I no longer live in Utrecht.", "Always answer in French.", "From now on, answer in English.", "Stop answering in French.",
        "I like olives.", "I hate olives.", "I don't like olives any more.", "I'm allergic to nuts.", "I'm allergic to eggs.", "I'm not allergic to nuts.", "My name is Bo.", "Call me Wim.",
        "I prefer tea to coffee.", "I prefer coffee to tea.", "I live in Utrecht. No, I moved to Ghent.", "I'm vegan.", "I'm no longer vegan.",
    ];

    [Fact]
    public void Of_two_homes_the_newer_holds_and_takes_the_place_of_the_older()
    {
        var (older, newer) = (Said.One(1, "I live in Utrecht."), Said.One(2, "I moved to Ghent."));
        var folded = StandingFold.Of([newer, older], []);
        Assert.Equal([(older.Id, StandingStatus.Superseded, newer.Id), (newer.Id, StandingStatus.Active, null)], folded.Select(record => (record.Id, record.Status, record.SupersededBy)));
    }

    [Fact]
    public void Allergies_and_likes_live_side_by_side() =>
        Assert.Equal(4, Current(Said.One(1, "I'm allergic to nuts."), Said.One(2, "I'm allergic to eggs."), Said.One(3, "I like jazz."), Said.One(4, "I like olives.")).Count);

    [Fact]
    public void Of_two_in_one_message_the_later_holds() => Assert.Equal(["I moved to Ghent"], Texts([.. Said.On(1, "I live in Utrecht. Well, I moved to Ghent.")]));

    [Theory]
    [InlineData("I like olives.", "I don't like olives any more.")]
    [InlineData("Always answer in French.", "Stop answering in French.")]
    [InlineData("I live in Paris.", "I no longer live in Paris.")]
    [InlineData("I work as a baker.", "I quit my job.")]
    [InlineData("J'aime le café.", "Je n'aime plus le café.")]
    [InlineData("Call me Willem.", "Don't call me Willem.")]
    public void What_is_taken_back_ends_what_was_said_before_and_not_what_is_said_after(string said, string ended)
    {
        Assert.Empty(Current([.. Said.On(1, said), .. Said.On(2, ended)]));
        Assert.Single(Current([.. Said.On(3, said), .. Said.On(2, ended)]));
    }

    [Fact]
    public void What_is_taken_back_ends_only_what_it_names() =>
        Assert.Equal(["answer in English"], Texts(Said.One(1, "Always answer in French."), Said.One(2, "answer in English"), Said.One(3, "Stop answering in French.")));

    [Fact]
    public void The_facts_of_two_people_do_not_meet() =>
        Assert.Equal(2, Current(Said.One(1, "I live in Utrecht."), Said.One(2, "I live in Ghent.", new LocalsOnly.Memory.Audience("guest"))).Count);

    [Fact]
    public void A_correction_holds_against_what_was_said_before_it_and_gives_way_to_what_is_said_after()
    {
        var wrong = Said.One(1, "I live in Utrecht.");
        var correction = StandingDecision.Correct("owner", wrong.Id, "I live in Zeist", Said.Day(5));
        var corrected = Assert.Single(StandingFold.Current([wrong, Said.One(3, "I live in Paris.")], [correction]));
        Assert.Equal(("I live in Zeist", StandingStatus.Corrected, StandingOrigin.Person, wrong.MessageKey), (corrected.Text, corrected.Status, corrected.Origin, corrected.MessageKey));
        Assert.Equal("I live in Rome", Assert.Single(StandingFold.Current([wrong, Said.One(9, "I live in Rome.")], [correction])).Text);
    }

    [Fact]
    public void What_is_forgotten_takes_no_part_and_what_it_had_replaced_holds_again()
    {
        var (older, newer) = (Said.One(1, "I live in Utrecht."), Said.One(2, "I live in Ghent."));
        var folded = StandingFold.Of([older, newer], [StandingDecision.Forget("owner", newer.Id, Said.Day(5))]);
        Assert.Equal([StandingStatus.Active, StandingStatus.Forgotten], folded.Select(record => record.Status));
    }

    [Fact]
    public void A_forgotten_subject_is_forgotten_up_to_that_day()
    {
        var decision = StandingDecision.ForgetSubject("owner", "home", Said.Day(5));
        Assert.Empty(StandingFold.Current([Said.One(1, "I live in Utrecht."), Said.One(4, "I live in Ghent.")], [decision]));
        Assert.Single(StandingFold.Current([Said.One(1, "I live in Utrecht."), Said.One(6, "I live in Ghent.")], [decision]));
        Assert.Single(StandingFold.Current([Said.One(1, "I live in Utrecht.")], [decision with { Owner = "guest" }]));
    }

    [Fact]
    public void Of_two_decisions_the_later_counts()
    {
        var record = Said.One(1, "I live in Utrecht.");
        var (correct, forget) = (StandingDecision.Correct("owner", record.Id, "I live in Zeist", Said.Day(5)), StandingDecision.Forget("owner", record.Id, Said.Day(6)));
        Assert.Empty(StandingFold.Current([record], [forget, correct]));
        Assert.Single(StandingFold.Current([record], [forget with { At = Said.Day(4) }, correct]));
    }

    [Fact]
    public void The_order_and_the_number_of_times_in_which_things_become_known_make_no_difference() => Prop.ForAll(Stories(), story =>
    {
        var (records, decisions) = Story(story);
        var expected = Shown(records, decisions);
        var random = new Random(story.Length == 0 ? 0 : story[0]);
        for (var round = 0; round < 4; round++)
        {
            StandingRecord[] shuffled = [.. records, .. records.Take(round)];
            StandingDecision[] decided = [.. decisions];
            random.Shuffle(shuffled);
            random.Shuffle(decided);
            if (Shown(shuffled, decided) != expected) return false;
        }
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_slot_never_holds_two_and_what_is_superseded_names_a_later_record() => Prop.ForAll(Stories(), story =>
    {
        var (records, decisions) = Story(story);
        var folded = StandingFold.Of(records, decisions).ToList();
        return folded.Where(record => record.Holds).GroupBy(record => record.Subject).All(slot => slot.Count() == 1) &&
            folded.All(record => (record.Status == StandingStatus.Superseded) == (record.SupersededBy is not null)) &&
            folded.Where(record => record.SupersededBy is not null).All(record => folded.FindIndex(other => other.Id == record.SupersededBy) > folded.IndexOf(record));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static Arbitrary<int[]> Stories() => Gen.Choose(0, 9_999).ArrayOf().ToArbitrary();

    // Each number says something on some day; every fourth is also decided on.
    private static (List<StandingRecord> Records, List<StandingDecision> Decisions) Story(int[] numbers)
    {
        var (records, decisions) = (new List<StandingRecord>(), new List<StandingDecision>());
        foreach (var number in numbers)
        {
            var said = Said.On(number / 100 % 10, s_sayings[number % s_sayings.Length]);
            records.AddRange(said);
            var at = Said.Day(number / 7 % 12);
            switch (number % 12)
            {
                case 0:
                    decisions.Add(StandingDecision.Forget("owner", said[0].Id, at));
                    break;
                case 4:
                    decisions.Add(StandingDecision.Correct("owner", said[0].Id, $"corrected {number}", at));
                    break;
                case 8:
                    decisions.Add(StandingDecision.ForgetSubject("owner", said[0].Subject, at));
                    break;
            }
        }
        return (records, decisions);
    }

    private static string Shown(IEnumerable<StandingRecord> records, IEnumerable<StandingDecision> decisions) =>
        string.Join('\n', StandingFold.Of(records, decisions).Select(record => $"{record.Id} {record.Status} {record.SupersededBy} {record.Text}"));

    private static IReadOnlyList<StandingRecord> Current(params StandingRecord[] records) => StandingFold.Current(records, []);

    private static IEnumerable<string> Texts(params StandingRecord[] records) => Current(records).Select(record => record.Text);
}
