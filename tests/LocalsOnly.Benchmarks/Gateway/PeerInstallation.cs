using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LocalsOnly.Benchmarks.Measuring;

namespace LocalsOnly.Benchmarks.Gateway;

/// <summary>
/// The peer, <c>@portkey-ai/gateway</c>, as <c>tests/interop/gateway</c> pins it, and a copy of it, made for the run and thrown away after
/// it, without the 25 ms that it sleeps before a stream's first chunk.
/// </summary>
internal sealed class PeerInstallation : IDisposable
{
    private const string Sleep = "await new Promise((e=>setTimeout(e,25)))";
    private readonly string _folder;
    private readonly string _copy = Directory.CreateTempSubdirectory("localsonly-peer-").FullName;

    private PeerInstallation(string folder) => _folder = folder;

    private string Package => Path.Combine(_folder, "node_modules", "@portkey-ai", "gateway");

    /// <summary>Installs it when it is not there yet.</summary>
    /// <exception cref="PeerUnavailableException">There is no node, or npm cannot install it.</exception>
    public static async Task<PeerInstallation> OpenAsync()
    {
        var peer = new PeerInstallation(Path.Combine(Checkout(), "tests", "interop", "gateway"));
        await RunAsync("node", ["--version"], peer._folder);
        if (!File.Exists(Path.Combine(peer.Package, "build", "start-server.js")))
            await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], peer._folder);
        return peer;
    }

    /// <summary>Starts it as it is installed, on loopback, and returns when it listens.</summary>
    public Task<(ChildProcess Process, Uri Url)> StartAsync() => StartAsync(Package);

    /// <summary>The same without its sleep; null when the sleep is not found in it.</summary>
    public async Task<(ChildProcess Process, Uri Url)?> StartWithoutSleepAsync()
    {
        var script = await File.ReadAllTextAsync(Path.Combine(Package, "build", "start-server.js"));
        if (!script.Contains(Sleep, StringComparison.Ordinal))
            return null;
        var build = Directory.CreateDirectory(Path.Combine(_copy, "build")).FullName;
        await File.WriteAllTextAsync(Path.Combine(build, "start-server.js"), script.Replace(Sleep, "0", StringComparison.Ordinal));
        File.Copy(Path.Combine(Package, "package.json"), Path.Combine(_copy, "package.json"));
        Directory.CreateSymbolicLink(Path.Combine(build, "public"), Path.Combine(Package, "build", "public"));
        Directory.CreateSymbolicLink(Path.Combine(_copy, "node_modules"), Path.Combine(_folder, "node_modules"));
        return await StartAsync(_copy);
    }

    private async Task<(ChildProcess Process, Uri Url)> StartAsync(string package)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(
            "node",
            ["-r", Path.Combine(_folder, "loopback.cjs"), Path.Combine(package, "build", "start-server.js"), string.Create(CultureInfo.InvariantCulture, $"--port={port}"), "--headless"]);
        start.Environment["NODE_ENV"] = "production";
        var process = ChildProcess.Start(start);
        await ListensAsync(port);
        return (process, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
    }

    private static async Task ListensAsync(int port)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new PeerUnavailableException("The peer did not listen within 10 s of its start.");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task RunAsync(string program, string[] arguments, string folder)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await output;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new PeerUnavailableException($"`{program} {string.Join(' ', arguments)}` failed: {errors.ReplaceLineEndings(" ").Trim()}");
        }
        catch (Win32Exception)
        {
            throw new PeerUnavailableException($"The comparison needs {program}, and it is not installed.");
        }
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LocalsOnly.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new PeerUnavailableException("The comparison runs from a checkout, where tests/interop/gateway is.");
    }

    public void Dispose() => Directory.Delete(_copy, recursive: true);
}

/// <summary>There is nothing to compare with; the message says why in a sentence.</summary>
internal sealed class PeerUnavailableException(string message) : Exception(message);
