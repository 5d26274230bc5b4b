using System.CommandLine;
using System.Text.Json.Serialization;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals doctor</c>: tries everything that can be wrong, says what to do, and names every address that may ever be contacted.</summary>
internal static class DoctorCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("doctor", "Check this machine, the data and the model servers, and list every address that may ever be contacted. Ends with 1 when something must be mended.")
        {
            GlobalOptions.Json,
        };
        command.SetAction((result, cancellation) => RunAsync(globals.Of(result), result.GetValue(GlobalOptions.Json), cancellation));
        return command.WithExample("locals doctor");
    }

    private static async Task<int> RunAsync(ConfigurationRequest request, bool json, CancellationToken cancellationToken)
    {
        // A configuration that is wrong is no reason to stop here: it is what is reported.
        var own = HouseConfiguration.Load(request);
        var report = await Checkup.RunAsync(own.Problems.Count > 0 ? own : CommandHouse.Find(request, own).Configuration, cancellationToken);
        if (json) Terminal.Json(report, DoctorJson.Default.DoctorWire);
        else Print(report);
        return report.Checks.Any(check => check.State == "failed") ? ExitCode.Failed : ExitCode.Ok;
    }

    private static void Print(DoctorWire report)
    {
        foreach (var contact in report.Contacts.Where(contact => contact.AllowPublic)) PublicAddress.Shout(contact.Purpose, contact.Url);
        var checks = Terminal.Table("check", "", "");
        foreach (var check in report.Checks) checks.AddRow(Terminal.Cell(check.Name), Terminal.State(check.State), Terminal.Cell(check.Sentence));
        AnsiConsole.Write(checks);

        AnsiConsole.WriteLine("Every address that may ever be contacted:");
        var hosts = Terminal.Table("address", "for", "");
        foreach (var contact in report.Contacts)
            hosts.AddRow(
                Terminal.Cell(contact.Url), Terminal.Cell(contact.Purpose),
                contact.AllowPublic ? Terminal.Cell("PUBLIC ADDRESSES ALLOWED: prompts may leave the house", Color.Red)
                    : contact.Chat ? Terminal.Cell("outside: what people write on Discord, and what the personas answer them there", Color.Grey)
                    : contact.PublicData ? Terminal.Cell("outside: a symbol or a place goes there, never a prompt; Data:Offline turns it off", Color.Grey)
                    : Terminal.Cell("in the house only, checked when it connects", Color.Grey));
        AnsiConsole.Write(hosts);
    }
}

/// <summary><c>locals doctor --json</c></summary>
internal sealed record DoctorWire(IReadOnlyList<CheckWire> Checks, IReadOnlyList<ContactWire> Contacts);

/// <param name="State"><c>ok</c>, <c>warn</c> or <c>failed</c>.</param>
internal sealed record CheckWire(string Name, string State, string Sentence);

/// <param name="AllowPublic">Prompts may go to a public address there.</param>
internal sealed record ContactWire(string Url, string Purpose, bool AllowPublic)
{
    /// <summary>A public source that data tools read; nothing of the person goes there but what they ask for by name.</summary>
    public bool PublicData { get; init; }

    /// <summary>Where people chat: what is said there is there.</summary>
    public bool Chat { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DoctorWire))]
internal sealed partial class DoctorJson : JsonSerializerContext;
