using System.Net;
using System.Net.Sockets;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Feeds;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Mcp;
using LocalsOnly.Discord;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Telemetry;
using LocalsOnly.Host.Worker;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Host.CommandLine;

/// <summary>The checks of <c>locals doctor</c>, each of which really does what it reports on.</summary>
internal static class Checkup
{
    public static async Task<DoctorWire> RunAsync(HouseConfiguration configuration, CancellationToken cancellationToken)
    {
        if (configuration.Problems.Count > 0)
            return new DoctorWire([.. configuration.Problems.Select(problem => Failed("configuration", problem.Sentence))], []);

        await using var services = House.BuildForCommand(configuration);
        var endpoints = services.GetRequiredService<IEndpointDirectory>();
        var addresses = await AddressCheckup.RunAsync(endpoints, cancellationToken);
        var looking = endpoints.RefreshAsync(cancellationToken);
        var memory = await MemoryAsync(services, cancellationToken);
        var checks = new List<CheckWire>
        {
            Ok("configuration", configuration.File ?? "no file; the host runs on defaults"),
            Writable("data directory", configuration.DataDirectory, "Data:Local"),
            Writable("archive", services.GetRequiredService<IOptions<DataOptions>>().Value.Nas, "Data:Nas"),
            await ArchiveAsync(services, cancellationToken),
            memory,
        };
        checks.AddRange(Personas(services.GetRequiredService<IPersonaStore>(), services.GetRequiredService<IPersonaTools>()));
        checks.Add(Port(configuration, services.GetRequiredService<IOptions<ApiOptions>>().Value));

        // A running host may have been told more than the files say (the demo has): what it says of its models is what is true.
        var running = HostRecord.Find(configuration.DataDirectory) is { } host ? await RunningHost.StatusAsync(host, configuration, cancellationToken) : null;
        var seen = running?.Endpoints ?? [.. EndpointWire.All(endpoints, await looking, services.GetRequiredService<TimeProvider>().GetUtcNow())];
        checks.AddRange(addresses);
        checks.AddRange(Endpoints([.. seen.Where(endpoint => !addresses.Any(check => check.State == "failed" && check.Name == AddressCheckup.Name(endpoint.Name)))]));
        var contacts = endpoints.Addresses.Select(address => new ContactWire(
            address.Url.GetLeftPart(UriPartial.Authority), address.Discovered ? $"{address.Name}, if it runs here" : $"inference ({address.Name})", address.AllowPublic));
        var told = (running?.Endpoints ?? []).Select(endpoint => new ContactWire(endpoint.Url, $"inference ({endpoint.Name})", endpoint.AllowPublic));
        // The same server is listed once, however it became known.
        List<ContactWire> all = [.. (running is { Demo: true } ? told : contacts.Concat(told)).DistinctBy(contact => contact.Url)];
        if (services.GetRequiredService<IOptions<TelemetryOptions>>().Value is { Endpoint: { } collector })
        {
            checks.Add(await AddressCheckup.CollectorAsync(collector, cancellationToken));
            all.Add(new ContactWire(collector.GetLeftPart(UriPartial.Authority), "telemetry", AllowPublic: false));
        }

        foreach (var server in MemoryEndpoint.Of(services.GetRequiredService<IOptions<MemoryOptions>>().Value, services.GetRequiredService<IOptions<KernelMemoryOptions>>().Value))
        {
            checks.Add(await AddressCheckup.AskAsync(server, cancellationToken));
            all.Add(new ContactWire(server.Url.GetLeftPart(UriPartial.Authority), server.Purpose, AllowPublic: false));
        }

        if (services.GetRequiredService<IOptions<DataOptions>>().Value.Offline) checks.Add(Ok("data tools", "off: Data:Offline is set, so no data is asked for outside the house"));
        else all.AddRange(FeedHosts.All(services.GetRequiredService<IOptions<FeedOptions>>().Value).Select(feed => new ContactWire(feed.Address.GetLeftPart(UriPartial.Authority), $"public data ({feed.Name})", AllowPublic: false) { PublicData = true }).DistinctBy(contact => contact.Url));
        if (services.GetRequiredService<DiscordOptions>() is { IsOn: true } discord)
            all.AddRange(DiscordHosts.All(discord.Api).Select(host => new ContactWire(host, "chat (Discord)", AllowPublic: false) { Chat = true }));
        foreach (var (name, server) in services.GetRequiredService<IOptions<McpToolsOptions>>().Value.Servers)
            if (server.Url is { } url) all.Add(new ContactWire(url.GetLeftPart(UriPartial.Authority), $"tools ({name})", AllowPublic: false));
        return new DoctorWire(checks, all);
    }

