using System.Text;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.Wire;

/// <summary>Commands, presses, menus and forms, whatever carries them.</summary>
public abstract class BotInteractionContract : BotContract
{
    private static readonly CommandDefinition[] s_commands =
    [
        new CommandDefinition("ask", "Asks a persona")
        {
            Options =
            [
                new CommandOption("text", "What to ask", Required: true) { Most = 500 },
                new CommandOption("who", "Whom to ask") { Completes = true },
                new CommandOption("rounds", "How often", CommandOptionKind.Whole) { Least = 1, Most = 5 },
                new CommandOption("aloud", "For all to see", CommandOptionKind.Truth),
                new CommandOption("file", "What it is about", CommandOptionKind.File),
                new CommandOption("person", "Of whom", CommandOptionKind.User),
            ],
        },
        new CommandDefinition("task", "Scheduled tasks")
        {
            Subcommands =
            [
                new CommandDefinition("list", "Lists them"),
                new CommandDefinition("pause", "Pauses one") { Options = [new CommandOption("name", "Which", Required: true) { Choices = ["morning", "evening"] }] },
            ],
        },
    ];

    [Fact]
    public async Task Commands_are_made_once_and_left_alone_afterwards()
    {
        await using var scene = await ConnectAsync();
        Assert.Equal(new CommandSync(2, 0, 0, 0), await scene.Bot.SyncCommandsAsync(s_commands));
        Assert.Equal(new CommandSync(0, 0, 0, 2), await scene.Bot.SyncCommandsAsync(s_commands));
        Assert.Equal(new CommandSync(0, 1, 1, 0), await scene.Bot.SyncCommandsAsync([s_commands[0] with { Description = "Asks anybody" }]));
        Assert.Equal(["ask"], scene.Account.CommandNames);
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task A_command_comes_with_all_its_values_and_is_answered_later()
    {
        await using var scene = await ConnectAsync();
        await scene.Bot.SyncCommandsAsync(s_commands);
        var used = scene.Discord.Use(scene.Ada, scene.Channel, scene.Account, "ask", new Dictionary<string, object?>
        {
            ["text"] = "what now?",
            ["rounds"] = 3,
            ["aloud"] = true,
            ["file"] = new SimulatedFile("a.txt", Encoding.UTF8.GetBytes("hello")),
            ["person"] = scene.Ada,
        });
        var asked = (await scene.Heard.NextAsync<InteractionArrived>()).Interaction;
        Assert.Equal((InteractionKind.Command, "ask", null, "Ada"), (asked.Kind, asked.Command, asked.Subcommand, asked.User.Name));
        Assert.Equal((scene.In, new Snowflake(scene.Guild.Id)), (asked.Channel, asked.Guild));
        Assert.Equal(("what now?", "3", "true", $"{scene.Ada.Id}"), (asked.Values["text"], asked.Values["rounds"], asked.Values["aloud"], asked.Values["person"]));
        Assert.Equal("hello", Encoding.UTF8.GetString(await scene.Bot.DownloadAsync(asked.Attachments["file"], 100)));

        await scene.Bot.DeferAsync(asked, ephemeral: false);
        Assert.Equal(SimulatedInteractionState.Deferred, used.State);
        var answer = await scene.Bot.EditResponseAsync(asked, new OutgoingMessage("Wait and see."));
        Assert.Equal((used.Response!.Id, (Snowflake?)null, new Snowflake(scene.Account.Id)), (answer.Id.Value, answer.Webhook, answer.Author.Id));
        await scene.Bot.FollowUpAsync(asked, new OutgoingMessage("And see.") { Ephemeral = true });
        Assert.Equal("Wait and see.", used.Response!.Content);
        Assert.True(Assert.Single(used.FollowUps).IsEphemeral);
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task An_interaction_is_answered_once_and_at_once()
    {
        await using var scene = await ConnectAsync();
        await scene.Bot.SyncCommandsAsync(s_commands);
        var used = scene.Discord.Use(scene.Ada, scene.Channel, scene.Account, "task pause", new Dictionary<string, object?> { ["name"] = "evening" });
        var asked = (await scene.Heard.NextAsync<InteractionArrived>()).Interaction;
        Assert.Equal(("task", "pause", "evening"), (asked.Command, asked.Subcommand, asked.Values["name"]));
        await scene.Bot.RespondAsync(asked, new OutgoingMessage("Paused, @everyone.") { Ephemeral = true });
        Assert.True(used.Response is { IsEphemeral: true, Content: "Paused, @everyone.", Pinged.IsNobody: true });
        var twice = await Assert.ThrowsAsync<DiscordException>(() => scene.Bot.RespondAsync(asked, new OutgoingMessage("again")));
        Assert.Equal((DiscordFailure.InteractionExpired, 40060), (twice.Failure, twice.Code));
    }

    [Fact]
    public async Task An_answer_that_discord_did_not_confirm_is_given_once()
    {
        await using var scene = await ConnectAsync();
        await scene.Bot.SyncCommandsAsync(s_commands);
        var used = scene.Discord.Use(scene.Ada, scene.Channel, scene.Account, "task list");
        var asked = (await scene.Heard.NextAsync<InteractionArrived>()).Interaction;
        scene.Discord.Faults.Next(RestFault.ServerError(502) with { AfterDoing = true });
        await scene.Bot.RespondAsync(asked, new OutgoingMessage("None."));
        Assert.Equal("None.", used.Response!.Content);
    }

    [Fact]
    public async Task What_is_typed_is_completed()
    {
        await using var scene = await ConnectAsync();
        await scene.Bot.SyncCommandsAsync(s_commands);
        var typed = scene.Discord.Complete(scene.Ada, scene.Channel, scene.Account, "ask", "who", new Dictionary<string, object?> { ["text"] = "x", ["who"] = "vi" });
        var asked = (await scene.Heard.NextAsync<InteractionArrived>()).Interaction;
        Assert.Equal((InteractionKind.Completion, "who", "vi"), (asked.Kind, asked.Focused, asked.Values["who"]));
        await scene.Bot.CompleteAsync(asked, ["vince"]);
        Assert.Equal([new SimulatedChoice("vince", "vince")], typed.Choices!);
        await scene.LeaveAsync();
    }

    [Fact]
    public async Task Buttons_menus_and_forms_go_all_the_way_round()
    {
        await using var scene = await ConnectAsync();
        var sent = await scene.Bot.SendAsync(scene.In, new OutgoingMessage("Shall I?")
        {
            Components = [new ComponentRow(new Button("yes", "Yes", ButtonStyle.Success), new Button("tell", "Tell")), new ComponentRow(new Menu("when", "When", [new MenuOption("m", "Morning"), new MenuOption("e", "Evening", "after six")]))],
        });
        var message = scene.Channel.Message(sent.Id.Value)!;

        scene.Discord.Choose(scene.Ada, message, "when", "e");
        var chosen = (await scene.Heard.NextAsync<InteractionArrived>()).Interaction;
        Assert.Equal((InteractionKind.Component, "when", sent.Id), (chosen.Kind, chosen.CustomId, chosen.Message!.Value));
        Assert.Equal(["e"], chosen.Chosen);
        await scene.Bot.UpdateAsync(chosen, new OutgoingMessage("Shall I, in the evening?"));
        Assert.Equal("Shall I, in the evening?", scene.Channel.Message(sent.Id.Value)!.Content);
        Assert.NotEmpty(scene.Channel.Message(sent.Id.Value)!.Controls);

        var pressed = scene.Discord.Press(scene.Ada, message, "tell");
        await scene.Bot.OpenFormAsync(
            (await scene.Heard.NextAsync<InteractionArrived>()).Interaction,
            new Form("why", "Tell me more", [new FormField("reason", "Why", Paragraph: true, MostCharacters: 200), new FormField("title", "Title", Required: false, Placeholder: "none")]));
        Assert.Equal(["Why", "Title"], pressed.OpenedForm!.Fields.Select(field => field.Label));
        scene.Discord.Submit(scene.Ada, pressed.OpenedForm, new Dictionary<string, string> { ["reason"] = "because" });
        var filled = (await scene.Heard.NextAsync<InteractionArrived>()).Interaction;
        Assert.Equal((InteractionKind.Form, "why", "because"), (filled.Kind, filled.CustomId, filled.Values["reason"]));
        await scene.Bot.UpdateAsync(filled, new OutgoingMessage("Then not.") { Components = [] });
        Assert.Empty(scene.Channel.Message(sent.Id.Value)!.Controls);
        await scene.LeaveAsync();
    }
}
