using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalsOnly.Treasury.Capacity;

/// <summary>Bits per weight, scales included, as the id of a model tells them.</summary>
/// <param name="RoutedBits">Of a weight of a routed expert.</param>
/// <param name="OtherBits">Of any other weight.</param>
/// <param name="Basis">What they were read off, for people.</param>
/// <param name="Assumed">Nothing in the id says so.</param>
internal sealed partial record Quantisation(double RoutedBits, double OtherBits, string Basis, bool Assumed = false)
{
    /// <summary>llama.cpp's mixtures: mean bits over a model of the Llama shape (its quantize tool's table).</summary>
    private static readonly (string Suffix, double Bits)[] s_gguf =
    [
        ("q2_k", 3.0), ("q3_k_s", 3.5), ("q3_k_m", 3.9), ("q3_k_l", 4.2), ("q4_0", 4.5), ("q4_k_s", 4.6), ("q4_k_m", 4.85), ("q5_0", 5.5), ("q5_k_s", 5.5), ("q5_k_m", 5.7),
        ("q6_k", 6.6), ("q8_0", 8.5),
    ];

    /// <summary>MLX keeps a 16-bit scale and bias for each group of 64 weights, so n bits are n + 0.5; of 32 (<c>gs32</c>), n + 1.</summary>
    public static Quantisation? Of(string modelId)
    {
        var id = modelId.ToLowerInvariant();
        if (id.Contains("mxfp4", StringComparison.Ordinal))
            return new(4.25, id.Contains("q8", StringComparison.Ordinal) ? 8.5 : 4.25, "MXFP4: 4.25 bits a weight");
        foreach (var (suffix, bits) in s_gguf)
            if (id.Contains(suffix, StringComparison.Ordinal)) return Both(bits, suffix);
        if (Bits().Match(id) is { Success: true } found)
        {
            var bits = int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            return Both(bits >= 16 ? bits : bits + (id.Contains("gs32", StringComparison.Ordinal) ? 1 : 0.5), found.Value);
        }

        if (Half().IsMatch(id)) return Both(16, "16 bits");
        if (id.Contains("fp8", StringComparison.Ordinal)) return Both(8, "fp8");
        // A tag of Ollama's without a quantisation.
        return id.Contains(':', StringComparison.Ordinal) ? Both(4.85, "q4_K_M, as Ollama serves when a tag does not say") with { Assumed = true } : null;
    }

    private static Quantisation Both(double bits, string basis) =>
        new(bits, bits, string.Create(CultureInfo.InvariantCulture, $"{basis}: {bits:0.##} bits a weight"));

    [GeneratedRegex(@"(\d+)-?bit")]
    private static partial Regex Bits();

    [GeneratedRegex("bf16|fp16|(?<![a-z0-9])f16")]
    private static partial Regex Half();
}
