using LocalsOnly.Agents.Evaluation;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalsOnly.Host.CommandLine.Evals;

/// <summary>A house for evals: the person's endpoints, personas, tools and guards over an empty directory that is gone afterwards. Nothing of the person's is read or written.</summary>
internal sealed class EvalHouse : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly DirectoryInfo _directory;

    private EvalHouse(ServiceProvider services, DirectoryInfo directory) => (_services, _directory) = (services, directory);

    public static EvalHouse Build(HouseConfiguration configuration)
    {
        var directory = Directory.CreateTempSubdirectory("locals-eval-");
        var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.None)).AddHouse(configuration);
        services.AddPersonaEvaluation(directory.FullName);
        // Routes as this house would, and counts none of it as something a person asked.
        services.Replace(ServiceDescriptor.Singleton<IRouteJournal>(_ => Scores(configuration)));
        return new EvalHouse(services.BuildServiceProvider(), directory);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Looks who can answer.</summary>
    /// <exception cref="CommandException">Nobody can, or not the one that is asked for by name.</exception>
    public async Task<IReadOnlyList<EndpointSnapshot>> LookAsync(EvaluationPin pin, CancellationToken cancellationToken)
    {
        var endpoints = await Get<IEndpointDirectory>().RefreshAsync(cancellationToken);
        var meant = endpoints;
        if (pin.Endpoint is { } name)
        {
            meant = [.. endpoints.Where(endpoint => endpoint.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
            if (meant.Count == 0)
                throw new CommandException(
                    ExitCode.NothingFound, $"There is no endpoint '{name}'; {(endpoints.Count == 0 ? "there is none at all" : $"there is {string.Join(", ", endpoints.Select(endpoint => endpoint.Name))}")}.");
        }

        if (pin.Tier is { } tier) meant = [.. meant.Where(endpoint => endpoint.Tiers.Contains(tier))];
        if (meant.Any(endpoint => endpoint.State == EndpointState.Ready)) return endpoints;
        throw new CommandException(ExitCode.Failed, meant.Count switch
        {
            0 when pin.Tier is { } none => $"No model of the {none.ToString().ToLowerInvariant()} tier is set up, and evals need one to answer; locals status shows what there is.",
            0 => "No model is set up or running on this machine, and evals need one to answer: start exo, Ollama, LM Studio, llama.cpp or vLLM, or set Inference:Endpoints.",
            _ => $"No model can answer now, and evals need one ({string.Join("; ", meant.Select(endpoint => $"{endpoint.Name}: {endpoint.Detail.TrimEnd('.')}"))}); see locals doctor.",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        try
        {
            _directory.Delete(recursive: true);
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            Terminal.Note($"{_directory.FullName} could not be removed ({kept.Message.TrimEnd('.')}); it holds nothing of yours.");
        }
    }

    private static RouteJournalRecent Scores(HouseConfiguration configuration)
    {
        var scores = new RouteJournalRecent();
        try
        {
            foreach (var line in RouteJournalFile.ReadEnd(RouteJournalPath.Of(configuration)))
                if (line.Score is { } score) scores.Add(DecisionId.Next(DateTimeOffset.UnixEpoch), score);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // Then the router begins as on its first day.
        }

        return scores;
    }
}
