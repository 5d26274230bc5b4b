using System.Diagnostics;
using System.Text.Json;

namespace LocalsOnly.Tests.Host;

/// <summary>The API seen by the <c>openai</c> package of npm, whose streaming helper is strict about the chunks.</summary>
public sealed class OpenAINodeTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "interop");

    [SkippableFact]
    public async Task A_question_about_an_export_is_answered_with_the_right_citation()
    {
        Require();
        await using var house = await TestHouse.StartAsync(new(), samples: true);

        var result = await RunAsync("chat.mjs", new Uri(house.Url, "/v1").ToString(), "vince", "Which hotel did we book in Lisbon?");

        var text = result.GetProperty("text").GetString()!;
        Assert.Contains("Casa do Jacarandá", text, StringComparison.Ordinal);
        Assert.Equal((text, text, "stop"), (result.GetProperty("streamed").GetString(), result.GetProperty("final").GetString(), result.GetProperty("finish").GetString()));
        var citation = result.GetProperty("annotations")[0].GetProperty("url_citation");
        Assert.Equal("Five days in Lisbon", citation.GetProperty("title").GetString());
        Assert.Equal("[1]", text[citation.GetProperty("start_index").GetInt32()..citation.GetProperty("end_index").GetInt32()]);
        Assert.True(result.GetProperty("usage").GetProperty("completion_tokens").GetInt32() > 0);
        Assert.Equal(["auto", "heavy", "light"], result.GetProperty("models").EnumerateArray().Take(3).Select(model => model.GetString()));
        Assert.Equal(404, result.GetProperty("refusal").GetProperty("status").GetInt32());
        Assert.Contains("there is eliza", result.GetProperty("refusal").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    internal static void Require() =>
        Skip.IfNot(Directory.Exists(Path.Combine(s_folder, "node_modules", "openai")), "the openai npm client is not installed (npm ci --prefix tests/interop)");

    internal static async Task<JsonElement> RunAsync(string script, params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(s_folder, "openai", script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, errors);
        return JsonSerializer.Deserialize<JsonElement>(await output);
    }
}
