using LocalsOnly.Simulation;

namespace LocalsOnly.Tests.Host;

/// <summary>Sessions, why and standups, through the program itself.</summary>
public sealed class SessionsCommandTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_named_conversation_goes_on_in_the_next_run_and_says_why_it_was_answered_so()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        var cluster = ("LOCALS_Inference__Endpoints__cluster__Url", node.Url.ToString());
        var first = await LocalsProgram.RunAsync(_home.Path, ["chat", "eliza", "--session", "desk", "-m", "My boat is called Marjolaine."], cluster);
        Assert.Equal(0, first.ExitCode);
        var second = await LocalsProgram.RunAsync(_home.Path, ["chat", "eliza", "--session", "desk", "-m", "Hello again."], cluster);
        Assert.Equal(0, second.ExitCode);

        var list = await LocalsProgram.RunAsync(_home.Path, ["sessions", "list"]);
        Assert.Contains("terminal:desk", list.Output, StringComparison.Ordinal);
        var name = list.Output.Split([' ', '│'], StringSplitOptions.RemoveEmptyEntries).Single(word => word.StartsWith("eliza-terminal-desk-", StringComparison.Ordinal));
        var shown = await LocalsProgram.RunAsync(_home.Path, ["sessions", "show", name]);
        Assert.True(shown.Output.IndexOf("Marjolaine", StringComparison.Ordinal) < shown.Output.IndexOf("Hello again.", StringComparison.Ordinal));

        var why = await LocalsProgram.RunAsync(_home.Path, ["why"]);
        Assert.Contains("eliza", why.Output, StringComparison.Ordinal);
        Assert.Contains("cluster serves light", why.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await LocalsProgram.RunAsync(_home.Path, ["sessions", "end", name])).ExitCode);
        Assert.Contains("There is no session yet", (await LocalsProgram.RunAsync(_home.Path, ["sessions", "list"])).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sessions", "show", "nothing")]
    [InlineData("sessions", "end", "../../etc/passwd")]
    [InlineData("why", "nothing")]
    public async Task What_there_is_not_is_said_and_where_to_look(params string[] arguments)
    {
        var (exitCode, _, errors) = await LocalsProgram.RunAsync(_home.Path, arguments);

        Assert.NotEqual(0, exitCode);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_standup_asks_everyone_and_is_kept()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        var (exitCode, output, errors) = await LocalsProgram.RunAsync(_home.Path, ["standup"], ("LOCALS_Inference__Endpoints__cluster__Url", node.Url.ToString()));

        Assert.True(exitCode == 0, errors);
        Assert.All(["VINCE", "Solus", "Otaku", "Eliza"], name => Assert.Contains(name, output, StringComparison.Ordinal));
        Assert.True(File.Exists(Directory.EnumerateFiles(_home.Path, "standups.jsonl", SearchOption.AllDirectories).Single()));
    }
}
