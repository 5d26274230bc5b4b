using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Merging;

namespace LocalsOnly.Tests.Memory;

public sealed class MergePropertyTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void The_order_in_which_exports_are_seen_makes_no_difference() => Check(story =>
    {
        var expected = Json(ConversationFold.Of(story.Exports));
        return Orders(story).All(order => Json(ConversationFold.Of(order)) == expected);
    });

    [Fact]
    public void Seeing_an_export_again_makes_no_difference() => Check(story =>
        Json(ConversationFold.Of([.. story.Exports, .. story.Exports])) == Json(ConversationFold.Of(story.Exports)));

    [Fact]
    public void What_is_known_already_as_a_whole_adds_nothing_to_its_parts() => Check(story =>
    {
        var known = ConversationFold.Of(story.Exports);
        return Json(ConversationFold.Of(known)) == Json(known);
    });

    [Fact]
    public void Nothing_that_any_export_has_is_lost() => Check(story =>
    {
        var known = ConversationFold.Of(story.Exports).Messages.ToDictionary(message => message.Key);
        return story.Exports.SelectMany(export => export.Messages).All(message =>
            known.TryGetValue(message.Key, out var kept) && (message.Kind == MessageKind.Document || message.Flattened == true || kept.Text.Length >= message.Text.Length) && message.Attachments.All(kept.Attachments.Contains) &&
            (message.At is null || kept.At is not null));
    });

    [Fact]
    public void Of_a_document_the_newest_text_counts_even_if_it_is_shorter()
    {
        var older = Talk.Of("a", "Plan", "one") with { UpdatedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        var newer = older with { UpdatedAt = older.UpdatedAt!.Value.AddDays(1) };
        Conversation With(Conversation talk, string text) => talk with
        {
            Messages = [.. talk.Messages, Talk.Message("a", "canvas", talk.Messages[0].Key.Split(':')[^1], text, MessageAuthor.Assistant, MessageKind.Document)],
        };
        foreach (var exports in (Conversation[][])[[With(older, "a long first draft"), With(newer, "final")], [With(newer, "final"), With(older, "a long first draft")]])
            Assert.Equal("final", ConversationFold.Of(exports).Messages.Single(message => message.Kind == MessageKind.Document).Text);
    }

    [Fact]
    public void What_is_active_is_one_path_with_the_records_beside_it_and_comes_first() => Check(story =>
    {
        var known = ConversationFold.Of(story.Exports);
        var active = known.Messages.TakeWhile(message => message.Active).ToList();
        var above = (string?)null;
        foreach (var message in active.Where(message => message.ParentKey is not { } parent || !message.Key.StartsWith(parent + ":", StringComparison.Ordinal)))
        {
            if (message.ParentKey != above && !known.Messages.Any(known => known.Key == message.ParentKey && known.Active)) return above is null;
            above = message.Key;
        }
        return known.Messages.Skip(active.Count).All(message => !message.Active) && (known.Leaf is null || active.Any(message => message.Key == known.Leaf));
    });

    [Fact]
    public void Chains_of_ten_thousand_and_cycles_are_walked_without_recursion()
    {
        var deep = Chain(10_000);
        Assert.Equal(10_000, ConversationFold.Of(deep).Messages.Count(message => message.Active));

        var cycle = deep with { Messages = [deep.Messages[0] with { ParentKey = deep.Messages[^1].Key }, .. deep.Messages.Skip(1)] };
        Assert.Equal(10_000, ConversationFold.Of(cycle, deep).Messages.Count);
        Assert.Equal(10_000, ConversationFold.Of(cycle).Messages.Select(message => message.Key).Distinct().Count());
        Assert.Equal(Json(ConversationFold.Of(cycle, deep)), Json(ConversationFold.Of(deep, cycle)));
    }

    [Fact]
    public void A_named_leaf_ends_the_active_path_and_what_an_older_export_has_below_it_is_a_branch()
    {
        var old = Talk.Of("a", "Title", "one", "two", "three");
        var renewed = old with { UpdatedAt = Talk.Start.AddDays(1), Messages = [.. old.Messages.Take(2)], Leaf = old.Messages[1].Key };
        Assert.Equal([("one", true), ("two", true), ("three", false)], ConversationFold.Of(old, renewed).Messages.Select(message => (message.Text, message.Active)));
    }

    [Fact]
    public void Records_beside_a_message_follow_it_and_share_whether_it_is_active()
    {
        var talk = Talk.Of("a", "Title", "one", "two", "three");
        var beside = Talk.Message("a", "m1:document", "m1", "canvas", MessageAuthor.Assistant, MessageKind.Document, active: false);
        var elsewhere = Talk.Message("a", "x", "m0", "left", MessageAuthor.Assistant, active: false);
        var there = Talk.Message("a", "x:document", "x", "left canvas", MessageAuthor.Assistant, MessageKind.Document);
        var known = ConversationFold.Of(talk with { Messages = [.. talk.Messages, there, beside, elsewhere], Leaf = "chatgpt:a:m2" });
        Assert.Equal(
            [("one", true), ("two", true), ("canvas", true), ("three", true), ("left", false), ("left canvas", false)],
            known.Messages.Select(message => (message.Text, message.Active)));
    }

    [Fact]
    public void What_is_a_list_and_no_tree_is_active_as_a_whole()
    {
        var talk = Talk.Of("a", "Title", "one", "two") with { Kind = ConversationKind.Project };
        var known = ConversationFold.Of(talk with { Messages = [.. talk.Messages.Select(message => message with { ParentKey = null, Active = true })] });
        Assert.All(known.Messages, message => Assert.True(message.Active));
    }

    private static void Check(Func<ExportStory, bool> property) => Prop.ForAll(ExportStory.Any, property).Check(s_config);

    private static IEnumerable<IEnumerable<Conversation>> Orders(ExportStory story)
    {
        yield return story.Exports.Reverse();
        for (var seed = 0; seed < 3; seed++)
        {
            var shuffled = story.Exports.ToArray();
            new Random(story.Seed + seed).Shuffle(shuffled);
            yield return shuffled;
        }
    }

    private static Conversation Chain(int length) => Talk.Of("a", "Deep", [.. Enumerable.Range(0, length).Select(i => $"turn {i}")]);

    private static string Json(Conversation conversation) => JsonSerializer.Serialize(conversation, ArchiveFormat.Json.Conversation);
}
