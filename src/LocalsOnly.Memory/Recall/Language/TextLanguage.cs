namespace LocalsOnly.Memory.Recall.Language;

/// <summary>
/// How the words of a text are brought to their stem. Runs of Chinese, Japanese and Korean have no language here: they are read by their script, as pairs.
/// </summary>
internal enum TextLanguage : byte
{
    English,
    French,

    /// <summary>Any language that is written in words and has no stemmer here: German, Spanish, Polish, Russian, ….</summary>
    Other,
}
