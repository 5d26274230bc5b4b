using System.Diagnostics;
using System.Text;

namespace LocalsOnly.Tests.Host;

/// <summary>Runs <c>locals</c> as a process of its own, in a home of its own.</summary>
internal static class LocalsProgram
{
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string home, string[] arguments, params (string Name, string Value)[] environment) => RunAsync(home, arguments, null, environment);

    /// <param name="input">Comes through a pipe; null leaves standard input as it is.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string home, string[] arguments, string? input, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "locals.dll"), .. arguments])
        {
            RedirectStandardInput = input is not null,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = home,
        };
        start.Environment["HOME"] = home;
        start.Environment["LOCALS_Inference__Discover"] = "false";
        start.Environment["LOCALS_Data__Offline"] = "true";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }

        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
