using System.Text.RegularExpressions;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Market;
using LocalsOnly.Agents.Tools.Paper;
using LocalsOnly.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Tests.Agents.Paper;

/// <summary>What the desk is made of: tools that write only when asked, and nothing that could trade for real or by the clock.</summary>
public sealed class PaperDeskTests : IDisposable
{
    private static readonly string s_sources = Path.Combine(Repository.Root, "src", "LocalsOnly.Agents", "Tools", "Paper");

    private readonly PaperHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("paper_signal", ToolEffect.Write, null)]
    [InlineData("paper_open", ToolEffect.Write, "Open a BTC long|Ouvre une position|Eröffne eine Position")]
    [InlineData("paper_close", ToolEffect.Write, "Close BTC|Ferme la position|Schließe die Position")]
    [InlineData("paper_stop", ToolEffect.Write, "Trail it|Remonte le stop|Zieh den Stopp nach")]
    [InlineData("paper_reset_breaker", ToolEffect.Write, "Reset the breaker|Réinitialise le disjoncteur|Setz den Breaker zurück")]
    [InlineData("paper_status", ToolEffect.None, null)]
    [InlineData("paper_journal", ToolEffect.None, null)]
    [InlineData("paper_review", ToolEffect.None, null)]
    public void A_tool_that_trades_on_paper_runs_only_when_a_person_asks_for_it_in_three_languages(string name, ToolEffect effect, string? asking)
    {
        var tool = _house.Tools.Single(one => one.Name == name);

        Assert.Equal(effect, tool.Effect);
        Assert.False(tool.Foreign);
        Assert.Contains("paper", tool.Function.Description, StringComparison.Ordinal);
        Assert.Equal(asking is null, tool.AskedBy.Count == 0);
        Assert.All(tool.AskedBy, stem => Assert.Equal(stem.ToLowerInvariant(), stem));
        foreach (var sentence in asking?.Split('|') ?? [])
        {
            Assert.Contains(
                Regex.Matches(sentence.ToLowerInvariant(), @"\p{L}+").Select(word => word.Value),
                word => tool.AskedBy.Any(stem => word.StartsWith(stem, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void The_tools_are_the_same_every_time_and_their_figures_are_numbers_to_a_model()
    {
        Assert.Equal(8, _house.Tools.Count);
        Assert.Same(_house.Tools, _house.Tools);
        var schema = _house.Tools.Single(tool => tool.Name == "paper_open").Function.JsonSchema;
        Assert.Contains("number", schema.GetProperty("properties").GetProperty("stop").GetProperty("type").ToString(), StringComparison.Ordinal);
        Assert.False(schema.TryGetProperty("required", out var required) && required.GetArrayLength() > 0);
        var signal = _house.Tools.Single(tool => tool.Name == "paper_signal").Function.JsonSchema;
        Assert.Equal("array", signal.GetProperty("properties").GetProperty("confirmations").GetProperty("type").ToString());
        Assert.False(signal.GetProperty("properties").TryGetProperty("arguments", out _));
    }

    [Fact]
    public void Nothing_in_the_desk_can_reach_a_network_or_a_key()
    {
        string[] forbidden =
        [
            "System.Net", "Http", "Socket", "TcpClient", "UdpClient", "WebRequest", "Grpc", "Cryptography", "ECDsa", "Ed25519", "Secp256", "PrivateKey", "ApiKey", "Secret",
            "Signature", "IFeedReader", "LocalsOnly.Agents.Feeds", "LocalsOnly.Inference", "Process.Start", "DllImport", "LibraryImport", "Environment.",
        ];
        var files = Directory.GetFiles(s_sources, "*.cs");
        Assert.NotEmpty(files);

        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            Assert.All(forbidden, word => Assert.False(text.Contains(word, StringComparison.Ordinal), $"{Path.GetFileName(file)} names {word}."));
        }
    }

    [Fact]
    public void What_the_desk_is_given_is_prices_a_folder_a_clock_and_a_log_and_nothing_else()
    {
        Type[] parts =
        [
            typeof(PaperLedger), typeof(PaperPrices), typeof(PaperSignals), typeof(PaperExecutor), typeof(PaperExits), typeof(PaperStatus), typeof(PaperStory), typeof(PaperTools),
            typeof(PaperMarker),
        ];
        Type[] allowed = [.. parts, typeof(IMarketPrices), typeof(IOptions<DataOptions>), typeof(TimeProvider), typeof(ILogger<PaperMarker>)];

        var given = parts.SelectMany(part => part.GetConstructors()).SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType);

        Assert.Empty(given.Except(allowed));
        // The network is behind the interface, and the interface only asks.
        Assert.Equal("FindAsync", Assert.Single(typeof(IMarketPrices).GetMethods()).Name);
        Assert.Empty(new[] { typeof(ILogger<PaperMarker>), typeof(IMarketPrices) }.Except(given));
    }

    [Fact]
    public void Only_the_persons_tool_reaches_the_executor()
    {
        Assert.DoesNotContain(typeof(PaperExecutor), Reach(typeof(PaperMarker)));
        Assert.DoesNotContain(typeof(PaperExecutor), Reach(typeof(PaperSignals)));
        Assert.DoesNotContain(typeof(PaperExecutor), Reach(typeof(PaperExits)));
        Assert.Contains(typeof(PaperExecutor), Reach(typeof(PaperTools)));
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => (Name: Path.GetFileName(file), Text: File.ReadAllText(file)))
            .ToList();

        Assert.Equal(
            ["PaperDesk.cs", "PaperExecutor.cs", "PaperTools.cs"],
            sources.Where(file => file.Text.Contains(nameof(PaperExecutor), StringComparison.Ordinal)).Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["PaperExecutor.cs"], sources.Where(file => file.Text.Contains("new PositionOpened(", StringComparison.Ordinal)).Select(file => file.Name));
    }

    [Fact]
    public async Task The_marker_looks_every_thirty_seconds_while_the_host_runs_and_survives_a_fault()
    {
        _house.Price("BTC", 100m);
        await _house.Open(size: 9000);
        _house.Prices.Failure = "Hyperliquid does not answer.";
        await _house.Prices.AskedAsync();
        await _house.Marker.StartAsync(CancellationToken.None);
        await _house.Prices.AskedAsync();
        _house.Prices.Failure = null;
        _house.Price("BTC", 97m);
        _house.Time.Advance(TimeSpan.FromSeconds(30));
        await _house.Prices.AskedAsync();
        await _house.Marker.StopAsync(CancellationToken.None);

        Assert.Single(_house.Book.Trades);
        Assert.True(_house.Marker.ExecuteTask!.IsCompletedSuccessfully);
    }

    /// <summary>What an object can call through what it is given.</summary>
    private static HashSet<Type> Reach(Type from)
    {
        HashSet<Type> reached = [];
        var rest = new Stack<Type>([from]);
        while (rest.TryPop(out var type))
        {
            foreach (var parameter in type.GetConstructors().SelectMany(constructor => constructor.GetParameters()))
            {
                if (parameter.ParameterType.Namespace == typeof(PaperDesk).Namespace && reached.Add(parameter.ParameterType)) rest.Push(parameter.ParameterType);
            }
        }

        return reached;
    }
}
