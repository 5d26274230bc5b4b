using System.Text.Json;
using LocalsOnly.Tests.Host;

namespace LocalsOnly.Tests.Treasury.Capacity;

/// <summary><c>locals plan</c> as a script sees it.</summary>
public sealed class PlanCommandTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    [Fact]
    public async Task With_no_machine_described_it_says_what_to_write_and_how_to_see_an_example()
    {
        var (exitCode, _, errors) = await LocalsProgram.RunAsync(_home.Path, ["plan"]);
        Assert.Equal(4, exitCode);
        Assert.Contains("\"Treasury\": { \"Nodes\": { \"studio\": { \"Hardware\": \"mac-studio-512\", \"Endpoint\": \"cluster\" } } }", errors, StringComparison.Ordinal);
        Assert.Contains("locals plan --example", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_published_figures_stand_beside_their_predictions()
    {
        var (exitCode, output, errors) = await LocalsProgram.RunAsync(_home.Path, ["plan", "--published", "--json"]);
        Assert.True(exitCode == 0, errors);
        var runs = JsonElement.Parse(output).EnumerateArray().ToList();
        Assert.Equal(12, runs.Count);
        Assert.Equal(19.5, runs[0].GetProperty("published").GetDouble());
        Assert.All(runs.Where(run => run.GetProperty("error_percent").ValueKind == JsonValueKind.Number), run => Assert.InRange(run.GetProperty("error_percent").GetDouble(), -25, 25));
    }

    [Fact]
    public async Task The_configured_house_is_planned_for_the_endpoint_of_heavy_work_with_its_model()
    {
        var (exitCode, output, errors) = await LocalsProgram.RunAsync(
            _home.Path, ["plan", "--tokens-per-month", "1e8", "--json"],
            ("LOCALS_Treasury__Nodes__studio__Hardware", "mac-studio-512"), ("LOCALS_Treasury__Nodes__studio__Endpoint", "cluster"),
            ("LOCALS_Treasury__Nodes__mini__Hardware", "mac-mini-m4-16"), ("LOCALS_Treasury__Nodes__mini__Endpoint", "mini"),
            ("LOCALS_Inference__Endpoints__cluster__Url", "http://127.0.0.1:1"), ("LOCALS_Inference__Endpoints__cluster__Model", "mlx-community/Qwen3-235B-A22B-8bit"),
            ("LOCALS_Inference__Endpoints__mini__Url", "http://127.0.0.1:2"), ("LOCALS_Inference__Tiers__Heavy__0", "cluster"));
        Assert.True(exitCode == 0, errors);
        var plan = JsonElement.Parse(output);
        Assert.Equal(("cluster", "whole on studio"), (plan.GetProperty("endpoint").GetString(), plan.GetProperty("now").GetProperty("layout").GetString()));
        Assert.Equal("mini", plan.GetProperty("other_endpoints")[0].GetString());
        Assert.True(plan.GetProperty("can_serve").GetBoolean());
        Assert.Equal("Estimated", plan.GetProperty("now").GetProperty("decode").GetProperty("used").GetProperty("provenance").GetString());
    }

    [Fact]
    public async Task A_need_that_is_not_met_ends_with_1_and_one_more_machine_is_shown_beside()
    {
        var (exitCode, output, _) = await LocalsProgram.RunAsync(_home.Path, ["plan", "--example", "--tokens-per-month", "1.9e9", "--add", "mac-studio-512"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("1.90 billion tokens a month are 733 tokens/s around the clock.", output, StringComparison.Ordinal);
        Assert.Contains("As it is: no,", output, StringComparison.Ordinal);
        Assert.Contains("With mac-studio-512: no,", output, StringComparison.Ordinal);
        Assert.Contains("10 % read, 87 % cached and 3 % written", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "plan --example --split 50/60/10", "--split takes three percentages that add up to 100, like 10/87/3 (read/cached/written).")]
    [InlineData(2, "plan --example --tokens-per-month lots", "--tokens-per-month takes a number above 0, like 60 or 1.9e9.")]
    [InlineData(2, "plan --example --add mac-studio-9", "There is no hardware 'mac-studio-9' in the list; there is mac-studio-512, ")]
    public async Task A_mistake_is_one_sentence(int expected, string arguments, string sentence)
    {
        var (exitCode, _, errors) = await LocalsProgram.RunAsync(_home.Path, arguments.Split(' '));
        Assert.Equal(expected, exitCode);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hardware_of_the_configuration_that_is_not_in_the_list_is_a_mistake_in_the_configuration()
    {
        var (exitCode, _, errors) = await LocalsProgram.RunAsync(
            _home.Path, ["plan"], ("LOCALS_Treasury__Nodes__studio__Hardware", "mac-studio-9"), ("LOCALS_Treasury__Nodes__studio__Endpoint", "cluster"));
        Assert.Equal(3, exitCode);
        Assert.Contains("Treasury:Nodes:studio:Hardware is mac-studio-9, which is not in the list; there is mac-studio-512, ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_measured_stands_beside_the_prediction_and_is_called_so()
    {
        var (exitCode, output, _) = await LocalsProgram.RunAsync(_home.Path, ["plan", "--example", "--measured-decode", "14"]);
        Assert.Equal(0, exitCode);
        Assert.Matches(@"one stream, tokens/s +│ +14\.0 │ measured", output);
        Assert.Matches(@"as predicted +│ +17\.\d │ estimated", output);
    }

    public void Dispose() => _home.Dispose();
}
