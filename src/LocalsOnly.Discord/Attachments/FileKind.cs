using System.Collections.Frozen;

namespace LocalsOnly.Discord.Attachments;

/// <summary>How a file of text is called.</summary>
internal static class FileKind
{
    private const string Unknown = "text";

    private static readonly FrozenDictionary<string, string> s_kinds = new Dictionary<string, string>
    {
        [".txt"] = Unknown,
        [".log"] = "a log",
        [".md"] = "Markdown",
        [".markdown"] = "Markdown",
        [".rst"] = "reStructuredText",
        [".tex"] = "LaTeX",
        [".csv"] = "CSV",
        [".tsv"] = "TSV",
        [".json"] = "JSON",
        [".jsonl"] = "JSON lines",
        [".ndjson"] = "JSON lines",
        [".ipynb"] = "a notebook in JSON",
        [".yaml"] = "YAML",
        [".yml"] = "YAML",
        [".toml"] = "TOML",
        [".ini"] = "settings",
        [".cfg"] = "settings",
        [".conf"] = "settings",
        [".env"] = "settings",
        [".xml"] = "XML",
        [".html"] = "HTML",
        [".htm"] = "HTML",
        [".svg"] = "SVG",
        [".srt"] = "subtitles",
        [".vtt"] = "subtitles",
        [".ics"] = "a calendar",
        [".eml"] = "a mail",
        [".diff"] = "a patch",
        [".patch"] = "a patch",
        [".sql"] = "SQL code",
        [".cs"] = "C# code",
        [".csproj"] = "XML",
        [".fs"] = "F# code",
        [".vb"] = "Visual Basic code",
        [".py"] = "Python code",
        [".js"] = "JavaScript code",
        [".mjs"] = "JavaScript code",
        [".jsx"] = "JavaScript code",
        [".ts"] = "TypeScript code",
        [".tsx"] = "TypeScript code",
        [".java"] = "Java code",
        [".kt"] = "Kotlin code",
        [".swift"] = "Swift code",
        [".c"] = "C code",
        [".h"] = "C code",
        [".cpp"] = "C++ code",
        [".cc"] = "C++ code",
        [".hpp"] = "C++ code",
        [".m"] = "code",
        [".go"] = "Go code",
        [".rs"] = "Rust code",
        [".rb"] = "Ruby code",
        [".php"] = "PHP code",
        [".pl"] = "Perl code",
        [".lua"] = "Lua code",
        [".r"] = "R code",
        [".jl"] = "Julia code",
        [".scala"] = "Scala code",
        [".hs"] = "Haskell code",
        [".ex"] = "Elixir code",
        [".dart"] = "Dart code",
        [".sol"] = "Solidity code",
        [".zig"] = "Zig code",
        [".sh"] = "shell code",
        [".bash"] = "shell code",
        [".zsh"] = "shell code",
        [".ps1"] = "PowerShell code",
        [".bat"] = "batch code",
        [".css"] = "CSS",
        [".scss"] = "CSS",
        [".vue"] = "Vue code",
        [".proto"] = "Protocol Buffers",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> s_types = new Dictionary<string, string>
    {
        ["text/markdown"] = "Markdown",
        ["text/csv"] = "CSV",
        ["application/json"] = "JSON",
        ["text/html"] = "HTML",
        ["text/xml"] = "XML",
        ["application/xml"] = "XML",
        ["text/x-python"] = "Python code",
        ["text/javascript"] = "JavaScript code",
        ["application/javascript"] = "JavaScript code",
        ["application/x-yaml"] = "YAML",
        ["text/x-csharp"] = "C# code",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string Of(string name, string? contentType)
    {
        if (s_kinds.GetValueOrDefault(Path.GetExtension(name)) is { } byName) return byName;
        if (Path.GetFileName(name) is { } file && (file.Equals("Dockerfile", StringComparison.OrdinalIgnoreCase) || file.Equals("Makefile", StringComparison.OrdinalIgnoreCase))) return "code";
        // "text/csv; charset=utf-8".
        var type = contentType?.Split(';', 2)[0].Trim();
        return type is null ? Unknown : s_types.GetValueOrDefault(type, Unknown);
    }
}
