using System.Security.Cryptography;
using LocalsOnly.Import;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;
using LocalsOnly.Tests.Memory;

namespace LocalsOnly.Tests.Import;

/// <summary>Exports made by others, with counts taken by hand.</summary>
public sealed class FixtureCountTests : IDisposable
{
    private const string Classic = "01-chatgpt-classic-2025-full-fields.json";
    private const string Slim = "04-chatgpt-2026-slim-sharded";
    private const string NoCurrentNode = "06-chatgpt-no-current_node-null-leaf.json";
    private const string Branching = "07-claude-official-2026-branching.json";
    private const string Malformed = "08-claude-malformed-single.json";

    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData(Classic, "13 1 13 10")]
    [InlineData(Slim + "/conversations-000.json", "5 1 5 2")]
    [InlineData(Slim + "/conversations-001.json", "4 2 3 2")]
    [InlineData(NoCurrentNode, "3 1 3 3", "4 2 3 3", "1 1 1 0")]
    [InlineData(Branching, "4 2 3 3", "4 1 4 4")]
    [InlineData(Malformed, "10 1 10 10")]
    public void The_tree_has_the_nodes_leaves_path_and_visible_messages_counted_by_hand(string file, params string[] expected)
    {
        var shapes = Read(file).Select(read => read.Shape);
        Assert.Equal(expected, shapes.Select(shape => $"{shape.Nodes} {shape.Leaves} {shape.PathLength} {shape.Visible}"));
    }

    [Theory]
    [InlineData(Classic, 1, 0, 10, 0)]
    [InlineData(Slim, 2, 0, 4, 4)]
    [InlineData(NoCurrentNode, 2, 1, 6, 0)]
    [InlineData(Branching, 2, 0, 7, 0)]
    [InlineData(Malformed, 1, 0, 10, 0)]
    public async Task An_import_finds_the_same(string path, int added, int empty, int messages, int assets)
    {
        var report = await _house.Import.ImportAsync([PathOf(path)]);

        Assert.Null(report.Inputs[0].Problem);
        Assert.Equal((added + empty, added, empty, 0), (report.Totals.Found, report.Totals.Added, report.Totals.Empty, report.Totals.Quarantined));
        Assert.Equal((messages, assets, 0), (report.Totals.Messages, report.Totals.AssetsResolved, report.Totals.AssetsMissing));
        Assert.True(report.Totals.Reconciles);
    }

    [Fact]
    public void Custom_instructions_and_hidden_nodes_are_context_and_never_turns()
    {
        var messages = Read(Classic).Single().Conversation.Messages;
        Assert.Equal(2, messages.Count(message => message.Kind == MessageKind.Context));
        Assert.Contains(messages, message => message.Kind == MessageKind.Context && message.Text.Contains("1 to 2 paragraphs", StringComparison.Ordinal));
        Assert.Equal(12, messages.Count);
    }

    [Fact]
    public async Task Opaque_asset_files_get_the_names_the_person_knew()
    {
        await _house.Import.ImportAsync([PathOf(Slim)]);
        var image = await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:synthetic-folder-conversation-001");
        var media = await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:synthetic-folder-conversation-002");

        Assert.Equal(["synthetic-moon.svg"], image!.Messages[0].Attachments);
        Assert.Equal(["synthetic-chime.wav", "synthetic-orbit.webm", "synthetic-notes.txt"], media!.Messages[0].Attachments);
        Assert.Equal(
            [MessageKind.Visible, MessageKind.Reasoning, MessageKind.Reasoning, MessageKind.Visible],
            image.Messages.Select(message => message.Kind));
        Assert.Equal([true, true, false], media.Messages.Select(message => message.Active));
    }

    [Fact]
    public void A_leaf_without_a_message_does_not_win_the_branch() =>
        Assert.Equal("Actually, use cacio e pepe instead.", Read(NoCurrentNode)[1].Conversation.Messages.Last(message => message.Active).Text);

    [Fact]
    public void Claude_blocks_become_records_beside_the_message_and_titles_fall_back_on_the_summary()
    {
        var read = Read(Branching);
        var first = read[0].Conversation;
        Assert.Equal("claude:synthetic-conv-0001", first.Key);
        Assert.Equal("synthetic-account", first.Account);
        Assert.Equal(
            ["Visible sm-1", "Attachment sm-1:attachment-0", "Visible sm-2-new", "Reasoning sm-2-new:thinking-0", "ToolCall sm-2-new:tool-use-1", "ToolResult sm-2-new:tool-result-2", "Visible sm-3", "Visible sm-2-old"],
            first.Messages.Select(message => $"{message.Kind} {message.Key[(first.Key.Length + 1)..]}"));
        Assert.Equal(["synthetic-notes.txt"], first.Messages[0].Attachments);
        Assert.Equal("Synthetic summary line used as the title fallback.", read[1].Conversation.Title);
        Assert.Equal(2, read[1].Conversation.Messages.Count(message => message.Text.Length == 0));
        Assert.All(first.Messages, message => Assert.StartsWith(first.Key + ":", message.Key, StringComparison.Ordinal));
    }

    [Fact]
    public void Malformed_content_falls_back_on_the_flattened_text()
    {
        var messages = Read(Malformed).Single().Conversation.Messages;
        Assert.StartsWith("This message has null content array", messages[2].Text, StringComparison.Ordinal);
        Assert.StartsWith("This message has null text", messages[3].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(messages, message => message.Kind == MessageKind.Visible && message.Text.Contains("antThinking", StringComparison.Ordinal));
        Assert.Contains(messages, message => message.Kind == MessageKind.Reasoning && message.Text.StartsWith("This is a thinking block", StringComparison.Ordinal));
        Assert.Contains(messages, message => message.Kind == MessageKind.Document);
        Assert.Contains(messages, message => message.Kind == MessageKind.ToolCall && message.Text.StartsWith("create_artifact", StringComparison.Ordinal));
        Assert.Equal("Empty content array", messages.Last(message => message.Kind == MessageKind.Visible).Text);
    }

    [Fact]
    public async Task Both_vendors_in_one_run_reconcile_and_a_second_run_changes_nothing()
    {
        string[] paths = [PathOf(Classic), PathOf(Slim), PathOf(NoCurrentNode), PathOf(Branching), PathOf(Malformed)];
        var first = await _house.Import.ImportAsync(paths);
        Assert.Equal((9, 8, 1), (first.Totals.Found, first.Totals.Added, first.Totals.Empty));
        var size = new FileInfo(_house.LastSegment).Length;

        var second = await _house.Import.ImportAsync(paths);
        Assert.Equal((9, 8, 1), (second.Totals.Found, second.Totals.Unchanged, second.Totals.Empty));
        Assert.Equal(size, new FileInfo(_house.LastSegment).Length);
    }

    [Fact]
    public void The_fixtures_are_byte_for_byte_as_published()
    {
        // A git blob id is the SHA-1 of a header and the content.
        Assert.StartsWith("b06c462c", BlobOf(Classic), StringComparison.Ordinal);
        Assert.StartsWith("0c88d88c", BlobOf(NoCurrentNode), StringComparison.Ordinal);
        Assert.StartsWith("0802083f", BlobOf(Branching), StringComparison.Ordinal);
        Assert.StartsWith("7fa78ff3", BlobOf(Malformed), StringComparison.Ordinal);
    }

    private static List<ReadConversation> Read(string name)
    {
        using var stream = File.OpenRead(PathOf(name));
        using var splitter = new ElementSplitter(stream, 1 << 26);
        return [.. new ElementReader(Survey.Of([]), new ImportOptions()).Read(splitter, expectConversations: false).Select(element => element.Conversation!)];
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "exports", name);

#pragma warning disable CA5350 // Git's own identity of a file.
    private static string BlobOf(string name)
    {
        var content = File.ReadAllBytes(PathOf(name));
        return Convert.ToHexStringLower(SHA1.HashData([.. System.Text.Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
    }
#pragma warning restore CA5350
}
