namespace LocalsOnly.Agents.Tools.Options.Book;

/// <summary>
/// What stands after a list of entries: cash, coins, positions and premiums. It is made by applying them in order and by nothing else, so the same lines always give the
/// same state. An entry that cannot have happened is refused with one sentence.
/// </summary>
internal sealed class WheelBook
{
    private readonly SortedDictionary<int, Position> _positions = [];
    private readonly SortedDictionary<string, Holding> _holdings = new(StringComparer.Ordinal);

    private WheelBook()
    {
    }

    /// <summary>Cash set aside, with all premiums and debits.</summary>
    public decimal Cash { get; private set; }

    /// <summary>Cash that open puts tie up.</summary>
    public decimal CashLocked => Open.Sum(position => position.Cash);

    public decimal CashFree => Cash - CashLocked;

    /// <summary>Every position there was, oldest first.</summary>
    public IReadOnlyCollection<Position> Positions => _positions.Values;

    /// <summary>Those that have not ended.</summary>
    public IEnumerable<Position> Open => _positions.Values.Where(position => position.Ending is null);

    /// <summary>By asset; an asset that was never touched is not there.</summary>
    public IReadOnlyCollection<Holding> Holdings => _holdings.Values;

    /// <summary>Cash, and coins at what they have cost.</summary>
    public decimal SetAside => Cash + _holdings.Values.Sum(holding => holding.Cost);

    /// <summary>Of it, what open puts tie up and what is in coins: one position, since coins fall together.</summary>
    public decimal AtWork => CashLocked + _holdings.Values.Sum(holding => holding.Cost);

    /// <summary>Premiums less debits of the positions that have ended.</summary>
    public decimal RealisedPremium => _positions.Values.Sum(Realised);

    /// <summary>Premiums of the positions that are open.</summary>
    public decimal OpenPremium => Open.Sum(position => position.Premium);

    /// <summary>Realised premium by the Friday on or before which it was realised, oldest first.</summary>
    public IReadOnlyList<(DateOnly Friday, decimal Premium)> Weeks =>
    [
        .. _positions.Values
            .Where(position => position.Ending is not null)
            .GroupBy(position => WeekOf(position), Realised)
            .OrderBy(week => week.Key)
            .Select(week => (week.Key, week.Sum())),
    ];

    public Holding Of(string asset) => _holdings.TryGetValue(asset, out var holding) ? holding : new Holding(asset);

    /// <summary>The state after some lines.</summary>
    /// <exception cref="ToolException">One of them cannot have happened after those before it.</exception>
    public static WheelBook After(IReadOnlyList<BookEntry> lines)
    {
        var reversed = Reversed(lines);
        var book = new WheelBook();
        for (var line = 1; line <= lines.Count; line++)
        {
            if (lines[line - 1].Move == BookMove.Reverse || reversed.Contains(line)) continue;
            if (!lines[line - 1].IsWhole) throw new ToolException($"Line {line} of the book does not say all that it must; mend or remove it.");
            try
            {
                book.Apply(line, lines[line - 1]);
            }
            catch (ToolException impossible)
            {
                throw new ToolException($"Line {line} of the book would be impossible: {impossible.Message}", impossible);
            }
        }

        return book;
    }

    /// <summary>The state after one more line.</summary>
    /// <exception cref="ToolException">It cannot happen.</exception>
    public static WheelBook After(IReadOnlyList<BookEntry> lines, BookEntry next)
    {
        if (next.Move == BookMove.Reverse)
        {
            if (next.Line < 1 || next.Line > lines.Count) throw new ToolException($"The book has {lines.Count} lines and no line {next.Line}; name one of them.");
            if (lines[next.Line - 1].Move == BookMove.Reverse) throw new ToolException($"Line {next.Line} is itself a reversal; write what it reversed anew instead.");
            if (Reversed(lines).Contains(next.Line)) throw new ToolException($"Line {next.Line} is reversed already.");
            return After([.. lines, next]);
        }

        var book = After(lines);
        book.Apply(lines.Count + 1, next);
        return book;
    }

    /// <summary>Numbers of the lines that count as never made.</summary>
    public static HashSet<int> Reversed(IReadOnlyList<BookEntry> lines) => [.. lines.Where(line => line.Move == BookMove.Reverse).Select(line => line.Line)];

    private static decimal Realised(Position position) => position.Ending is not { } ending
        ? 0
        : position.Premium - (ending.Move == BookMove.Close ? ending.Amount * position.Quantity : 0);

    private static DateOnly WeekOf(Position position) => position.Ending switch
    {
        { Move: BookMove.Close, On: { } day } => day.AddDays(((int)DayOfWeek.Friday - (int)day.DayOfWeek + 7) % 7),
        { Move: BookMove.Close } closing => DateOnly.FromDateTime(SettlementCalendar.AtOrAfter(closing.At).UtcDateTime),
        _ => position.Opening.Expiry!.Value,
    };

