using LocalsOnly.Benchmarks;

// dotnet run -c Release --project tests/LocalsOnly.Benchmarks -- host
return args switch
{
    ["host"] => await HostBenchmark.RunAsync(idle: TimeSpan.FromSeconds(60)),
    ["host", "--idle", var seconds] => await HostBenchmark.RunAsync(TimeSpan.FromSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture))),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: host [--idle SECONDS]   start-up, first token, idle CPU and memory of the host, each against its limit");
    return 2;
}
