using LocalsOnly.Agents.Tools;
using LocalsOnly.SemanticKernel.Kernels;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.TextGeneration;

namespace LocalsOnly.SemanticKernel.Tests.Kernels;

public sealed class PersonaKernelTests
{
    [Fact]
    public void The_router_is_the_only_thing_in_a_kernel_that_can_reach_a_model()
    {
        using var house = new KernelHouse("market_price");
        house.Turns.Offer("market_price", (string symbol) => symbol);

        var kernel = house.Kernel();

        Assert.IsType<RoutingChatCompletionService>(Assert.Single(kernel.GetAllServices<IChatCompletionService>()));
        Assert.Empty(kernel.GetAllServices<IChatClient>());
        Assert.Empty(kernel.GetAllServices<ITextGenerationService>());
        Assert.Empty(kernel.GetAllServices<HttpClient>());
    }

    [Fact]
    public void A_kernel_has_the_tools_that_its_personas_header_names_and_no_other()
    {
        using var house = new KernelHouse("market_price");
        house.Turns.Offer("market_price", (string symbol) => symbol);
        house.Turns.Offer("paper_open", (string symbol) => symbol, ToolEffect.Write);

        var plugin = Assert.Single(house.Kernel().Plugins);

        Assert.Equal((FunctionNames.House, "market_price"), (plugin.Name, Assert.Single(plugin).Metadata.Name));
        var parameter = Assert.Single(plugin["market_price"].Metadata.Parameters);
        Assert.Equal(("symbol", true), (parameter.Name, parameter.IsRequired));
    }

    [Fact]
    public async Task A_tool_whose_name_a_kernel_does_not_take_keeps_it_towards_the_model()
    {
        using var house = new KernelHouse("notes_find-all");
        house.Turns.Offer("notes_find-all", () => "three");
        house.Model.Then(LocalsOnly.Tests.Agents.ScriptedModel.Call("notes_find-all")).Then("Three.");

        Assert.Equal("Three.", LocalsOnly.Tests.Agents.TurnHouse.Text(await house.Turns.AskAsync("How many?")));

        Assert.Equal("notes_find-all", Assert.Single(house.Model.Options!.Tools!).Name);
        Assert.Equal(["three"], house.Model.Results);
    }

    [Fact]
    public void It_is_built_once_and_anew_when_the_tools_change()
    {
        using var house = new KernelHouse("market_price", "late_tool");
        house.Turns.Offer("market_price", (string symbol) => symbol);
        var kernels = house.Kernels();

        var first = kernels.Of(house.Vince);
        Assert.Same(first, kernels.Of(house.Vince));
        Assert.NotSame(first, kernels.Of(house.Vince with { Prompt = "You are somebody else." }));

        house.Turns.Offer("late_tool", () => "there");
        Assert.Equal(["late_tool", "market_price"], kernels.Of(house.Vince).Plugins[FunctionNames.House].Select(function => function.Metadata.Name));
    }

    [Fact]
    public async Task A_prompt_template_cannot_call_a_tool_of_the_house_past_the_guards()
    {
        using var house = new KernelHouse("paper_open");
        var ran = 0;
        house.Turns.Offer("paper_open", (string symbol) => $"{++ran}", ToolEffect.Write, "open");

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => house.Kernel().InvokePromptAsync("Say {{house.paper_open symbol='BTC'}}"));

        Assert.Contains("paper_open is called by a model in a turn", refused.GetBaseException().Message, StringComparison.Ordinal);
        Assert.Equal(0, ran);
    }

    [Fact]
    public async Task Nor_can_a_model_that_answers_such_a_prompt()
    {
        using var house = new KernelHouse("paper_open");
        var ran = 0;
        house.Turns.Offer("paper_open", (string symbol) => $"{++ran}", ToolEffect.Write, "open");
        house.Model.Then(LocalsOnly.Tests.Agents.ScriptedModel.Call("paper_open", """{"symbol":"BTC"}""")).Then("I could not.");

        var said = await house.Kernel().InvokePromptAsync("Open it", new KernelArguments(new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }));

        Assert.Equal("I could not.", said.ToString());
        Assert.Contains("called by a model in a turn", Assert.Single(house.Model.Results), StringComparison.Ordinal);
        Assert.Equal(0, ran);
    }
}