    private void Apply(int line, BookEntry entry)
    {
        switch (entry.Move)
        {
            case BookMove.Cash:
                if (CashFree + entry.Amount < 0)
                    throw new ToolException($"Only {Figures.Money(CashFree)} USDT0 are free, so {Figures.Money(-entry.Amount)} cannot be taken out.");
                Cash += entry.Amount;
                break;
            case BookMove.Coins:
                MoveCoins(entry);
                break;
            case BookMove.Open:
                Sell(line, entry);
                break;
            default:
                End(entry);
                break;
        }
    }

    private void MoveCoins(BookEntry entry)
    {
        var holding = Of(entry.Asset!);
        if (holding.Free + entry.Quantity < 0)
            throw new ToolException($"Only {Figures.Plain(holding.Free)} {holding.Asset} are free, so {Figures.Plain(-entry.Quantity)} cannot be taken out.");
        _holdings[holding.Asset] = entry.Quantity < 0
            ? holding.Without(-entry.Quantity)
            : holding with { Quantity = holding.Quantity + entry.Quantity, Cost = holding.Cost + (entry.Quantity * entry.Amount) };
        if (entry.Quantity < 0) BeginRound(holding.Asset);
    }

    /// <summary>When the last coins have left, the premiums that count from now on are those of what is still open.</summary>
    private void BeginRound(string asset)
    {
        if (_holdings[asset] is { Quantity: 0 } holding)
            _holdings[asset] = holding with { RoundPremium = Open.Where(position => position.Asset == asset).Sum(position => position.Premium) };
    }

    private void Sell(int line, BookEntry entry)
    {
        var position = new Position(line, entry);
        var holding = Of(position.Asset);
        if (position.Cash > CashFree)
            throw new ToolException($"The put needs {Figures.Money(position.Cash)} USDT0 of collateral and only {Figures.Money(CashFree)} are free.");
        if (position.Coins > holding.Free)
        {
            throw new ToolException(holding.Quantity == 0
                ? $"A covered call needs the coin, and no {holding.Asset} is held; write the coins down first."
                : $"The call needs {Figures.Plain(position.Coins)} {holding.Asset} and only {Figures.Plain(holding.Free)} are free.");
        }

        _positions.Add(line, position);
        Cash += position.Premium;
        _holdings[holding.Asset] = holding with { Locked = holding.Locked + position.Coins, RoundPremium = holding.RoundPremium + position.Premium };
    }

    private void End(BookEntry entry)
    {
        var name = FormattableString.Invariant($"p{entry.Line}");
        if (!_positions.TryGetValue(entry.Line, out var position))
            throw new ToolException($"There is no position {name}; {(Open.Any() ? $"open are {string.Join(", ", Open.Select(open => open.Id))}" : "none is open")}.");
        if (position.Ending is { } before) throw new ToolException($"{position.Name} is not open: it {Ended(before.Move)}.");
        var holding = Of(position.Asset);
        holding = holding with { Locked = holding.Locked - position.Coins };
        switch (entry.Move)
        {
            case BookMove.Close:
                var debit = entry.Amount * position.Quantity;
                if (debit > CashFree + position.Cash)
                    throw new ToolException($"Buying back costs {Figures.Money(debit)} USDT0 and only {Figures.Money(CashFree + position.Cash)} are there for it.");
                Cash -= debit;
                holding = holding with { RoundPremium = holding.RoundPremium - debit };
                break;
            case BookMove.Assigned when position.Kind != OptionKind.Put:
                throw new ToolException($"{position.Name} is a call, which is called away and not assigned.");
            case BookMove.Assigned:
                Cash -= position.Cash;
                holding = holding with { Quantity = holding.Quantity + position.Quantity, Cost = holding.Cost + position.Cash };
                break;
            case BookMove.Called when position.Kind != OptionKind.Call:
                throw new ToolException($"{position.Name} is a put, which is assigned and not called away.");
            case BookMove.Called:
                var sale = position.Strike * position.Quantity;
                Cash += sale;
                holding = holding.Without(position.Quantity) with { SaleResult = holding.SaleResult + sale - holding.CostOf(position.Quantity) };
                break;
        }

        _positions[entry.Line] = position with { Ending = entry };
        _holdings[holding.Asset] = holding;
        if (entry.Move == BookMove.Called) BeginRound(holding.Asset);
    }

    private static string Ended(BookMove move) => move switch
    {
        BookMove.Close => "was bought back",
        BookMove.Assigned => "was assigned",
        BookMove.Called => "was called away",
        _ => "has expired",
    };
}
