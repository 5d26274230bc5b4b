using System.Globalization;
using System.Numerics;

namespace LocalsOnly.Agents.Tools.General;

/// <summary>
/// Reads an expression and computes it on the way: sums, products, signs, powers (from the right, above the sign: -2^2 is -4), percentages, functions. Nothing in it can do
/// anything but compute, and its length, its depth and the length of its numbers have limits.
/// </summary>
internal sealed class Calculation
{
    public const int MostCharacters = 400;

    private const int MostDepth = 60;
    private const int MostExponent = 1000;
    private const int MostPlaces = 100;

    private readonly string _text;
    private int _at;
    private int _depth;

    private Calculation(string text) => _text = text;

    /// <summary>Whether somewhere a percentage was added to, or taken from, what stands before it.</summary>
    public bool AddedPercent { get; private set; }

    /// <exception cref="ToolException">It cannot be read or computed: one sentence with where and what to write.</exception>
    public static (Amount Result, bool AddedPercent) Of(string expression)
    {
        if (string.IsNullOrWhiteSpace(expression)) throw new ToolException("expression is empty; write one like (1250 - 990) / 990.");
        if (expression.Length > MostCharacters) throw new ToolException($"expression is longer than {MostCharacters} characters; compute it in parts.");
        var calculation = new Calculation(expression.Replace('−', '-').Replace('–', '-').Replace('×', '*').Replace('·', '*').Replace('÷', '/').Replace("**", "^", StringComparison.Ordinal));
        var result = calculation.Sum();
        if (calculation.Peek() != '\0') throw calculation.Unexpected(calculation.Peek());
        return (result, calculation.AddedPercent);
    }

    private Amount Sum()
    {
        if (++_depth > MostDepth) throw new ToolException($"expression is nested deeper than {MostDepth} levels; compute it in parts.");
        var left = Product();
        while (Peek() is '+' or '-')
        {
            var sign = _text[_at++];
            var right = Product();
            // As on a pocket calculator: 200 + 15% is 230.
            if (right.Percent && !left.Percent)
            {
                right = Amount.Multiply(left, right);
                AddedPercent = true;
            }
            left = Amount.Add(left, sign == '+' ? right : right.Negated);
        }
        _depth--;
        return left;
    }

    private Amount Product()
    {
        var left = Signed();
        while (true)
        {
            switch (Peek())
            {
                case '*':
                    _at++;
                    left = Amount.Multiply(left, Signed());
                    break;
                case '/':
                    _at++;
                    left = Amount.Divide(left, Signed());
                    break;
                case 'o' or 'O' when Word() is "of":
                    if (!left.Percent) throw new ToolException("'of' stands behind a percentage, as in 15% of 200; write * for times.");
                    _at += 2;
                    left = Amount.Multiply(left, Signed());
                    break;
                default:
                    return left;
            }
        }
    }

    private Amount Signed()
    {
        if (Peek() is not ('-' or '+')) return Power();
        if (++_depth > MostDepth) throw new ToolException("expression has too many signs in a row; leave some out.");
        var negative = _text[_at++] == '-';
        var value = Signed();
        _depth--;
        return negative ? value.Negated : value;
    }

    private Amount Power()
    {
        var left = Percentage();
        if (Peek() != '^') return left;
        if (++_depth > MostDepth) throw new ToolException($"expression is nested deeper than {MostDepth} levels; compute it in parts.");
        _at++;
        var right = Signed();
        _depth--;
        return Amount.Power(left, right);
    }

    private Amount Percentage()
    {
        var value = Single();
        if (Peek() != '%') return value;
        _at++;
        if (Peek() is '(' or '.' || char.IsAsciiDigit(Peek()) || (char.IsAsciiLetter(Peek()) && Word() != "of"))
            throw new ToolException("% is percent here, so no number can follow it; write mod(a, b) for a remainder, or 15% of 200.");
        return Amount.Divide(value, new Amount(100)) with { Percent = true };
    }

    private Amount Single()
    {
        var next = Peek();
        if (next == '(')
        {
            _at++;
            var inner = Sum();
            Expect(')');
            return inner with { Percent = false };
        }
        if (char.IsAsciiDigit(next) || next == '.') return Number();
        if (!char.IsAsciiLetter(next)) throw Unexpected(next);
        var word = Word();
        _at += word.Length;
        return word switch
        {
            "pi" => new Amount(RealFunctions.Pi(), true),
            "e" => Amount.Exponential(new Amount(1)),
            _ => Function(word),
        };
    }

