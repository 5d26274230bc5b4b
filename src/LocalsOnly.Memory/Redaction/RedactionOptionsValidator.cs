using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Redaction;

/// <summary>One sentence for each pattern that cannot be used, before anything is indexed with it.</summary>
internal sealed class RedactionOptionsValidator : IValidateOptions<RedactionOptions>
{
    private const int LongestName = 40;

    public ValidateOptionsResult Validate(string? name, RedactionOptions options)
    {
        var problems = options.Patterns.Select((pattern, i) => Problem(pattern, i)).OfType<string>().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string? Problem(RedactionPattern pattern, int place)
    {
        var key = $"Redaction:Patterns:{place}";
        if (string.IsNullOrWhiteSpace(pattern.Name) || pattern.Name.Length > LongestName || pattern.Name.Any(c => char.IsControl(c) || c is '[' or ']'))
            return $"{key}:Name is '{pattern.Name}', but it stands in place of what is redacted: give it up to {LongestName} letters without brackets.";
        if (string.IsNullOrEmpty(pattern.Expression))
            return $"{key}:Expression is not set: give the regular expression of what is to be redacted.";
        try
        {
            return CustomPattern.Compile(pattern.Expression).IsMatch("")
                ? $"{key}:Expression matches the empty text, so it would match everywhere: make at least one character compulsory."
                : null;
        }
        catch (NotSupportedException)
        {
            return $"{key}:Expression uses look-around or a back-reference, which may take for ever on a long text: write it without.";
        }
        catch (ArgumentException fault)
        {
            return $"{key}:Expression is not a regular expression ({fault.Message.TrimEnd('.')}): correct it.";
        }
    }
}
