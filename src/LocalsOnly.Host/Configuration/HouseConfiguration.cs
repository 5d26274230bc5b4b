using System.Globalization;
using System.Text.Json;
using LocalsOnly.Agents;
using LocalsOnly.Inference;

namespace LocalsOnly.Host.Configuration;

/// <summary>
/// Everything the host was told, from the weakest word to the strongest: built-in defaults, <c>appsettings.json</c>, user secrets, files in
/// <c>&lt;data&gt;/secrets</c>, environment variables beginning with <c>LOCALS_</c>, the command line.
/// </summary>
internal sealed class HouseConfiguration
{
    public const string EnvironmentPrefix = "LOCALS_";
    public const string FileName = "appsettings.json";

    /// <summary>Names with the prefix that are no settings.</summary>
    public static IReadOnlyList<string> NotSettings { get; } = ["HOME"];

    private HouseConfiguration(IConfigurationRoot root, string contentRoot, string? file, bool demo, IReadOnlyList<ConfigurationProblem> problems)
    {
        Root = root;
        ContentRoot = contentRoot;
        File = file;
        Demo = demo;
        Problems = problems;
    }

    public IConfigurationRoot Root { get; }

    /// <summary>Directory that relative paths start from: where <c>appsettings.json</c> and <c>agents</c> are.</summary>
    public string ContentRoot { get; }

    /// <summary>The configuration file that was read; null when there is none, which is fine.</summary>
    public string? File { get; }

    /// <summary>The house is the demonstration: sample history, simulated cluster.</summary>
    public bool Demo { get; }

    public IReadOnlyList<ConfigurationProblem> Problems { get; }

    /// <summary>Absolute path of the data directory.</summary>
    public string DataDirectory => Root["Data:Local"]!;

