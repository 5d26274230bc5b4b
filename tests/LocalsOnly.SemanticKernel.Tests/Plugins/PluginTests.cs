using System.ComponentModel;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Host.Worker;
using LocalsOnly.Inference;
using LocalsOnly.SemanticKernel.Kernels;
using LocalsOnly.SemanticKernel.Plugins;
using LocalsOnly.SemanticKernel.Tests.Kernels;
using LocalsOnly.Tests;
using LocalsOnly.Tests.Agents;
using LocalsOnly.Tests.Host;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace LocalsOnly.SemanticKernel.Tests.Plugins;

/// <summary>What a person adds: prompts in a directory, code in an assembly.</summary>
public sealed class PluginTests : IDisposable
{
    private static readonly string s_here = typeof(PluginTests).Assembly.Location;

    private readonly TemporaryDirectory _directory = new();
    private readonly KernelHouse _house = new();

    private string Prompt(string function, string template, string? config = null)
    {
        var folder = Directory.CreateDirectory(_directory.Combine("notes", function)).FullName;
        File.WriteAllText(Path.Combine(folder, "skprompt.txt"), template);
        if (config is not null) File.WriteAllText(Path.Combine(folder, "config.json"), config);
        return _directory.Combine("notes");
    }

    private IReadOnlyList<Tool> Load(string name, PluginOptions plugin)
    {
        PersonaKernels? kernels = null;
        var provider = new ServiceCollection().AddSingleton(_ => kernels!).AddSingleton<TimeProvider>(_house.Turns.Time).BuildServiceProvider();
        var tools = new PluginToolset(provider, Microsoft.Extensions.Options.Options.Create(new SemanticKernelOptions { Plugins = { [name] = plugin } })).Tools;
        _house.Turns.Tools.AddRange(tools);
        kernels = _house.Kernels();
        return tools;
    }

    [Fact]
    public async Task A_prompt_of_the_persons_own_is_a_tool_whose_model_is_the_router()
    {
        Load("notes", new PluginOptions { Prompts = Prompt("shorten", "Say it in five words: {{$text}}", """{"schema":1,"description":"Says it shorter.","execution_settings":{"default":{"max_tokens":33}}}"""), Personas = { "vince" } });
        var inner = new List<(string Text, int? Tokens, RouteRequest Route)>();
        _house.Model
            .Then(ScriptedModel.Call("notes_shorten", """{"text":"A very long story about BTC"}"""))
            .Then(model =>
            {
                inner.Add((model.Messages![^1].Text, model.Options!.MaxOutputTokens, model.Options.GetRoute()));
                return [new RouteContent(Decision("light-model", "mini")), new Microsoft.Extensions.AI.TextContent("BTC, in short.")];
            })
            .Then("Shorter: BTC, in short.");

        var events = await _house.Turns.AskAsync("Shorten that story about BTC");

        Assert.Equal("Shorter: BTC, in short.", TurnHouse.Text(events));
        Assert.Equal(("Say it in five words: A very long story about BTC", 33, "vince"), Assert.Single(inner.Select(asked => (asked.Text, asked.Tokens!.Value, asked.Route.Persona))));
        Assert.True(inner[0].Route.Unwatched);
        Assert.Contains("BTC, in short.", Assert.Single(_house.Model.Results), StringComparison.Ordinal);
        var notes = Assert.IsType<TurnCompleted>(events[^1]).Notes;
        Assert.Equal(
            ["notes_shorten asked a model with a prompt of 49 characters", "a plugin's prompt was answered by light-model at mini", "notes_shorten, one of your plugins, ran"], notes);
    }

