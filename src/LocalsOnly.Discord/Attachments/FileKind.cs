using System.Collections.Frozen;

namespace LocalsOnly.Discord.Attachments;

/// <summary>How a file of text is called.</summary>
internal static class FileKind
{
    private const string Unknown = "text";

    private static readonly FrozenDictionary<string, string> s_kinds = Flat(
    [
        (Unknown, ".txt"),
        ("a log", ".log"),
        ("Markdown", ".md .markdown"),
        ("reStructuredText", ".rst"),
        ("LaTeX", ".tex"),
        ("CSV", ".csv"),
        ("TSV", ".tsv"),
        ("JSON", ".json"),
        ("JSON lines", ".jsonl .ndjson"),
        ("a notebook in JSON", ".ipynb"),
        ("YAML", ".yaml .yml"),
        ("TOML", ".toml"),
        ("settings", ".ini .cfg .conf .env"),
        ("XML", ".xml .csproj"),
        ("HTML", ".html .htm"),
        ("SVG", ".svg"),
        ("subtitles", ".srt .vtt"),
        ("a calendar", ".ics"),
        ("a mail", ".eml"),
        ("a patch", ".diff .patch"),
        ("SQL code", ".sql"),
        ("C# code", ".cs"),
        ("F# code", ".fs"),
        ("Visual Basic code", ".vb"),
        ("Python code", ".py"),
        ("JavaScript code", ".js .mjs .jsx"),
        ("TypeScript code", ".ts .tsx"),
        ("Java code", ".java"),
        ("Kotlin code", ".kt"),
        ("Swift code", ".swift"),
        ("C code", ".c .h"),
        ("C++ code", ".cpp .cc .hpp"),
        ("code", ".m"),
        ("Go code", ".go"),
        ("Rust code", ".rs"),
        ("Ruby code", ".rb"),
        ("PHP code", ".php"),
        ("Perl code", ".pl"),
        ("Lua code", ".lua"),
        ("R code", ".r"),
        ("Julia code", ".jl"),
        ("Scala code", ".scala"),
        ("Haskell code", ".hs"),
        ("Elixir code", ".ex"),
        ("Dart code", ".dart"),
        ("Solidity code", ".sol"),
        ("Zig code", ".zig"),
        ("shell code", ".sh .bash .zsh"),
        ("PowerShell code", ".ps1"),
        ("batch code", ".bat"),
        ("CSS", ".css .scss"),
        ("Vue code", ".vue"),
        ("Protocol Buffers", ".proto"),
    ]);

    private static readonly FrozenDictionary<string, string> s_types = Flat(
    [
        ("Markdown", "text/markdown"),
        ("CSV", "text/csv"),
        ("JSON", "application/json"),
        ("HTML", "text/html"),
        ("XML", "text/xml application/xml"),
        ("Python code", "text/x-python"),
        ("JavaScript code", "text/javascript application/javascript"),
        ("YAML", "application/x-yaml"),
        ("C# code", "text/x-csharp"),
    ]);

    public static string Of(string name, string? contentType)
    {
        if (s_kinds.GetValueOrDefault(Path.GetExtension(name)) is { } byName) return byName;
        if (Path.GetFileName(name) is { } file && (file.Equals("Dockerfile", StringComparison.OrdinalIgnoreCase) || file.Equals("Makefile", StringComparison.OrdinalIgnoreCase))) return "code";
        // "text/csv; charset=utf-8".
        var type = contentType?.Split(';', 2)[0].Trim();
        return type is null ? Unknown : s_types.GetValueOrDefault(type, Unknown);
    }

    private static FrozenDictionary<string, string> Flat((string Kind, string Names)[] kinds) => kinds
        .SelectMany(kind => kind.Names.Split(' ').Select(name => (Name: name, kind.Kind)))
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Kind, StringComparer.OrdinalIgnoreCase);
}
