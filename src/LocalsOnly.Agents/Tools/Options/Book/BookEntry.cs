using System.Text.Json.Serialization;

namespace LocalsOnly.Agents.Tools.Options.Book;

/// <summary>What an entry of the book says has happened.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BookMove>))]
internal enum BookMove
{
    /// <summary>Cash was set aside, or taken out when the amount is negative.</summary>
    Cash,

    /// <summary>Coins were set aside at a cost per coin, or taken out when the quantity is negative.</summary>
    Coins,

    /// <summary>An option was sold.</summary>
    Open,

    /// <summary>It was bought back.</summary>
    Close,

    /// <summary>It ended out of the money.</summary>
    Expired,

    /// <summary>A put was exercised: coins came for cash.</summary>
    Assigned,

    /// <summary>A call was exercised: cash came for coins.</summary>
    Called,

    /// <summary>An earlier entry was wrong: it counts as never made.</summary>
    Reverse,
}

/// <summary>One line of the book. Lines are added and never changed; a wrong one is answered by one that reverses it.</summary>
/// <param name="Move">What happened.</param>
/// <param name="At">When it was written down.</param>
internal sealed record BookEntry([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] BookMove Move, DateTimeOffset At)
{
    /// <summary>The day on which it happened, when that was told; else the day of <see cref="At"/>.</summary>
    public DateOnly? On { get; init; }

    /// <summary>Coin, for coins and openings.</summary>
    public string? Asset { get; init; }

    /// <summary>In coins.</summary>
    public decimal Quantity { get; init; }

    /// <summary>USDT0 per coin: the premium of an opening, the debit of a closing, the cost of coins; and the whole amount of cash.</summary>
    public decimal Amount { get; init; }

    /// <summary>Of an opening.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<OptionKind>))]
    public OptionKind? Kind { get; init; }

    /// <summary>Of an opening.</summary>
    public decimal Strike { get; init; }

    /// <summary>The Friday on which an opened option settles.</summary>
    public DateOnly? Expiry { get; init; }

    /// <summary>Number of the line that opened the position which ends here, or of the line that is reversed. Lines are counted from 1.</summary>
    public int Line { get; init; }

    /// <summary>Has all that its move needs: a line that was edited by hand may not.</summary>
    [JsonIgnore]
    public bool IsWhole => Move switch
    {
        BookMove.Cash => Amount != 0,
        BookMove.Coins => Asset is not null && Quantity != 0 && Amount >= 0,
        BookMove.Open => Asset is not null && Kind is not null && Expiry is not null && Strike > 0 && Quantity > 0 && Amount >= 0,
        BookMove.Close => Line > 0 && Amount >= 0,
        _ => Line > 0,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(BookEntry))]
internal sealed partial class BookJson : JsonSerializerContext;
