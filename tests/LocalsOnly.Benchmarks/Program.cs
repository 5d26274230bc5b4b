using System.Globalization;
using LocalsOnly.Benchmarks;
using LocalsOnly.Benchmarks.Chat;
using LocalsOnly.Benchmarks.FirstToken;
using LocalsOnly.Benchmarks.Gateway;
using LocalsOnly.Benchmarks.Import;
using LocalsOnly.Benchmarks.Import.Exports;
using LocalsOnly.Benchmarks.Ledger;
using LocalsOnly.Benchmarks.Load;
using LocalsOnly.Benchmarks.Recall;
using LocalsOnly.Benchmarks.Routing;
using LocalsOnly.Benchmarks.Tasks;
using LocalsOnly.Benchmarks.Turn;
using LocalsOnly.Benchmarks.Upstream;

// dotnet run -c Release --project tests/LocalsOnly.Benchmarks -- host
return args switch
{
    ["host"] => await HostBenchmark.RunAsync(idle: TimeSpan.FromSeconds(60)),
    ["host", "--idle", var seconds] => await HostBenchmark.RunAsync(TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture))),
    ["gateway", "--quick", .. var rows] when rows.All(GatewayBenchmark.Rows.Contains) => await GatewayBenchmark.RunAsync(quick: true, rows),
    ["gateway", .. var rows] when rows.All(GatewayBenchmark.Rows.Contains) => await GatewayBenchmark.RunAsync(quick: false, rows),
    ["routing"] => RoutingBenchmark.Run(),
    ["first-token"] => await FirstTokenBenchmark.RunAsync(),
    ["load"] => await LoadBenchmark.RunAsync(),
    ["import", .. var options] => await ImportBenchmark.RunAsync(options),
    ["recall", .. var options] => await RecallBenchmark.RunAsync(options),
    ["turn", .. var options] => await TurnBenchmark.RunAsync(options),
    ["chat", .. var options] => await ChatBenchmark.RunAsync(options),
    ["ledger", .. var options] => LedgerBenchmark.Run(options),
    ["tasks"] => await TasksBenchmark.RunAsync(),
#if SEMANTIC_KERNEL
    ["runtimes"] => await LocalsOnly.Benchmarks.Runtimes.RuntimesBenchmark.RunAsync(),
#endif
    ["export", var directory, .. var options] => ExportCommand.Run(directory, options),
    // Not for people: the process that the others measure against.
    ["upstream"] => await LeanUpstream.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: host [--idle SECONDS]   start-up, first token, idle CPU and memory of the host, each against its limit
               gateway [--quick] [burst|paced|whole|50|50-burst|200|200-burst|500]...
                                       what the host adds between a program and a model, beside a peer that adds it too
               routing                 the routing decision and the parts of a prompt's way, by BenchmarkDotNet
               first-token             what the router adds to the first token, against a bare socket
               load                    500 streams at once through the router: none lost, fair, within its memory
               import [--size SIZE] [--quick] [--ten-times]
                                       years of conversations into memory, beside a Python script that does the same
               recall [--messages N] [--no-peer]
                                       a million messages found again, beside SQLite's full-text search
               turn [--exchanges N]    what a turn takes outside the model with a million exchanges remembered
               chat [--messages N]     fifty channels of a simulated Discord at once, then many messages: typing, limits, memory
               ledger [--events N]     ten million attempts in the ledger: what one more costs, and how long a month's report takes
               tasks                   a thousand scheduled tasks due in the same minute: a person's wait meanwhile, starts, idle CPU
               runtimes                with -p:Edition=SemanticKernel: what a turn takes in each runtime, side by side
               export DIRECTORY [--chatgpt SIZE] [--claude SIZE] [--layout classic|sharded|slim] [--seed N]
                                       writes made-up exports of any size (500MB, 1GB), the same for the same seed
        """);
    return 2;
}
