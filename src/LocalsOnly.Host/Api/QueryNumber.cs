using System.Globalization;

namespace LocalsOnly.Host.Api;

/// <summary>Whole numbers in the query of a request.</summary>
internal static class QueryNumber
{
    /// <summary>The number under a name; as many as there may be when it asks for more.</summary>
    /// <param name="usual">When nothing is said.</param>
    /// <exception cref="BadHttpRequestException">Something is said that is no number from 1 on.</exception>
    public static int Of(HttpContext context, string name, int usual, int most)
    {
        if (context.Request.Query[name].ToString() is not { Length: > 0 } said) return usual;
        return int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0
            ? Math.Min(asked, most)
            : throw new BadHttpRequestException($"'{name}' must be a whole number from 1 to {most.ToString(CultureInfo.InvariantCulture)}.");
    }
}