    /// <summary>Tries to write without making the directory: on a share that is not mounted, making it would hide that.</summary>
    private static CheckWire Writable(string name, string directory, string key)
    {
        var there = directory;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above) there = above;
        try
        {
            var probe = Path.Combine(there, $".doctor-{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
            return Ok(name, there == directory ? directory : $"{directory}, which will be made when it is first needed");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Failed(name, $"{directory} cannot be written ({refused.Message.TrimEnd('.')}); give it to this user, or set {key} to another directory.");
        }
    }

    private static async Task<CheckWire> ArchiveAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            var health = await services.GetRequiredService<IArchiveInspection>().InspectAsync(cancellationToken);
            return health.Faults.Count == 0
                ? Ok("archive lines", $"{health.Lines} lines in {health.Segments} files, every checksum right")
                : Failed("archive lines", $"{string.Join("; ", health.Faults)}; what is damaged is left out, import the export it came from again.");
        }
        catch (MemoryStoreException broken)
        {
            return Failed("archive lines", broken.Message);
        }
    }

    private static async Task<CheckWire> MemoryAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            await services.GetRequiredService<IConversationStore>().CatchUpAsync(cancellationToken);
            var counts = await services.GetRequiredService<IMemory>().CountAsync(new MemoryScope(MemoryScope.DefaultOwner), cancellationToken);
            return counts.Conversations == 0
                ? Warn("memory", "nothing is remembered yet; import an export with: locals import <file>")
                : Ok("memory", $"{counts.Conversations} conversations, {counts.Messages} messages");
        }
        catch (MemoryStoreException broken)
        {
            return Failed("memory", broken.Message);
        }
    }

    private static IEnumerable<CheckWire> Personas(IPersonaStore personas, IPersonaTools tools)
    {
        foreach (var persona in personas.All)
            if (tools.Unknown(persona) is { Count: > 0 } unknown)
                yield return Warn("personas", $"{persona.Name} names tools that there are not: {string.Join(", ", unknown)}; correct agents/{persona.Id}/persona.md, or set up the MCP server they are of.");
        foreach (var problem in personas.Problems) yield return problem.LastGoodKept ? Warn("personas", problem.Sentence) : Failed("personas", problem.Sentence);
        var all = personas.All;
        if (all.Count > 0) yield return Ok("personas", string.Join(", ", all.Select(persona => persona.Name)));
        else if (personas.Problems.Count == 0) yield return Failed("personas", "Agents:Folder holds no persona; each is a folder with a persona.md (agents/README.md).");
    }

    private static CheckWire Port(HouseConfiguration configuration, ApiOptions api)
    {
        var where = $"{api.Address}:{api.Port}";
        if (HostRecord.Find(configuration.DataDirectory) is { } running) return Ok("page", $"the host runs at {running.Url}");
        try
        {
            using var probe = new TcpListener(api.Address.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback : IPAddress.Parse(api.Address), api.Port);
            probe.Start();
            return Ok("page", $"{where} is free");
        }
        catch (SocketException taken)
        {
            return Failed("page", $"{where} cannot be opened ({taken.Message.TrimEnd('.')}); set Api:Port to another port.");
        }
    }

    private static IEnumerable<CheckWire> Endpoints(IReadOnlyList<EndpointWire> endpoints)
    {
        if (endpoints.Count == 0)
            yield return Warn("models", "no model server is configured or running here, so personas answer by recall only; start exo, Ollama, LM Studio, llama.cpp or vLLM, or set Inference:Endpoints");
        foreach (var endpoint in endpoints)
            yield return endpoint.State switch
            {
                "ready" => Ok($"model: {endpoint.Name}", $"{endpoint.Model}{(endpoint.Simulated ? " (simulated)" : "")}: {endpoint.Detail}"),
                "loading" or "unknown" => Warn($"model: {endpoint.Name}", endpoint.Detail),
                _ => Failed($"model: {endpoint.Name}", endpoint.Detail),
            };
    }

    private static CheckWire Ok(string name, string sentence) => new(name, "ok", sentence);

    private static CheckWire Warn(string name, string sentence) => new(name, "warn", sentence);

    private static CheckWire Failed(string name, string sentence) => new(name, "failed", sentence);
}