    [Fact]
    public async Task Code_of_the_persons_own_is_made_with_what_the_house_has_and_writes_only_when_asked()
    {
        var tool = Assert.Single(Load("home", new PluginOptions { Assembly = s_here, Personas = { "vince" }, AskedBy = { "light" } }));
        Assert.Equal(("home_switch_on", ToolEffect.Write), (tool.Name, tool.Effect));
        Assert.DoesNotContain("condition", tool.Function.JsonSchema.GetRawText(), StringComparison.Ordinal);

        _house.Model.Then(ScriptedModel.Call("home_switch_on", """{"room":"kitchen"}""")).Then("Not done.");
        await _house.Turns.AskAsync("Is it dark?");
        Assert.Contains("the person has not asked for that", Assert.Single(_house.Model.Results), StringComparison.Ordinal);

        _house.Model.Then(ScriptedModel.Call("home_switch_on", """{"room":"kitchen"}""")).Then("Done.");
        await _house.Turns.AskAsync("Light in the kitchen, please");
        Assert.Contains("kitchen is lit at 09:30", _house.Model.Results[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_persona_that_is_not_named_does_not_have_it()
    {
        Load("home", new PluginOptions { Assembly = s_here, Personas = { "kelly" } });
        _house.Model.Then("Well.");

        await _house.Turns.AskAsync("Light in the kitchen, please");

        Assert.Null(_house.Model.Options!.Tools);
    }

    [Fact]
    public void A_plugin_that_cannot_be_read_is_named()
    {
        File.WriteAllText(_directory.Combine("not.dll"), "no assembly");
        var broken = Assert.Throws<InvalidOperationException>(() => Load("broken", new PluginOptions { Assembly = _directory.Combine("not.dll"), Personas = { "vince" } }));
        Assert.StartsWith("The plugin broken cannot be read: ", broken.Message, StringComparison.Ordinal);

        var empty = Assert.Throws<InvalidOperationException>(() => Load("empty", new PluginOptions { Prompts = _directory.Path, Personas = { "vince" } }));
        Assert.Contains("no folder holds a skprompt.txt", empty.Message, StringComparison.Ordinal);

        var wrong = Assert.Throws<InvalidOperationException>(() => Load("notes", new PluginOptions { Prompts = Prompt("shorten", "x", "{"), Personas = { "vince" } }));
        Assert.StartsWith("The plugin notes cannot be read: ", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"no-name":{"Prompts":"."}}""", "SemanticKernel:Plugins:no-name: a plugin's name has letters, digits and _")]
    [InlineData("""{"house":{"Prompts":"."}}""", "is not house or turn")]
    [InlineData("""{"both":{"Prompts":".","Assembly":"x.dll"}}""", "SemanticKernel:Plugins:both needs either Prompts, a directory, or Assembly, a file.")]
    [InlineData("""{"gone":{"Prompts":"/nowhere/at/all","Personas":["vince"]}}""", "SemanticKernel:Plugins:gone:Prompts: there is no directory /nowhere/at/all.")]
    [InlineData("""{"gone":{"Assembly":"/nowhere/at.dll","Personas":["vince"]}}""", "SemanticKernel:Plugins:gone:Assembly: there is no file /nowhere/at.dll.")]
    [InlineData("""{"mine":{"Prompts":"."}}""", "SemanticKernel:Plugins:mine:Personas names nobody")]
    public void What_is_configured_wrongly_is_said_in_a_sentence(string plugins, string sentence)
    {
        var file = _directory.Combine("appsettings.json");
        File.WriteAllText(file, $$$"""{"SemanticKernel":{"Plugins":{{{plugins}}}}}""");

        var problem = Assert.Single(LocalsOnly.Host.Configuration.HouseConfiguration.Load(new(file, _directory.Combine("data"))).Problems);

        Assert.Contains(sentence, problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_host_a_plugin_is_a_tool_like_any_other()
    {
        await using var house = await TestHouse.StartAsync(settings: new Dictionary<string, string?>
        {
            ["SemanticKernel:Plugins:notes:Prompts"] = Prompt("shorten", "Shorter: {{$text}}"),
            ["SemanticKernel:Plugins:notes:Personas:0"] = "eliza",
        });

        var toolbox = house.Services.GetRequiredService<Toolbox>();
        var personas = house.Services.GetRequiredService<IPersonaStore>();
        Assert.Contains("notes_shorten", toolbox.For(personas.Find("eliza")!).Select(tool => tool.Name));
        Assert.DoesNotContain("notes_shorten", toolbox.For(personas.Find("vince")!).Select(tool => tool.Name));
        Assert.Contains(house.Services.GetRequiredService<PersonaKernels>().Of(personas.Find("eliza")!).Plugins, plugin => plugin.Name == "notes");
    }

    public void Dispose()
    {
        _house.Dispose();
        _directory.Dispose();
    }

    private static RouteDecision Decision(string model, string endpoint) => new(Tier.Light, Tier.Light, endpoint, model, false, []);
}

/// <summary>What a person might write to have a lamp switched.</summary>
public sealed class HomeFunctions(TimeProvider time)
{
    [KernelFunction("switch_on")]
    [Description("Switches the light of a room on.")]
    public string SwitchOn([Description("Which room.")] string room) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{room} is lit at {time.GetUtcNow():HH:mm}");
}