    public static HouseConfiguration Load(ConfigurationRequest request)
    {
        var contentRoot = request.File is null ? Locations.FindContentRoot() : Path.GetDirectoryName(Path.GetFullPath(request.File))!;
        var file = request.File is null ? Path.Combine(contentRoot, FileName) : Path.GetFullPath(request.File);
        var problems = new List<ConfigurationProblem>();
        if (request.File is not null && !System.IO.File.Exists(file))
            problems.Add(new ConfigurationProblem(file, "", $"{file} does not exist; correct --config, or leave it out to run on defaults."));

        var sources = Sources(file, request, problems);
        var root = sources.Build();
        problems.AddRange(ConfigurationCheck.Run(root, file));

        if (request.Demo) sources = WithoutModels(root, request);

        // Paths are made absolute once, here, so that every project reads the same ones.
        var data = Locations.Absolute(root["Data:Local"] is { Length: > 0 } configured ? configured : Locations.DefaultData, contentRoot);
        sources.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data:Local"] = data,
            ["Data:Nas"] = Locations.Absolute(root["Data:Nas"] is { Length: > 0 } nas ? nas : Path.Combine(data, "archive"), contentRoot),
            ["Agents:Folder"] = Locations.Absolute(root["Agents:Folder"] is { Length: > 0 } folder ? folder : new AgentsOptions().Folder, contentRoot),
            ["Concierge:Places"] = Locations.Absolute(root["Concierge:Places"] is { Length: > 0 } places ? places : "places.yaml", contentRoot),
            ["DeFi:Positions"] = root["DeFi:Positions"] is { Length: > 0 } positions ? Locations.Absolute(positions, contentRoot) : null,
            ["Memory:Knowledge"] = Locations.Absolute(root["Memory:Knowledge"] is { Length: > 0 } knowledge ? knowledge : "knowledge", contentRoot),
        });
        var house = new HouseConfiguration(sources.Build(), contentRoot, System.IO.File.Exists(file) ? file : null, request.Demo, problems);
        // What no key shows by itself: values that contradict each other. Only once every value can be read.
        if (problems.Count == 0) problems.AddRange(OptionsCheck.Run(house));
        if (System.IO.File.Exists(house.DataDirectory))
            problems.Add(new ConfigurationProblem("Data:Local", "Data:Local", $"{house.DataDirectory} is a file, and the data directory must be a directory; choose another with --data or Data:Local."));
        return house;
    }

    private static ConfigurationBuilder Sources(string file, ConfigurationRequest request, List<ConfigurationProblem> problems)
    {
        var builder = new ConfigurationBuilder();
        AddFile(builder, file, problems);
        try
        {
            builder.AddUserSecrets(typeof(HouseConfiguration).Assembly, optional: true, reloadOnChange: false);
            // A source that cannot be parsed shows only when it is built.
            builder.Build();
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException or InvalidOperationException)
        {
            builder.Sources.RemoveAt(builder.Sources.Count - 1);
            problems.Add(new ConfigurationProblem("user secrets", "", $"The user secrets cannot be read: {Innermost(broken)}"));
        }

        var secrets = Path.Combine(Locations.Absolute(request.Data ?? builder.Build()["Data:Local"] ?? Locations.DefaultData, Path.GetDirectoryName(file)!), "secrets");
        if (Directory.Exists(secrets)) AddSecrets(builder, secrets, problems);
        builder.AddEnvironmentVariables(EnvironmentPrefix);
        if (request.Data is not null) builder.AddInMemoryCollection([new("Data:Local", request.Data)]);
        if (request.Overrides is not null) builder.AddInMemoryCollection(request.Overrides);
        return builder;
    }

    private static void AddSecrets(ConfigurationBuilder builder, string directory, List<ConfigurationProblem> problems)
    {
        try
        {
            var secrets = new ConfigurationBuilder().AddKeyPerFile(directory, optional: true);
            secrets.Build();
            builder.Sources.Add(secrets.Sources[0]);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ConfigurationProblem(directory, "", $"The secrets in {directory} cannot be read ({closed.Message.TrimEnd('.')}); give them to this user."));
        }
    }

    /// <summary>A person's own model servers have no part in the demo, which brings its simulated ones.</summary>
    private static ConfigurationBuilder WithoutModels(IConfigurationRoot root, ConfigurationRequest request)
    {
        const string Section = InferenceOptions.Section + ":";
        var kept = root.AsEnumerable().Where(pair => !pair.Key.StartsWith(Section, StringComparison.OrdinalIgnoreCase));
        var builder = new ConfigurationBuilder();
        builder.AddInMemoryCollection(kept);
        builder.AddInMemoryCollection(request.Overrides);
        return builder;
    }

    private static void AddFile(ConfigurationBuilder builder, string file, List<ConfigurationProblem> problems)
    {
        if (!System.IO.File.Exists(file)) return;
        try
        {
            var json = new ConfigurationBuilder().AddJsonFile(file, optional: false, reloadOnChange: false);
            json.Build();
            builder.Sources.Add(json.Sources[0]);
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            problems.Add(new ConfigurationProblem(file, "", $"{Path.GetFileName(file)} cannot be read: {Innermost(broken)} Correct it; nothing in it is used until then."));
        }
    }

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is not null) exception = exception.InnerException;
        return exception is JsonException { LineNumber: { } line }
            ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1} is not valid JSON; look for a missing comma, quote or brace there or just before.")
            : exception.Message.TrimEnd('.') + ".";
    }
}

/// <summary>What the command line says about configuration.</summary>
/// <param name="File">Path given with <c>--config</c>; null to look for one.</param>
/// <param name="Data">Directory given with <c>--data</c>.</param>
/// <param name="Overrides">Settings stronger than every other source.</param>
/// <param name="Demo">For the demonstration.</param>
internal sealed record ConfigurationRequest(string? File = null, string? Data = null, IReadOnlyDictionary<string, string?>? Overrides = null, bool Demo = false);

/// <summary>One thing wrong with the configuration.</summary>
/// <param name="Origin">File or kind of source it comes from.</param>
/// <param name="Key">Full key with colons; empty when the whole source is at fault.</param>
/// <param name="Sentence">What is wrong and what to do. Never holds a secret's value.</param>
internal sealed record ConfigurationProblem(string Origin, string Key, string Sentence);
