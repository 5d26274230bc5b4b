using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>One entry of the positions file, field by field.</summary>
internal sealed class PositionEntry
{
    private static readonly string[] s_common = ["name", "kind", "chain", "protocol", "pool"];
    private static readonly string[] s_token = ["token", "amount", "price"];
    private static readonly string[] s_loan = ["collateral", "debt"];
    private static readonly string[] s_share = ["entry_ratio", "ratio", "held_value"];
    private static readonly string[] s_holding = ["token", "amount", "price"];
    private static readonly string[] s_collateral = ["token", "amount", "price", "threshold"];

    private readonly YamlMappingNode _fields;
    private readonly string[] _known;

    private PositionEntry(YamlNode node, string what, string[] known)
    {
        _fields = node as YamlMappingNode ?? throw Fault(node, what, "is no group of fields; write lines like token: USDC");
        _known = known;
    }

    /// <exception cref="FormatException">The message begins with the line and the field.</exception>
    public static Position Read(YamlNode node)
    {
        var entry = new PositionEntry(node, "position", [.. s_common, .. s_token, .. s_loan, .. s_share]);
        var kindText = entry.Text("kind");
        var kind = kindText switch
        {
            "wallet" => PositionKind.Wallet,
            "deposit" => PositionKind.Deposit,
            "loan" => PositionKind.Loan,
            "lp" => PositionKind.Lp,
            _ => throw entry.Fault("kind", $"is '{Short(kindText)}'; write wallet, deposit, loan or lp"),
        };
        string[] own = kind switch { PositionKind.Loan => s_loan, PositionKind.Lp => s_share, _ => s_token };
        entry.NothingElse([.. s_common, .. own]);
        var chainText = entry.Text("chain");
        var chain = Chain.Find(chainText) ?? throw entry.Fault("chain", $"is '{Short(chainText)}'; write one of {Chain.Ids}");
        var holds = kind is PositionKind.Wallet or PositionKind.Deposit;
        var position = new Position(
            (int)node.Start.Line, entry.Text("name"), kind, chain, holds ? entry.Text("token") : "", holds ? entry.Amount("amount") : 0)
        {
            Price = holds ? entry.AmountOrNone("price") : null,
            Protocol = entry.TextOrNone("protocol"),
            Pool = entry.TextOrNone("pool"),
            Loan = kind == PositionKind.Loan ? new Loan(entry.List("collateral", Collateral), entry.List("debt", each => Holding(each, "debt"))) : null,
            EntryRatio = kind == PositionKind.Lp ? entry.Positive("entry_ratio") : null,
            Ratio = kind == PositionKind.Lp ? entry.Positive("ratio") : null,
            HeldValue = kind == PositionKind.Lp ? entry.AmountOrNone("held_value") : null,
        };
        return Computes(position) ? position : throw entry.Fault("name", $"'{Short(position.Name)}', holds numbers too far apart to be reckoned with; check its amounts and prices");
    }

    private static bool Computes(Position position)
    {
        try
        {
            _ = (position.Loan?.LiquidationPrice, position.Loan?.FallUntilLiquidation, position.Loan?.LoanToValue);
            if (position is { Ratio: { } now, EntryRatio: { } entry }) _ = ConstantProduct.ImpermanentLoss(now / entry);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static Collateral Collateral(YamlNode node)
    {
        var entry = new PositionEntry(node, "collateral", s_collateral);
        entry.NothingElse(s_collateral);
        var threshold = entry.Amount("threshold");
        if (threshold is 0 or > 1) throw entry.Fault("threshold", $"is {Figures.Exact(threshold)}; write a part of 1, like 0.8 for 80 %");
        return new Collateral(Holding(node, "collateral", s_collateral), threshold);
    }

    private static Holding Holding(YamlNode node, string what, string[]? known = null)
    {
        var entry = new PositionEntry(node, what, known ?? s_holding);
        entry.NothingElse(known ?? s_holding);
        return new Holding(entry.Text("token"), entry.Amount("amount"), entry.Amount("price"));
    }

    private List<T> List<T>(string field, Func<YamlNode, T> read) => Node(field) switch
    {
        null => throw Fault(field, "is missing; write a list with the fields token, amount and price"),
        YamlSequenceNode list => [.. list.Select(read)],
        _ => throw Fault(field, "is no list; write it like [{token: ETH, amount: 2, price: 3000}]"),
    };

    private decimal Positive(string field) => Amount(field) is > 0 and var amount ? amount : throw Fault(field, "is 0; write a number above zero");

    private decimal Amount(string field) => AmountOrNone(field) ?? throw Fault(field, "is missing; write a number like 1234.5");

    private decimal? AmountOrNone(string field)
    {
        if (TextOrNone(field) is not { } text) return null;
        // What is kept is arithmetic's input: a number that no wallet holds would overflow it.
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= 1_000_000_000_000m
            ? amount
            : throw Fault(field, $"is '{Short(text)}', which is no amount; write plain digits with a point, like 1234.5");
    }

    private string Text(string field) => TextOrNone(field) ?? throw Fault(field, "is missing");

    private string? TextOrNone(string field) => Node(field) switch
    {
        null => null,
        YamlScalarNode { Value: { } value } when value.Trim().Length > 0 => value.Trim(),
        YamlScalarNode => null,
        _ => throw Fault(field, "is a list or a group; write one value"),
    };

    private void NothingElse(string[] allowed)
    {
        foreach (var key in _fields.Children.Keys)
            if (key is not YamlScalarNode { Value: { } name } || !allowed.Contains(name))
                throw Fault(key, (key as YamlScalarNode)?.Value is { } odd ? Short(odd) : "?", _known.Contains((key as YamlScalarNode)?.Value)
                    ? $"does not belong to a position of this kind; it has {string.Join(", ", allowed)}"
                    : $"is not known; known here are {string.Join(", ", allowed)}");
    }

    private YamlNode? Node(string field) => _fields.Children.TryGetValue(field, out var node) ? node : null;

    private FormatException Fault(string field, string what) => Fault(Node(field) ?? _fields, field, what);

    private static FormatException Fault(YamlNode at, string field, string what) =>
        new($"line {at.Start.Line.ToString(CultureInfo.InvariantCulture)}, field {field}, {what}.");

    private static string Short(string text) => KeyMaterial.Warning(text) is null ? PersonSentences.Plain(text) : "a secret";
}
