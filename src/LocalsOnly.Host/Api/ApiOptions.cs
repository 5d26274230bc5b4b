using System.ComponentModel.DataAnnotations;

namespace LocalsOnly.Host.Api;

/// <summary>Section <c>Api</c>: where the page and the OpenAI-compatible API listen.</summary>
internal sealed class ApiOptions
{
    public const string Section = "Api";
    public const int DefaultPort = 4180;

    /// <summary>IP address to listen on. Anything but a loopback address needs a key.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>TCP port; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = DefaultPort;

    /// <summary>Secret that callers send as <c>Authorization: Bearer …</c>; empty for none, which only loopback allows.</summary>
    public string Key { get; set; } = "";

    /// <summary>
    /// Origins of pages on this machine that may speak to the API from a browser, e.g. <c>http://localhost:3000</c>. Empty: none but the host's own page.
    /// </summary>
    public string[] AllowedOrigins { get; set; } = [];
}
