using LocalsOnly.Memory;
using LocalsOnly.Memory.Merging;

namespace LocalsOnly.Tests.Memory;

public sealed class MergeTests : IDisposable
{
    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Storing_the_same_again_appends_nothing()
    {
        var talk = Talk.Of("a", "Title", "one", "two");
        Assert.Equal([StoreOutcome.Added, StoreOutcome.Unchanged], await _house.StoreAsync(talk, talk));
        var size = new FileInfo(_house.LastSegment).Length;

        Assert.Equal([StoreOutcome.Unchanged], await _house.StoreAsync(talk));
        Assert.Equal(size, new FileInfo(_house.LastSegment).Length);
    }

    [Fact]
    public async Task A_conversation_that_went_on_is_updated_in_one_session_and_over_sessions()
    {
        var first = Talk.Of("a", "Title", "one");
        var second = Talk.Of("a", "Title", "one", "two") with { UpdatedAt = Talk.Start.AddHours(2) };
        Assert.Equal([StoreOutcome.Added, StoreOutcome.Updated, StoreOutcome.Unchanged], await _house.StoreAsync(first, second, first));
        Assert.Equal([StoreOutcome.Updated], await _house.StoreAsync(Talk.Of("a", "Renamed", "one", "two", "three") with { UpdatedAt = Talk.Start.AddHours(3) }));

        var opened = await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:a");
        Assert.Equal("Renamed", opened!.Title);
        Assert.Equal(["one", "two", "three"], opened.Messages.Select(message => message.Text));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_slim_export_after_a_full_one_loses_nothing_whatever_its_date(int hours)
    {
        var full = Full();
        var slim = full with
        {
            UpdatedAt = full.UpdatedAt!.Value.AddHours(hours),
            Model = null,
            Messages = [full.Messages[0], full.Messages[3] with { Text = "answer", Attachments = [], ParentKey = full.Messages[0].Key }],
        };
        await _house.StoreAsync(full, slim);
        var merged = await _house.Memory.OpenAsync(TestMemory.Scope, full.Key);

        Assert.Equal(full.Messages.Select(message => (message.Key, message.Text, message.Active, message.ParentKey)), merged!.Messages.Select(message => (message.Key, message.Text, message.Active, message.ParentKey)));
        Assert.Equal(["plan.pdf"], merged.Messages[3].Attachments);
        Assert.Equal("model", merged.Model);
        Assert.Equal([StoreOutcome.Unchanged, StoreOutcome.Unchanged], await _house.StoreAsync(slim, full));
    }

    [Fact]
    public async Task A_full_export_after_a_slim_one_adds_what_was_missing()
    {
        var full = Full();
        var slim = full with { Messages = [full.Messages[0], full.Messages[3] with { Text = "answer", ParentKey = full.Messages[0].Key }] };
        Assert.Equal([StoreOutcome.Added, StoreOutcome.Updated], await _house.StoreAsync(slim, full));
        Assert.Equivalent(full, await _house.Memory.OpenAsync(TestMemory.Scope, full.Key), strict: true);
    }

    [Fact]
    public async Task A_regenerated_reply_makes_the_old_branch_inactive_and_keeps_it()
    {
        var old = Talk.Of("a", "Title", "question", "old answer", "thanks");
        var renewed = old with
        {
            UpdatedAt = Talk.Start.AddDays(1),
            Messages = [old.Messages[0], Talk.Message("a", "new", "m0", "new answer", MessageAuthor.Assistant)],
        };
        await _house.StoreAsync(old, renewed);
        var merged = await _house.Memory.OpenAsync(TestMemory.Scope, old.Key);

        Assert.Equal(["question", "new answer"], merged!.Messages.Where(message => message.Active).Select(message => message.Text));
        Assert.Equal(["old answer", "thanks"], merged.Messages.Where(message => !message.Active).Select(message => message.Text));
    }

    [Fact]
    public async Task A_newer_export_with_fewer_messages_deletes_nothing()
    {
        var old = Talk.Of("a", "Title", "one", "two", "three");
        await _house.StoreAsync(old, old with { UpdatedAt = Talk.Start.AddDays(1), Messages = [.. old.Messages.Take(1)] });
        Assert.Equal(["one", "two", "three"], (await _house.Memory.OpenAsync(TestMemory.Scope, old.Key))!.Messages.Where(message => message.Active).Select(message => message.Text));
    }

    [Fact]
    public async Task Attachments_that_either_version_names_are_kept_in_a_stable_order()
    {
        var talk = Talk.Of("a", "Title", "question");
        Conversation With(int hours, params string[] names) =>
            talk with { UpdatedAt = Talk.Start.AddHours(hours), Messages = [talk.Messages[0] with { Attachments = names }] };
        await _house.StoreAsync(With(1, "plan.pdf", "roof.png"), With(2, "cellar.png"));
        Assert.Equal(["plan.pdf", "roof.png", "cellar.png"], (await _house.Memory.OpenAsync(TestMemory.Scope, talk.Key))!.Messages[0].Attachments);

        Assert.Equal([StoreOutcome.Unchanged, StoreOutcome.Unchanged], await _house.StoreAsync(With(2, "cellar.png"), With(2, "roof.png", "plan.pdf")));
    }

    [Theory]
    [InlineData(ConversationKind.Memory)]
    [InlineData(ConversationKind.Project)]
    public async Task Of_what_is_written_anew_the_newest_holds_be_it_shorter(ConversationKind kind)
    {
        var old = Talk.Of("notes", "Notes", "Lives in Lisbon with a dog called Biko") with { Kind = kind };
        var renewed = old with { UpdatedAt = Talk.Start.AddDays(1), Messages = [old.Messages[0] with { Text = "Lives in Porto" }] };
        Assert.Equal([StoreOutcome.Added, StoreOutcome.Updated, StoreOutcome.Unchanged], await _house.StoreAsync(old, renewed, old));
        Assert.Equal("Lives in Porto", (await _house.Memory.OpenAsync(TestMemory.Scope, old.Key))!.Messages.Single().Text);
        Assert.Equal(Digest.Of(ConversationFold.Of(old, renewed)), Digest.Of(ConversationFold.Of(renewed, old)));

        var undated = old with { Key = "chatgpt:undated", UpdatedAt = null };
        await _house.StoreAsync(undated, undated with { Messages = [old.Messages[0] with { Text = "Lives in Porto" }] });
        Assert.Equal(old.Messages[0].Text, (await _house.Memory.OpenAsync(TestMemory.Scope, undated.Key))!.Messages.Single().Text);
    }

    private static Conversation Full()
    {
        var talk = Talk.Of("a", "Title", "question");
        return talk with
        {
            Messages =
            [
                talk.Messages[0],
                Talk.Message("a", "call", "m0", "search()", MessageAuthor.Assistant, MessageKind.ToolCall),
                Talk.Message("a", "result", "call", "found", MessageAuthor.Tool, MessageKind.ToolResult),
                Talk.Message("a", "reply", "result", "answer in full", MessageAuthor.Assistant) with { Attachments = ["plan.pdf"] },
            ],
        };
    }
}