    private Amount Function(string name)
    {
        if (!CalculatorFunctions.Names.Contains(name)) throw new ToolException($"'{PersonSentences.Plain(name)}' is no function here; there are {string.Join(", ", CalculatorFunctions.Names)}, pi and e.");
        if (Peek() != '(') throw new ToolException($"{name} wants its numbers in parentheses, as in {name}(2).");
        _at++;
        var arguments = new List<Amount> { Sum() with { Percent = false } };
        while (Peek() == ',')
        {
            _at++;
            arguments.Add(Sum() with { Percent = false });
        }
        Expect(')');
        return CalculatorFunctions.Apply(name, arguments);
    }

    private Amount Number()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        var whole = _at - start;
        if (_at < _text.Length && _text[_at] == '.') _at++;
        var point = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        var decimals = _at - point;
        if (whole + decimals == 0 || (_at == point && _text[_at - 1] == '.')) throw new ToolException("A point has no digit behind it; write 0.5, or leave the point out.");
        RejectSeparators();
        var digits = BigInteger.Parse(string.Concat(_text.AsSpan(start, whole), _text.AsSpan(point, decimals)), NumberStyles.None, CultureInfo.InvariantCulture);
        return new Amount(new Rational(digits, 1) * ((Rational)10).Power(Exponent() - decimals));
    }

    private int Exponent()
    {
        if (_at >= _text.Length || _text[_at] is not ('e' or 'E')) return 0;
        var at = _at + 1;
        var negative = at < _text.Length && _text[at] == '-';
        if (at < _text.Length && _text[at] is '+' or '-') at++;
        var start = at;
        while (at < _text.Length && char.IsAsciiDigit(_text[at])) at++;
        if (at == start) throw new ToolException("A number is followed by e; write * between them, or a power of ten like 1e6.");
        var power = at - start > 4 ? int.MaxValue : int.Parse(_text.AsSpan(start, at - start), CultureInfo.InvariantCulture);
        if (power > MostExponent)
            throw new ToolException($"A power of ten beyond {MostExponent} is not computed; use smaller numbers.");
        _at = at;
        return negative ? -power : power;
    }

    // 1,000 is a thousand to one reader and one to another: neither is guessed.
    private void RejectSeparators()
    {
        if (_at >= _text.Length) return;
        if (_text[_at] is '\'' or '’' or '_' or '\u00A0' or '\u202F' or '\u2009') throw Separated();
        if (_text[_at] == '.') throw Separated();
        if (_text[_at] == ' ' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1])) throw Separated();
        if (_text[_at] == ',' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]))
        {
            var digits = 0;
            while (_at + 1 + digits < _text.Length && char.IsAsciiDigit(_text[_at + 1 + digits])) digits++;
            if (digits == 3 || !InFunction()) throw Separated();
        }
    }

    private bool InFunction()
    {
        var open = 0;
        for (var i = _at - 1; i >= 0; i--)
        {
            if (_text[i] == ')') open++;
            else if (_text[i] == '(' && open-- == 0) return i > 0 && char.IsAsciiLetterOrDigit(_text[i - 1]);
        }
        return false;
    }

    private static ToolException Separated() => new("A number is written with a separator; write 1234567.89, without thousands separators, with a point before the decimals, and a space behind the comma between two numbers.");

    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private string Word()
    {
        var end = _at;
        while (end < _text.Length && char.IsAsciiLetterOrDigit(_text[end])) end++;
        return _text[_at..end].ToLowerInvariant();
    }

    private void Expect(char wanted)
    {
        if (Peek() != wanted) throw Unexpected(Peek());
        _at++;
    }

    private ToolException Unexpected(char found) => found switch
    {
        '\0' => new("The expression ends too early; complete it, and close every parenthesis."),
        '$' or '€' or '£' or '¥' or '₿' => new($"Leave the sign {found} out; numbers here have no unit."),
        _ => new(string.Create(CultureInfo.InvariantCulture, $"At character {_at + 1}, '{(char.IsControl(found) ? '?' : found)}' cannot stand there; allowed are numbers, + - * / ^ %, parentheses, commas, 'of' and functions.")),
    };

    internal static int Places(Amount amount) => amount.Value.IsInteger && amount.Value.Abs().CompareTo(MostPlaces) <= 0
        ? (int)amount.Value.Numerator
        : throw new ToolException($"round wants a whole number of decimal places from -{MostPlaces} to {MostPlaces}, as in round(2.345, 2).");
}
