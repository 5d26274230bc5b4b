using System.Text.Json;
using LocalsOnly.Import.Claude;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Import;

public sealed class ClaudeReaderTests
{
    [Theory]
    [InlineData("\"text\":\"flat\",\"content\":null", "flat")]
    [InlineData("\"text\":\"flat\",\"content\":[]", "flat")]
    [InlineData("\"text\":\"\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\",\"citations\":null}]", "a\n\nb")]
    [InlineData("\"text\":\"flat\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},null,{\"type\":\"new_thing\"},{\"type\":\"flag\"}]", "a")]
    [InlineData("\"text\":\"flat\",\"content\":[{\"type\":\"text\",\"text\":7}]", "flat")]
    [InlineData("\"text\":\"flat\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\"}]", "flat")]
    [InlineData("\"text\":\"```\\nThis block is not supported on your current device yet.\\n```\",\"content\":[]", "")]
    [InlineData("\"text\":\"\",\"content\":[{\"type\":\"voice_note\",\"title\":\"Memo\",\"text\":\"said\"}]", "Memo\n\nsaid")]
    [InlineData("\"text\":\"\",\"content\":[{\"type\":\"text\",\"text\":\"<antThinking>hm</antThinking>answer\"}]", "answer")]
    [InlineData("\"content\":\"bare\"", "bare")]
    public void Blocks_speak_first_and_the_flattened_text_when_they_are_silent(string fields, string expected) =>
        Assert.Equal(expected, Read($$"""{"uuid":"c","chat_messages":[{"uuid":"m","sender":"human",{{fields}}}]}""").Conversation.Messages[0].Text);

    [Theory]
    [InlineData("a b c", "a b c")]
    [InlineData("a:00000000-0000-4000-8000-000000000000 b:a c:a", "a c")]
    [InlineData("a:outside b:a", "a b")]
    [InlineData("a:null b:a c:b d:a e:c", "a b c e")]
    public void The_newest_leaf_leads_to_the_root_and_without_links_the_array_is_the_order(string nodes, string expected)
    {
        var messages = nodes.Split(' ').Select((node, i) => node.Split(':') is [var id, var parent]
            ? $$"""{"uuid":"{{id}}","sender":"human","text":"{{id}}","created_at":"2026-01-01T00:0{{i}}:00Z","parent_message_uuid":{{(parent == "null" ? "null" : $"\"{parent}\"")}}}"""
            : $$"""{"uuid":"{{node}}","sender":"human","text":"{{node}}","created_at":"2026-01-01T00:00:00Z"}""");
        var read = Read($$"""{"uuid":"c","name":"","chat_messages":[{{string.Join(',', messages)}}]}""");
        Assert.Equal(expected, string.Join(' ', read.Conversation.Messages.Where(message => message.Active).Select(message => message.Text)));
    }

    [Fact]
    public void Records_hang_on_their_message_with_stable_keys()
    {
        var messages = Read("""{"uuid":"c","chat_messages":[{"uuid":"m","sender":"assistant","text":"","content":[{"type":"tool_use","id":null,"name":"search","input":{"q":"x"}},{"type":"tool_result","content":[{"type":"text","text":"found"},{"type":"knowledge","title":"T","url":"u"},{"type":"image"}]},{"type":"text","text":"done"}],"attachments":[{"file_name":"","extracted_content":"pasted"}],"files":[{"file_name":"a.png"}]}]}""").Conversation.Messages;

        Assert.Equal(["claude:c:m", "claude:c:m:tool-use-0", "claude:c:m:tool-result-1", "claude:c:m:attachment-0"], messages.Select(message => message.Key));
        Assert.Equal("search\n{\"q\":\"x\"}", messages[1].Text);
        Assert.Equal("found\n\nT\nu", messages[2].Text);
        Assert.All(messages.Skip(1), message => Assert.Equal("claude:c:m", message.ParentKey));
        Assert.Equal(["pasted text", "a.png"], messages[0].Attachments);
        Assert.Equal(MessageKind.Attachment, messages[3].Kind);
    }

    [Fact]
    public void A_message_exported_twice_is_kept_once_in_its_longer_form()
    {
        var read = Read("""{"uuid":"c","chat_messages":[{"uuid":"m","sender":"human","text":"short"},{"uuid":"m","sender":"human","text":"longer text"},{"sender":"","text":"nobody"}]}""");
        Assert.Equal(["longer text", "nobody"], read.Conversation.Messages.Select(message => message.Text));
        Assert.Equal(1, read.Notes["messages exported twice"]);
        Assert.Equal(1, read.Notes["messages without a known sender"]);
    }

    private static ReadConversation Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new ClaudeReader(1 << 20).Read(document.RootElement);
    }
}
