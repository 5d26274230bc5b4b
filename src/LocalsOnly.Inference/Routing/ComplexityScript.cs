namespace LocalsOnly.Inference.Routing;

internal enum Script
{
    Other,
    Han,
    Kana,
    Hangul,
    ArabicHebrew,
    Surrogate,
}

/// <summary>Scripts whose characters say more, or less, than a Latin letter does. By Unicode block.</summary>
internal static class ComplexityScript
{
    public static Script Of(char c) => c switch
    {
        < '\u0590' => Script.Other,
        <= '\u08FF' => c is (>= '\u0700' and <= '\u074F') or (>= '\u0780' and <= '\u089F') ? Script.Other : Script.ArabicHebrew,
        < '\u1100' => Script.Other,
        <= '\u11FF' => Script.Hangul,
        < '\u3005' => Script.Other,
        '\u3005' => Script.Han,
        < '\u3041' => Script.Other,
        <= '\u30FF' => c is '\u30FB' or '\u30A0' or (>= '\u3097' and <= '\u309C') ? Script.Other : Script.Kana,
        < '\u3131' => Script.Other,
        <= '\u318E' => Script.Hangul,
        >= '\u31F0' and <= '\u31FF' => Script.Kana,
        >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF' => Script.Han,
        >= '\uAC00' and <= '\uD7A3' => Script.Hangul,
        >= '\uD800' and <= '\uDFFF' => Script.Surrogate,
        >= '\uF900' and <= '\uFAFF' => Script.Han,
        >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC' => Script.ArabicHebrew,
        >= '\uFF66' and <= '\uFF9D' => Script.Kana,
        _ => Script.Other,
    };
}
