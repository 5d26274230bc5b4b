using System.Reflection;
using LocalsOnly.Host.Configuration;
using Microsoft.Extensions.Configuration;

namespace LocalsOnly.Tests.Host;

[Collection(nameof(EnvironmentVariables))]
public sealed class ConfigurationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [SkippableTheory]
    [InlineData("""{ "SemanticKernel": { "Plugins": {} } }""", "'SemanticKernel' in appsettings.json is for the edition on Semantic Kernel, and this build is another; remove the section, or build that edition")]
    [InlineData("""{ "Agents": { "Runtime": "SemanticKernel" } }""", "Agents:Runtime is 'SemanticKernel', and this build has Default: leave it out, or build the edition that has it")]
    public void What_only_another_edition_has_is_said_to_be_of_that_edition(string json, string sentence)
    {
        Skip.IfNot(LocalsOnly.Host.Worker.Edition.IsDefault, "This build is that edition.");
        var file = _directory.Combine("appsettings.json");
        File.WriteAllText(file, json);

        Assert.Contains(sentence, Assert.Single(HouseConfiguration.Load(new ConfigurationRequest(file, _directory.Combine("data"))).Problems).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Inferense": {} , "Api": { "Port": 1 } }""", "Unknown key 'Inferense' in appsettings.json; did you mean 'Inference'?")]
    [InlineData("""{ "Api": { "Prot": 4180 } }""", "Unknown key 'Api:Prot' in appsettings.json; did you mean 'Api:Port'?")]
    [InlineData("""{ "Inference": { "Endpoints": { "cluster": { "Url": "http://10.0.0.2:52415", "Modle": "m" } } } }""",
        "Unknown key 'Inference:Endpoints:cluster:Modle' in appsettings.json; did you mean 'Inference:Endpoints:cluster:Model'?")]
    [InlineData("""{ "Inference": { "Tiers": { "Medium": [ "a" ] } } }""", "Unknown key 'Inference:Tiers:Medium' in appsettings.json; known keys in Inference:Tiers are Heavy, Light.")]
    [InlineData("""{ "Zebra": 1 }""", "Unknown key 'Zebra' in appsettings.json; known sections are Data,")]
    [InlineData("""{ "Api": { "Port": "many" } }""", "Api:Port is 'many' in appsettings.json; allowed is a whole number from 0 to 65535.")]
    [InlineData("""{ "Api": { "Port": 70000 } }""", "Api:Port is '70000' in appsettings.json; allowed is a whole number from 0 to 65535.")]
    [InlineData("""{ "Inference": { "Discover": "perhaps" } }""", "Inference:Discover is 'perhaps' in appsettings.json; allowed is true or false.")]
    [InlineData("""{ "Inference": { "FirstTokenTimeout": "soon" } }""", "Inference:FirstTokenTimeout is 'soon' in appsettings.json; allowed is a duration like 00:00:30")]
    [InlineData("""{ "Inference": { "FirstTokenTimeout": "-00:00:01" } }""", "Inference:FirstTokenTimeout is '-00:00:01' in appsettings.json; allowed is a duration")]
    [InlineData("""{ "Inference": { "Endpoints": { "cluster": { "Url": "http://10.0.0.2", "Protocol": "Exoo" } } } }""",
        "Inference:Endpoints:cluster:Protocol is 'Exoo' in appsettings.json; allowed is Exo or OpenAI.")]
    [InlineData("""{ "Inference": { "Endpoints": { "cluster": { "Url": "ten.0.0.2" } } } }""",
        "Inference:Endpoints:cluster:Url is 'ten.0.0.2' in appsettings.json; allowed is an address like http://192.168.1.20:52415.")]
    [InlineData("""{ "Inference": { "Endpoints": { "cluster": { "Model": "m" } } } }""", "Inference:Endpoints:cluster:Url is missing")]
    [InlineData("""{ "Inference": { "Endpoints": { "cluster": { "Url": "http://10.0.0.2" } }, "Tiers": { "Heavy": [ "clustre" ] } } }""",
        "Inference:Tiers:Heavy:0 is \"clustre\"; allowed: cluster.")]
    [InlineData("""{ "Inference": { "Endpoints": { "cluster": { "Url": "http://10.0.0.2", "Client": "Pigeon" } } } }""",
        "Inference:Endpoints:cluster:Client is \"Pigeon\", and this build has no such client; allowed: Wire")]
    [InlineData("""{ "Memory": { "Qdrant": { "Protocol": "Pigeon" } } }""", "Memory:Qdrant:Protocol is \"Pigeon\", which this build does not speak; allowed: Rest")]
    [InlineData("""{ "Inference": "fast" }""", "Inference is 'fast' in appsettings.json, but is a section with Endpoints, Tiers,")]
    [InlineData("""{ "Api": { "Port": { "Http": 1 } } }""", "Api:Port in appsettings.json is a section, but takes one value")]
    [InlineData("""{ "Api": { "Address": "0.0.0.0" } }""", "there is no key; set LOCALS_Api__Key")]
    [InlineData("""{ "Api": { "Address": "the attic" } }""", "Api:Address is 'the attic'; allowed is localhost or an IP address")]
    [InlineData("""{ "Agents": { "TimeZone": "Europe/Atlantis" } }""", "Agents:TimeZone names no time zone")]
    [InlineData("""{ "Scheduling": { "AtOnce": 0 } }""", "Scheduling:AtOnce is '0' in appsettings.json; allowed is a whole number from 1 to 32.")]
    [InlineData("""{ "Scheduling": { "Spread": "01:00:00" } }""", "Scheduling:Spread is '01:00:00' in appsettings.json; allowed is a duration like 00:00:30 (hours:minutes:seconds) from 00:00:00 to 00:10:00.")]
    [InlineData("""{ "Logging": { "LogLevel": { "Default": "Loud" } } }""", "Logging:LogLevel:Default is 'Loud' in appsettings.json; allowed is Trace or Debug")]
    [InlineData("""{ "KernelMemory": { "Store": "Disk" } }""", "KernelMemory:Store is 'Disk' in appsettings.json; allowed is House or Qdrant.")]
    [InlineData("""{ "KernelMemory": { "Passages": 0 } }""", "KernelMemory:Passages is '0' in appsettings.json; allowed is a whole number from 1 to 1000.")]
    [InlineData("""{ "Api": { "Port": 1 """, "appsettings.json cannot be read")]
    [InlineData("not json", "appsettings.json cannot be read: line 1 is not valid JSON")]
    [InlineData("{\n  \"Api\": {\n    \"Port\" 1\n  }\n}", "appsettings.json cannot be read: line 3 is not valid JSON")]
    public void A_mistake_is_one_sentence_that_names_the_key_the_value_and_what_is_allowed(string json, string expected)
    {
        var problem = Assert.Single(Load(json).Problems);

        Assert.Contains(expected, problem.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Sentence);
    }

    [Fact]
    public void Every_section_that_a_part_of_the_house_reads_may_be_written()
    {
        var read = Directory.EnumerateFiles(AppContext.BaseDirectory, "LocalsOnly.*.dll").Append(typeof(ConfigurationSchema).Assembly.Location)
            .Where(path => !Path.GetFileName(path).Contains("Tests", StringComparison.Ordinal))
            .SelectMany(path => Assembly.LoadFrom(path).GetTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .Select(type => type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string)
            .OfType<string>().ToList();

        Assert.True(read.Count >= 12);
        Assert.DoesNotContain(read, section => !ConfigurationSchema.Sections.ContainsKey(section));
    }

    [Theory]
    [InlineData("""{ "Api": { "Key": "hunter2-hunter2" } }""", "Api:Key", "LOCALS_Api__Key", "hunter2")]
    [InlineData("""{ "Discord": { "Tokens": { "vince": "abc.def.ghi" } } }""", "Discord:Tokens:vince", "LOCALS_Discord__Tokens__vince", "abc.def")]
    [InlineData("""{ "Inference": { "Endpoints": { "c": { "Url": "http://me:pa55word@10.0.0.2" } } } }""", "Inference:Endpoints:c:Url", "LOCALS_", "pa55word")]
    [InlineData("""{ "Agents": { "Folder": "sk-abcdefghijklmnopqrstuvwxyz" } }""", "Agents:Folder", "LOCALS_", "abcdefghijk")]
    public void A_secret_in_the_file_is_refused_and_not_repeated(string json, string key, string variable, string secret)
    {
        var problem = Assert.Single(Load(json).Problems);

        Assert.Equal(key, problem.Key);
        Assert.Contains(variable, problem.Sentence, StringComparison.Ordinal);
        Assert.Contains("may not stand in appsettings.json", problem.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_is_reported_at_once() =>
        Assert.Equal(3, Load("""{ "Api": { "Prot": 1, "Port": "x" }, "Agent": {} }""").Problems.Count);

    [Fact]
    public void The_environment_is_stronger_than_the_file_and_the_command_line_than_both()
    {
        using var variables = new EnvironmentVariables(("LOCALS_Api__Port", "5001"), ("LOCALS_Agents__MaxReplyTokens", "999"));
        var file = _directory.Write("appsettings.json", """{ "Api": { "Port": 5000 }, "Agents": { "MaxReplyTokens": 500 } }""");

        var configuration = HouseConfiguration.Load(new ConfigurationRequest(file, _directory.Path, new Dictionary<string, string?> { ["Api:Port"] = "5002" }));

        Assert.Empty(configuration.Problems);
        Assert.Equal(("5002", "999"), (configuration.Root["Api:Port"], configuration.Root["Agents:MaxReplyTokens"]));
    }

    [Fact]
    public void A_mistake_in_the_environment_is_found_too()
    {
        using var variables = new EnvironmentVariables(("LOCALS_Api__Prot", "5001"));

        var problem = Assert.Single(Load("{}").Problems);

        Assert.Contains("Unknown key 'Api:Prot' in the environment (LOCALS_… variables); did you mean 'Api:Port'?", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_come_from_the_environment_or_from_files_in_the_data_directory()
    {
        _directory.Write("secrets/Discord__Tokens__vince", "from-a-file\n");
        using var variables = new EnvironmentVariables(("LOCALS_Api__Key", "from-the-environment"));

        var configuration = Load("{}");

        Assert.Empty(configuration.Problems);
        Assert.Equal(("from-the-environment", "from-a-file"), (configuration.Root["Api:Key"], configuration.Root["Discord:Tokens:vince"]));
    }

    [Fact]
    public void No_file_at_all_is_fine_and_one_that_was_named_must_be_there()
    {
        Assert.Empty(HouseConfiguration.Load(new ConfigurationRequest(null, _directory.Path)).Problems);
        Assert.Contains("does not exist", Assert.Single(HouseConfiguration.Load(new ConfigurationRequest(_directory.Combine("gone.json"), _directory.Path)).Problems).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_are_made_absolute_from_where_the_file_is_and_the_persons_home()
    {
        var file = _directory.Write("appsettings.json", """{ "Data": { "Local": "state", "Nas": "~/nas" }, "Agents": { "Folder": "people" } }""");

        var configuration = HouseConfiguration.Load(new ConfigurationRequest(file));

        Assert.Equal(_directory.Combine("state"), configuration.DataDirectory);
        Assert.Equal(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "nas"), configuration.Root["Data:Nas"]);
        Assert.Equal(_directory.Combine("people"), configuration.Root["Agents:Folder"]);
    }

    [Fact]
    public void The_demo_takes_no_notice_of_the_persons_own_model_servers()
    {
        var file = _directory.Write("appsettings.json", """
            { "Inference": { "Endpoints": { "mine": { "Url": "http://10.0.0.2:52415" } }, "Tiers": { "Heavy": [ "mine" ], "Light": [ "mine" ] } }, "Agents": { "MaxReplyTokens": 500 } }
            """);
        var simulated = new Dictionary<string, string?> { ["Inference:Endpoints:cluster:Url"] = "http://127.0.0.1:1" };

        var configuration = HouseConfiguration.Load(new ConfigurationRequest(file, _directory.Path, simulated, Demo: true));

        Assert.Empty(configuration.Problems);
        Assert.Equal(["cluster"], configuration.Root.GetSection("Inference:Endpoints").GetChildren().Select(endpoint => endpoint.Key));
        Assert.Empty(configuration.Root.GetSection("Inference:Tiers").GetChildren());
        Assert.Equal("500", configuration.Root["Agents:MaxReplyTokens"]);
    }

    [Fact]
    public void The_configuration_that_ships_is_valid() =>
        Assert.Empty(HouseConfiguration.Load(new ConfigurationRequest(Path.Combine(Repository.Root, "appsettings.json"), _directory.Path)).Problems);

    public void Dispose() => _directory.Dispose();

    private HouseConfiguration Load(string json) => HouseConfiguration.Load(new ConfigurationRequest(_directory.Write("appsettings.json", json), _directory.Path));
}
