using System.Text;
using LocalsOnly.Inference.Cluster;

namespace LocalsOnly.Tests.Inference.Cluster;

public sealed class TaskCounterTests
{
    private const string Prompt = """{"model":"m","input":[{"role":"user","content":"instanceId \"taskStatus\": {\"Running\"}"}],"taskStatus":"Running","instanceId":"forged"}""";

    [Fact]
    public async Task Only_generations_count_and_only_those_that_run_or_wait()
    {
        var counts = await CountAsync($$$"""
            {"t1":{"TextGeneration":{"taskId":"t1","taskStatus":"Running","instanceId":"i1","commandId":"c","taskParams":{{{Prompt}}} } },
             "t2":{"TextGeneration":{"taskParams":{{{Prompt}}},"instanceId":"i1","taskStatus":"Pending"}},
             "t3":{"TextGeneration":{"taskStatus":"Complete","instanceId":"i1"}},
             "t4":{"LoadModel":{"taskStatus":"Running","instanceId":"i1"}},
             "t5":{"ImageGeneration":{"taskStatus":"Running","instanceId":"i2","errorType":null}},
             "t6":null,"t7":{"TextGeneration":{"taskStatus":"Running","instanceId":null} },"t8":{"TextGeneration":{"taskStatus":"Running"} } }
            """);
        Assert.Equal([("i1", new TaskCount(1, 1)), ("i2", new TaskCount(0, 1))], counts!.Select(c => (c.Key, c.Value)).Order());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"tasks\"")]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("""{"t1":{"TextGeneration":{"taskStatus":"Running","instanceId":"i1"}}""")]
    [InlineData("""{"t1":{"TextGeneration":{"taskStatus":"Running","instanceId":"\ud83d"}}}""")]
    public async Task What_is_no_list_of_tasks_is_unknown_not_empty(string body) => Assert.Null(await CountAsync(body));

    [Fact]
    public async Task A_prompt_of_some_megabytes_is_passed_over_and_one_of_too_many_makes_it_unknown()
    {
        Assert.Equal(new TaskCount(0, 1), (await CountAsync(WithPrompt(3)))!["i1"]);
        Assert.Null(await CountAsync(WithPrompt(40)));
    }

    [Fact]
    public async Task The_size_of_the_pieces_does_not_matter()
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"t1":{"TextGeneration":{"taskParams":{{{Prompt}}},"taskStatus":"Pending","instanceId":"i1"} } }""");
        for (var size = 1; size < 20; size++)
            Assert.Equal(new TaskCount(1, 0), (await TaskCounter.CountAsync(new Dribble(body, size), default))!["i1"]);
    }

    private static string WithPrompt(int megabytes) =>
        $$$"""{"t1":{"TextGeneration":{"taskParams":{"input":"{{{new string('x', megabytes * 1024 * 1024)}}}"},"taskStatus":"Running","instanceId":"i1"} } }""";

    private static Task<IReadOnlyDictionary<string, TaskCount>?> CountAsync(string body) =>
        TaskCounter.CountAsync(new MemoryStream(Encoding.UTF8.GetBytes(body)), default);

    /// <summary>Gives at most so many bytes at a time, as a slow network would.</summary>
    private sealed class Dribble(byte[] body, int size) : MemoryStream(body)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
