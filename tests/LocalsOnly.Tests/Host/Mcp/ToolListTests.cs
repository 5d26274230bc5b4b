using System.Text.Json;
using LocalsOnly.Tests.Memory;

namespace LocalsOnly.Tests.Host.Mcp;

public sealed class ToolListTests : McpHouseTests
{
    [Fact]
    public async Task Every_tool_says_that_it_only_reads_and_only_here()
    {
        var client = await House.ConnectAsync();
        var tools = await client.ListToolsAsync();

        Assert.Equal(["open", "recall", "status"], tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.All(tools, tool =>
        {
            var hints = tool.ProtocolTool.Annotations!;
            Assert.Equal((true, false, true, false), (hints.ReadOnlyHint, hints.DestructiveHint, hints.IdempotentHint, hints.OpenWorldHint));
            Assert.NotEmpty(tool.ProtocolTool.Title!);
            Assert.True(tool.Description is { Length: > 80 });
            Assert.False(tool.JsonSchema.GetProperty("additionalProperties").GetBoolean());
            foreach (var argument in tool.JsonSchema.GetProperty("properties").EnumerateObject()) Assert.NotEmpty(argument.Value.GetProperty("description").GetString()!);
        });
        Assert.Contains("Recall before you answer", client.ServerInstructions, StringComparison.Ordinal);
        Assert.Equal("localsonly", client.ServerInfo?.Name);
    }

    [Theory]
    [InlineData("recall", """{ "query": "walnut" }""")]
    [InlineData("open", """{ "key": "chatgpt:a:m0" }""")]
    [InlineData("status", "{}")]
    public async Task A_structured_answer_holds_what_its_schema_says(string tool, string arguments)
    {
        var talk = Talk.Of("a", "A", "walnut, and the key is sk-proj-a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6", "an answer");
        await House.Memory.StoreAsync(talk with { Messages = [talk.Messages[0] with { Attachments = ["plan.pdf"] }, talk.Messages[1]] });
        var client = await House.ConnectAsync();
        var schema = (await client.ListToolsAsync()).Single(one => one.Name == tool).ProtocolTool.OutputSchema!.Value;

        Conforms((await client.AskAsync(tool, arguments)).Structured(), schema, tool);
    }

    /// <summary>The part of JSON Schema that the tools use, read strictly: what is not described may not be there.</summary>
    private static void Conforms(JsonElement value, JsonElement schema, string path)
    {
        switch (schema.GetProperty("type").GetString())
        {
            case "object":
                Assert.True(value.ValueKind == JsonValueKind.Object, path);
                var described = schema.TryGetProperty("properties", out var properties);
                foreach (var property in value.EnumerateObject())
                    Conforms(property.Value, described ? properties.GetProperty(property.Name) : schema.GetProperty("additionalProperties"), $"{path}.{property.Name}");
                if (schema.TryGetProperty("required", out var required))
                    foreach (var name in required.EnumerateArray()) Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{path}.{name}");
                break;
            case "array":
                Assert.True(value.GetArrayLength() >= 0, path);
                foreach (var item in value.EnumerateArray()) Conforms(item, schema.GetProperty("items"), path + "[]");
                break;
            case "string":
                Assert.True(value.ValueKind == JsonValueKind.String, path);
                if (schema.TryGetProperty("enum", out var words)) Assert.Contains(value.GetString(), words.EnumerateArray().Select(word => word.GetString()));
                break;
            case "integer":
                Assert.True(value.TryGetInt64(out _), path);
                break;
            case "number":
                Assert.True(value.ValueKind == JsonValueKind.Number, path);
                break;
            case "boolean":
                Assert.True(value.ValueKind is JsonValueKind.True or JsonValueKind.False, path);
                break;
            case var other:
                Assert.Fail($"{path} is of an unknown type {other}.");
                break;
        }
    }
}
