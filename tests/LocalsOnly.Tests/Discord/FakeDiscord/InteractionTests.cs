using System.Text.Json;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>Interactions have deadlines, one first answer, and kinds of answers that fit them.</summary>
public sealed class InteractionTests
{
    private const string Ask = """{"name":"ask","description":"Asks","options":[{"type":3,"name":"question","description":"What","required":true},{"type":4,"name":"times","description":"How often","autocomplete":true}]}""";
    private const string Answer = """{"type":4,"data":{"content":"an answer"}}""";

    [Fact]
    public async Task A_command_is_answered_once_within_three_seconds()
    {
        await using var house = await InteractionHouse.StartAsync();
        var used = house.Use();

        Assert.Equal((204, -1), await house.CallAsync(used, Answer));
        Assert.Equal((400, 40060), await house.CallAsync(used, Answer));

        Assert.Equal((SimulatedInteractionState.Answered, "an answer", 20), (used.State, used.Response!.Content, used.Response.Type));
        Assert.Same(used, await used.Answered);
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task After_three_seconds_it_is_unknown_and_the_person_sees_that()
    {
        await using var house = await InteractionHouse.StartAsync();
        var used = house.Use();

        house.Inner.Advance(3);

        Assert.Equal((404, 10062), await house.CallAsync(used, Answer));
        Assert.Equal((SimulatedInteractionState.Expired, "The application did not respond"), (used.State, used.Failure));
        Assert.Same(used, await used.Answered);
    }

    [Fact]
    public async Task A_deferred_answer_is_loading_until_it_is_edited_and_then_has_follow_ups()
    {
        await using var house = await InteractionHouse.StartAsync();
        var used = house.Use();
        Assert.Equal((404, 10015), await house.AfterAsync("GET", used, "/messages/@original"));

        await house.CallAsync(used, """{"type":5}""");
        Assert.Equal((SimulatedInteractionState.Deferred, true), (used.State, used.Response!.IsLoading));
        house.Inner.Advance(899);
        var (_, edited) = await house.Inner.SendAsync("PATCH", house.Path(used, "/messages/@original"), """{"content":"at last"}""");
        var (_, more) = await house.Inner.PostAsync(house.Path(used), """{"content":"more","flags":64}""");
        house.Inner.Advance(2);

        Assert.Equal(("at last", 0), (edited.GetProperty("content").GetString(), edited.GetProperty("flags").GetInt32()));
        Assert.Equal($"{house.Bot.ApplicationId}", edited.GetProperty("webhook_id").GetString());
        Assert.Equal(("more", true, 1), (used.FollowUps[0].Content, used.FollowUps[0].IsEphemeral, house.Channel.Count));
        Assert.Equal(64, more.GetProperty("flags").GetInt32());
        Assert.Equal((401, 50027), await house.AfterAsync("POST", used, "", """{"content":"too late"}"""));
        Assert.Empty(used.Response!.Edits);
    }

    [Fact]
    public async Task A_deferral_that_is_never_followed_expires_after_fifteen_minutes()
    {
        await using var house = await InteractionHouse.StartAsync();
        var used = house.Use();

        await house.CallAsync(used, """{"type":5,"data":{"flags":64}}""");
        house.Inner.Advance(899);
        Assert.Equal(SimulatedInteractionState.Deferred, used.State);
        house.Inner.Advance(2);

        Assert.Equal(SimulatedInteractionState.Expired, used.State);
        Assert.Equal(0, house.Channel.Count);
    }

    [Fact]
    public async Task The_first_follow_up_to_a_deferral_takes_its_place()
    {
        await using var house = await InteractionHouse.StartAsync();
        var used = house.Use();

        await house.CallAsync(used, """{"type":5,"data":{"flags":64}}""");
        await house.Inner.PostAsync(house.Path(used), """{"content":"here"}""");

        Assert.Equal(("here", true, 0), (used.Response!.Content, used.Response.IsEphemeral, used.FollowUps.Count));
        Assert.Equal(SimulatedInteractionState.Answered, used.State);
    }

    [Theory]
    [InlineData("""{"type":6}""")]
    [InlineData("""{"type":7,"data":{"content":"x"}}""")]
    [InlineData("""{"type":8,"data":{"choices":[]}}""")]
    [InlineData("""{"type":3}""")]
    public async Task An_answer_of_a_kind_that_does_not_fit_a_command_is_50035_and_uses_nothing_up(string body)
    {
        await using var house = await InteractionHouse.StartAsync();
        var used = house.Use();

        Assert.Equal((400, 50035), await house.CallAsync(used, body));
        Assert.Equal((204, -1), await house.CallAsync(used, Answer));

        Assert.Single(house.Discord.Violations);
    }

    [Fact]
    public async Task A_callback_can_give_back_what_it_made()
    {
        await using var house = await InteractionHouse.StartAsync();
        var used = house.Use();

        var (status, body) = await house.Inner.PostAsync($"interactions/{used.Id}/{await house.TokenAsync()}/callback?with_response=true", Answer);

        Assert.Equal(200, status);
        Assert.Equal("an answer", body.GetProperty("resource").GetProperty("message").GetProperty("content").GetString());
        Assert.Equal($"{used.Response!.Id}", body.GetProperty("interaction").GetProperty("response_message_id").GetString());
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task A_press_updates_its_message_and_a_menu_takes_only_its_values()
    {
        await using var house = await InteractionHouse.StartAsync();
        await house.Inner.PostAsync(house.Inner.Messages, """
            {"content":"pick","components":[{"type":1,"components":[{"type":2,"style":1,"custom_id":"go","label":"Go"},{"type":2,"style":2,"custom_id":"no","label":"No","disabled":true}]},
            {"type":1,"components":[{"type":3,"custom_id":"menu","options":[{"label":"One","value":"1"},{"label":"Two","value":"2"}]}]}]}
            """);
        var message = house.Channel.Newest!;

        var pressed = house.Discord.Press(house.Ana, message, "go");
        await house.CallAsync(pressed, """{"type":6}""");
        Assert.Equal(SimulatedInteractionState.Deferred, pressed.State);
        await house.Inner.SendAsync("PATCH", house.Path(pressed, "/messages/@original"), """{"content":"gone"}""");
        var chosen = house.Discord.Choose(house.Ana, message, "menu", "2");
        await house.CallAsync(chosen, """{"type":7,"data":{"content":"two","components":[]}}""");

        Assert.Equal(["pick", "gone"], house.Channel.Newest!.Edits.Select(edit => edit.Content));
        Assert.Equal(("two", 0), (house.Channel.Newest.Content, house.Channel.Newest.Controls.Count));
        Assert.Throws<InvalidOperationException>(() => house.Discord.Press(house.Ana, message, "go"));
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task People_cannot_do_what_Discord_would_not_let_them()
    {
        await using var house = await InteractionHouse.StartAsync();
        await house.Inner.PostAsync(house.Inner.Messages, """
            {"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"custom_id":"no","label":"No","disabled":true}]},
            {"type":1,"components":[{"type":3,"custom_id":"menu","options":[{"label":"One","value":"1"}]}]}]}
            """);
        var message = house.Channel.Newest!;
        var stranger = house.Discord.AddUser("stranger");

        Assert.Throws<InvalidOperationException>(() => house.Discord.Press(house.Ana, message, "no"));
        Assert.Throws<InvalidOperationException>(() => house.Discord.Press(house.Ana, message, "menu"));
        Assert.Throws<InvalidOperationException>(() => house.Discord.Choose(house.Ana, message, "menu", "2"));
        Assert.Throws<InvalidOperationException>(() => house.Discord.Choose(house.Ana, message, "menu"));
        Assert.Throws<InvalidOperationException>(() => house.Discord.Use(house.Ana, house.Channel, house.Bot, "nothing"));
        Assert.Throws<InvalidOperationException>(() => house.Discord.Use(house.Ana, house.Channel, house.Bot, "ask"));
        Assert.Throws<InvalidOperationException>(() => house.Discord.Say(stranger, house.Channel, "hello"));
    }

    [Fact]
    public async Task A_form_is_opened_filled_in_and_checked()
    {
        await using var house = await InteractionHouse.StartAsync();
        var used = house.Use();
        await house.CallAsync(used, """
            {"type":9,"data":{"custom_id":"f","title":"A form","components":[
              {"type":1,"components":[{"type":4,"custom_id":"short","label":"Short","style":1,"max_length":5}]},
              {"type":18,"label":"Long","component":{"type":4,"custom_id":"long","style":2,"required":false,"value":"as it was"}}]}}
            """);
        var form = used.OpenedForm!;

        Assert.Equal(["short", "long"], form.Fields.Select(field => field.CustomId));
        Assert.Throws<InvalidOperationException>(() => house.Discord.Submit(house.Ana, form, new Dictionary<string, string>()));
        Assert.Throws<InvalidOperationException>(() => house.Discord.Submit(house.Ana, form, new Dictionary<string, string> { ["short"] = "123456" }));
        var submitted = house.Discord.Submit(house.Ana, form, new Dictionary<string, string> { ["short"] = "12345" });
        var data = (await house.ArrivedAsync(submitted)).GetProperty("data");

        Assert.Equal("12345", data.GetProperty("components")[0].GetProperty("components")[0].GetProperty("value").GetString());
        Assert.Equal("as it was", data.GetProperty("components")[1].GetProperty("component").GetProperty("value").GetString());
        Assert.Equal((400, 50035), await house.CallAsync(submitted, """{"type":9,"data":{"custom_id":"g","title":"Another","components":[{"type":1,"components":[{"type":4,"custom_id":"a","label":"A","style":1}]}]}}"""));
        Assert.Equal((204, -1), await house.CallAsync(submitted, Answer));
    }

    [Theory]
    [InlineData("""{"type":9,"data":{"custom_id":"f","title":"T","components":[]}}""", "data.components")]
    [InlineData("""{"type":9,"data":{"custom_id":"f","title":"A title that is longer than forty-five characters","components":[{"type":1,"components":[{"type":4,"custom_id":"a","label":"A","style":1}]}]}}""", "data.title")]
    [InlineData("""{"type":9,"data":{"custom_id":"f","title":"T","components":[{"type":1,"components":[{"type":4,"custom_id":"a","style":1}]}]}}""", "data.components.0.components.0.label")]
    [InlineData("""{"type":4,"data":{}}""", "Cannot send an empty message")]
    public async Task A_callback_with_a_broken_body_is_refused_where_it_is_broken(string body, string where)
    {
        await using var house = await InteractionHouse.StartAsync();
        var used = house.Use();

        Assert.Equal(400, (await house.CallAsync(used, body)).Status);

        Assert.Contains(where, Assert.Single(house.Discord.Violations), StringComparison.Ordinal);
        Assert.Equal(SimulatedInteractionState.Waiting, used.State);
    }

    [Fact]
    public async Task A_completion_says_what_is_being_typed_and_takes_choices_only()
    {
        await using var house = await InteractionHouse.StartAsync();

        var completion = house.Discord.Complete(house.Ana, house.Channel, house.Bot, "ask", "times", new Dictionary<string, object?> { ["times"] = "1" });
        var options = (await house.ArrivedAsync(completion)).GetProperty("data").GetProperty("options");

        Assert.Equal(("times", "1", true), (options[0].GetProperty("name").GetString(), options[0].GetProperty("value").GetString(), options[0].GetProperty("focused").GetBoolean()));
        Assert.Equal((400, 50035), await house.CallAsync(completion, Answer));
        Assert.Equal((204, -1), await house.CallAsync(completion, """{"type":8,"data":{"choices":[{"name":"ten","value":10}]}}"""));
        Assert.Equal([new SimulatedChoice("ten", 10d)], completion.Choices!);
    }

    /// <summary>A house whose bot is connected and has a command.</summary>
    private sealed class InteractionHouse(FakeHouse inner, RawGateway gateway) : IAsyncDisposable
    {
        private readonly Dictionary<ulong, JsonElement> _arrived = [];

        public FakeHouse Inner => inner;

        public SimulatedDiscord Discord => inner.Discord;

        public SimulatedChannel Channel => inner.Channel;

        public SimulatedUser Ana => inner.Ana;

        public SimulatedBot Bot => inner.Bot;

        public static async Task<InteractionHouse> StartAsync()
        {
            var house = await FakeHouse.StartAsync();
            var (gateway, _) = await RawGateway.IdentifyAsync(house.Discord, house.Bot);
            Assert.Equal(201, (await house.PostAsync($"applications/{house.Bot.ApplicationId}/commands", Ask)).Status);
            return new InteractionHouse(house, gateway);
        }

        public SimulatedInteraction Use() => Discord.Use(Ana, Channel, Bot, "ask", new Dictionary<string, object?> { ["question"] = "when?" });

        /// <summary>The token of the next interaction that arrives.</summary>
        public async Task<string> TokenAsync() => (await gateway.EventAsync("INTERACTION_CREATE")).GetProperty("token").GetString()!;

        public async Task<JsonElement> ArrivedAsync(SimulatedInteraction interaction)
        {
            while (!_arrived.ContainsKey(interaction.Id))
            {
                var arrived = await gateway.EventAsync("INTERACTION_CREATE");
                _arrived[ulong.Parse(arrived.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture)] = arrived;
            }

            return _arrived[interaction.Id];
        }

        public async Task<(int Status, int Code)> CallAsync(SimulatedInteraction interaction, string body)
        {
            var token = (await ArrivedAsync(interaction)).GetProperty("token").GetString();
            return await inner.RefusedAsync("POST", $"interactions/{interaction.Id}/{token}/callback", body);
        }

        public string Path(SimulatedInteraction interaction, string rest = "") => $"webhooks/{Bot.ApplicationId}/{_arrived[interaction.Id].GetProperty("token").GetString()}{rest}";

        public async Task<(int Status, int Code)> AfterAsync(string method, SimulatedInteraction interaction, string rest, string? body = null)
        {
            await ArrivedAsync(interaction);
            return await inner.RefusedAsync(method, Path(interaction, rest), body);
        }

        public async ValueTask DisposeAsync()
        {
            gateway.Dispose();
            await inner.DisposeAsync();
        }
    }
}
