using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory;

public sealed class RememberTests : IDisposable
{
    private static readonly MemoryScope s_kelly = new(MemoryScope.DefaultOwner, "kelly");

    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task What_is_said_is_found_at_once_and_after_a_rebuild_in_the_order_in_which_it_was_said()
    {
        string[] said = ["The heat pump comes on Tuesday", "Shall I remind you on Monday?", "Yes, and order walnut oil"];
        for (var i = 0; i < said.Length; i++) Assert.Null((await SayAsync(said[i], i)).Waits);
        Assert.Single(await _house.RecallKeysAsync("walnut oil", s_kelly));

        var key = (await _house.Memory.RecallAsync(s_kelly, "walnut oil", 1))[0].ConversationKey;
        Assert.Equal(said, (await _house.Memory.OpenAsync(s_kelly, key))!.Messages.Select(message => message.Text));
        await _house.Rebuild.RunAsync();
        Assert.Equal(said, (await _house.Memory.OpenAsync(s_kelly, key))!.Messages.Select(message => message.Text));
        Assert.All((await _house.Memory.OpenAsync(s_kelly, key))!.Messages, message => Assert.True(message.Active));
        Assert.Empty(await _house.Keeping.ListImportsAsync());
    }

    [Fact]
    public async Task Saying_the_same_twice_remembers_it_once()
    {
        await SayAsync("The walnut table", 0);
        await SayAsync("The walnut table", 0);
        Assert.Equal(1, (await _house.Memory.CountAsync(TestMemory.Scope)).Messages);
    }

    [Fact]
    public async Task While_the_archive_is_away_it_waits_and_nothing_is_lost_by_a_restart()
    {
        await SayAsync("The walnut table", 0);
        Directory.Move(_house.Nas, _house.Nas + ".away");
        Assert.Contains("mount it again", (await SayAsync("The oak bench", 1)).Waits, StringComparison.Ordinal);
        _house.Reopen();
        Assert.NotNull((await SayAsync("The pine shelf", 2)).Waits);
        Directory.Move(_house.Nas + ".away", _house.Nas);
        Assert.Null((await SayAsync("The elm chair", 3)).Waits);

        foreach (var word in (string[])["walnut", "oak", "pine", "elm"])
            Assert.Contains(await _house.Memory.SearchAsync(s_kelly, word, 10), passage => passage.Text.Contains(word, StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(_house.Local, "remembered.jsonl")));
    }

    [Fact]
    public async Task A_line_that_a_kill_has_cut_off_is_passed_over()
    {
        await SayAsync("The walnut table", 0);
        Directory.Move(_house.Nas, _house.Nas + ".away");
        await SayAsync("The oak bench", 1);
        await File.AppendAllTextAsync(Path.Combine(_house.Local, "remembered.jsonl"), "{\"owner\":\"ow");
        await SayAsync("The pine shelf", 2);
        Directory.Move(_house.Nas + ".away", _house.Nas);
        await SayAsync("The elm chair", 3);

        foreach (var word in (string[])["walnut", "oak", "pine", "elm"])
            Assert.Contains(await _house.Memory.SearchAsync(s_kelly, word, 10), passage => passage.Text.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_in_the_archive_does_not_wait_also_when_the_spool_cannot_be_cleared()
    {
        await SayAsync("The walnut table", 0);
        Directory.Move(_house.Nas, _house.Nas + ".away");
        await SayAsync("The oak bench", 1);
        Directory.Move(_house.Nas + ".away", _house.Nas);
        Directory.CreateDirectory(Path.Combine(_house.Local, "remembered.jsonl.new"));

        Assert.Null((await SayAsync("The elm chair", 2)).Waits);
        Assert.Equal(3, (await _house.Memory.CountAsync(TestMemory.Scope)).Messages);
    }

    [Fact]
    public async Task What_is_said_to_one_persona_or_in_one_channel_stays_there()
    {
        await SayAsync("The walnut table", 0);
        await _house.Memory.RememberAsync(new MemoryScope(MemoryScope.DefaultOwner, Channel: "garden"), new Utterance("talk", MessageAuthor.User, "The walnut hedge", Talk.Start));

        Assert.Equal(["The walnut table"], await TextsAsync(new MemoryScope(MemoryScope.DefaultOwner, "kelly", "kitchen")));
        Assert.Equal(["The walnut hedge"], await TextsAsync(new MemoryScope(MemoryScope.DefaultOwner, "solus", "garden")));
        Assert.Empty(await TextsAsync(new MemoryScope(MemoryScope.DefaultOwner, "solus", "kitchen")));
        Assert.Empty(await TextsAsync(new MemoryScope("guest")));
    }

    [Fact]
    public async Task Only_who_sees_a_conversation_can_have_it_forgotten()
    {
        var key = (await SayAsync("The walnut table", 0)).MessageKey;
        var conversation = key[..key.LastIndexOf(':')];
        Assert.False(await _house.Memory.ForgetAsync(new MemoryScope(MemoryScope.DefaultOwner, "solus"), conversation));
        Assert.False(await _house.Memory.ForgetAsync(new MemoryScope("guest"), conversation));
        Assert.True(await _house.Memory.ForgetAsync(s_kelly, conversation));
        Assert.Empty(await _house.RecallKeysAsync("walnut", s_kelly));
    }

    [Fact]
    public async Task A_question_put_before_stands_behind_what_answers_it()
    {
        await SayAsync("The walnut board came from the sawmill in Ornans", 0);
        await _house.Memory.RememberAsync(s_kelly, new Utterance("another day", MessageAuthor.User, "Where did the walnut board come from, which sawmill?", Talk.Start.AddDays(1)));

        Assert.Equal(
            ["The walnut board came from the sawmill in Ornans", "Where did the walnut board come from, which sawmill?"],
            (await _house.Memory.SearchAsync(s_kelly, "Where did the walnut board come from, from which sawmill?", 10)).Select(passage => passage.Text));
    }

    private Task<Remembered> SayAsync(string text, int minute) => _house.Memory.RememberAsync(
        s_kelly, new Utterance("talk", minute % 2 == 0 ? MessageAuthor.User : MessageAuthor.Assistant, text, Talk.Start.AddMinutes(minute)));

    private async Task<List<string>> TextsAsync(MemoryScope scope) => [.. (await _house.Memory.SearchAsync(scope, "walnut", 10)).Select(passage => passage.Text)];
}
