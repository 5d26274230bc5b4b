using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>
/// Reads <c>positions.yaml</c>, which the person keeps by hand. A position that is wrong is left out with a sentence that names line and field; the others are read all
/// the same.
/// </summary>
internal sealed class PositionsFile(string path)
{
    private const int LargestBytes = 1024 * 1024;
    private const int Deepest = 8;

    /// <summary>How a file begins; what a person sees who has none.</summary>
    public const string Example = """
        positions:
          - name: Spending
            kind: wallet            # tokens in your own wallet
            chain: base
            token: USDC
            amount: 500
            price: 1                # USD per token, as you know it
          - name: Lent USDC
            kind: deposit           # lent, or in a vault
            chain: base
            protocol: aave-v3
            token: USDC
            amount: 5000
            pool: <id of the pool from defi_yields>
          - name: Loan on ETH
            kind: loan
            chain: base
            collateral: [{token: ETH, amount: 2, price: 3000, threshold: 0.8}]
            debt: [{token: USDC, amount: 3000, price: 1}]
          - name: ETH and USDC
            kind: lp                # a share of a 50/50 pool
            chain: base
            entry_ratio: 2500       # price of the one token in the other when you entered
            ratio: 3000             # the same now
            held_value: 4000        # USD that the tokens would be worth now, had you held them
        """;

    public string Path => path;

    /// <exception cref="ToolException">The file is there and cannot be read at all: its name, the line where there is one, and what to do.</exception>
    public PositionList Read()
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) return new PositionList(path, null, [], []);
            if (file.Length > LargestBytes) throw new ToolException($"{path} has more than 1 MB and was not read; it should hold positions only.");
            var text = File.ReadAllText(path);
            CheckDepth(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var problems = new List<string>();
            var positions = Positions(stream, problems);
            return new PositionList(path, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero), positions, problems);
        }
        catch (YamlException broken)
        {
            throw new ToolException($"{path}, line {Number(broken.Start.Line)}, is not valid YAML; check indentation, colons, brackets and quotes there.", broken);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{path} cannot be read ({failed.Message.TrimEnd('.')}).", failed);
        }
    }

    // The tree is built by recursion, and a name that stands for another part of it could make it endless.
    private void CheckDepth(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > Deepest + 2) throw new ToolException($"{path}, line {Number(parser.Current.Start.Line)}, is nested deeper than a position is; write it flat.");
            if (parser.Current is AnchorAlias) throw new ToolException($"{path}, line {Number(parser.Current.Start.Line)}, refers to another part with *, which is not read; write it out.");
        }
    }

    private List<Position> Positions(YamlStream stream, List<string> problems)
    {
        var positions = new List<Position>();
        if (stream.Documents.Count == 0) return positions;
        if (stream.Documents[0].RootNode is not YamlMappingNode root || !root.Children.TryGetValue("positions", out var list))
        {
            if (stream.Documents[0].RootNode is YamlScalarNode { Value: null or "" }) return positions;
            throw new ToolException($"{path} has no list named positions at its top; begin it with a line positions: and one entry with - for each.");
        }

        if (list is YamlScalarNode { Value: null or "" }) return positions;
        if (list is not YamlSequenceNode entries) throw new ToolException($"{path}, line {Number(list.Start.Line)}, field positions, is no list; write one entry with - for each position.");
        foreach (var entry in entries)
        {
            try
            {
                positions.Add(PositionEntry.Read(entry));
            }
            catch (FormatException wrong)
            {
                problems.Add($"{System.IO.Path.GetFileName(path)}, {wrong.Message}");
            }
        }

        return positions;
    }

    private static string Number(long line) => line.ToString(CultureInfo.InvariantCulture);
}
