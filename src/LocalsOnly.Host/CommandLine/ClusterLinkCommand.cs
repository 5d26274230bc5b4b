using System.CommandLine;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals cluster link</c>: a machine that reads fast reads the long prompts of one that writes fast.</summary>
internal static class ClusterLinkCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var model = new Argument<string>("model") { Description = "Model id; it must be placed on each of these machines alone." };
        var prefill = new Option<string[]>("--prefill") { Description = "Machine that reads long prompts; may be given several times.", HelpName = "machine" };
        var decode = new Option<string[]>("--decode") { Description = "Machine that writes the answers; may be given several times.", HelpName = "machine" };
        var command = new Command("link", "Have one machine read long prompts for another that writes the answers (exo must run with ENABLE_DISAGGREGATION=true).") { model, prefill, decode };
        command.SetAction((result, cancellation) => ClusterHouse.RunAsync(
            globals.Of(result),
            result.GetValue(ClusterHouse.EndpointOption),
            async house =>
            {
                var (readers, writers) = (result.GetValue(prefill) ?? [], result.GetValue(decode) ?? []);
                var (_, already) = await house.Placement.LinkAsync(house.Endpoint, result.GetValue(model)!, readers, writers, cancellation);
                Terminal.Line($"{(already ? "It is so already: " : "")}{string.Join(", ", readers)} reads long prompts of {result.GetValue(model)!}, {string.Join(", ", writers)} writes the answers.");
                return ExitCode.Ok;
            },
            cancellation));
        return command.WithExample("locals cluster link mlx-community/Qwen3-30B-A3B-4bit --prefill \"DGX Spark\" --decode \"Mac Studio\"");
    }
}
