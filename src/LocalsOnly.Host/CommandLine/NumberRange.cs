using System.CommandLine;
using System.Globalization;

namespace LocalsOnly.Host.CommandLine;

/// <summary>The bounds of an option that takes a whole number.</summary>
internal static class NumberRange
{
    /// <summary>Anything else is answered with one sentence that names the bounds.</summary>
    /// <param name="most">Left out, there is no upper bound to speak of.</param>
    public static TOption Between<TOption>(this TOption option, int least, int most = int.MaxValue)
        where TOption : Option
    {
        var range = most == int.MaxValue ? $"of {least} or more" : string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}");
        option.Validators.Add(result =>
        {
            // As it was typed: the value of what is no number cannot be asked for.
            if (result.Tokens.Any(token => !int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < least || number > most))
                result.AddError($"{option.Name} takes a number {range}.");
        });
        return option;
    }
}
