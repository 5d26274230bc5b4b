using System.ComponentModel.DataAnnotations;

namespace LocalsOnly.Agents.Tools.Mcp;

/// <summary>Section <c>Mcp</c>: programs of the house that offer tools by the Model Context Protocol. A persona has of them what its header names, as <c>server_tool</c>.</summary>
public sealed class McpToolsOptions
{
    public const string Section = "Mcp";

    /// <summary>By name: lower-case letters and digits, at most 20.</summary>
    public IDictionary<string, McpServerOptions> Servers { get; } = new Dictionary<string, McpServerOptions>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>One server: a program that is started, or an address in the house.</summary>
public sealed class McpServerOptions
{
    /// <summary>The program; empty when it is reached by <see cref="Url"/>.</summary>
    public string Command { get; set; } = "";

    /// <summary>What it is started with.</summary>
    public IList<string> Arguments { get; } = [];

    /// <summary>Streamable HTTP endpoint at an address in the house; null when it is started by <see cref="Command"/>.</summary>
    public Uri? Url { get; set; }

    /// <summary>
    /// For its tools that change something: beginnings of the words with which a person asks for them, by the tool's own name. Left out, these are the words of the
    /// name. A tool that does not say of itself that it only reads counts as one that changes something.
    /// </summary>
    public IDictionary<string, string> AskedBy { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long one of its tools may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);
}
