namespace LocalsOnly.Tests.Host;

/// <summary><c>locals search -i</c> as somebody types it: a line after the other, through a pipe.</summary>
public sealed class InteractiveSearchTests(InteractiveSearchTests.History history) : IClassFixture<InteractiveSearchTests.History>
{
    [Fact]
    public async Task Results_are_numbered_and_show_title_who_when_and_the_words_wherever_they_stand()
    {
        var (exitCode, output, _) = await TypeAsync("juniper");

        Assert.Equal(0, exitCode);
        Assert.Contains(" 1  The old hedge  assistant · 2 Mar 2024 · ChatGPT\n", output, StringComparison.Ordinal);
        var excerpt = output.Split('\n')[1];
        Assert.Contains("a juniper would do better", excerpt, StringComparison.Ordinal);
        Assert.InRange(excerpt.Length, 100, 210);
    }

    [Theory]
    [InlineData(":source ChatGPT", "The old hedge|Bread at home", "Hedge of beech")]
    [InlineData(":from 2025", "Bread at home|Hedge of beech", "The old hedge")]
    [InlineData(":to 2024-03-02", "The old hedge", "Bread at home|Hedge of beech")]
    [InlineData(":to 2024-03-01", "", "The old hedge|Bread at home|Hedge of beech")]
    [InlineData(":who model", "The old hedge|Hedge of beech", "Bread at home")]
    [InlineData(":who me", "The old hedge|Bread at home", "assistant")]
    [InlineData(":project garden", "Hedge of beech", "The old hedge|Bread at home")]
    [InlineData(":project chatgpt:project:g-p-7", "Bread at home", "The old hedge|Hedge of beech")]
    [InlineData(":title HEDGE", "The old hedge|Hedge of beech", "Bread at home")]
    [InlineData(":title hedge\n:from 2025-01", "Hedge of beech", "The old hedge|Bread at home")]
    [InlineData(":title hedge\n:title", "The old hedge|Hedge of beech|Bread at home", "only title")]
    [InlineData(":title hedge\n:who me\n:clear", "The old hedge|Hedge of beech|Bread at home", "only title")]
    public async Task A_filter_narrows_what_is_found_until_it_is_removed(string filters, string there, string notThere)
    {
        // Filters that are set before there are words to look for print no list.
        var (exitCode, output, _) = await TypeAsync($"{filters}\nhedge");

        Assert.Equal(0, exitCode);
        foreach (var title in there.Split('|', StringSplitOptions.RemoveEmptyEntries)) Assert.Contains($"  {title} ", output, StringComparison.Ordinal);
        foreach (var title in notThere.Split('|')) Assert.DoesNotContain(title, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_searches_anew_for_the_words_that_were_looked_for()
    {
        var (_, output, _) = await TypeAsync("hedge\n:source claude");

        var (all, narrowed) = (output.Split("only source Claude\n")[0], output.Split("only source Claude\n")[1]);
        Assert.Contains("Bread at home", all, StringComparison.Ordinal);
        Assert.Contains("Hedge of beech", narrowed, StringComparison.Ordinal);
        Assert.DoesNotContain("Bread at home", narrowed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_opens_the_message_whole_between_its_neighbours()
    {
        var (_, output, _) = await TypeAsync("juniper\n1");

        var opened = Opened(output)[0];
        Assert.Contains("The old hedge\nChatGPT · message 2 of 4\n", opened, StringComparison.Ordinal);
        Assert.Contains("before: you · 2 Mar 2024", opened, StringComparison.Ordinal);
        Assert.Contains("What shall I do with the hedge?", opened, StringComparison.Ordinal);
        Assert.Contains("\nFirst of all: patience.", opened, StringComparison.Ordinal);
        Assert.Contains("a juniper would do better", opened, StringComparison.Ordinal);
        Assert.Contains("after: you · 2 Mar 2024", opened, StringComparison.Ordinal);
        Assert.Contains("    And in autumn?", opened, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_an_opened_message_n_and_p_move_on_to_the_ends_and_a_blank_line_goes_back_to_the_list()
    {
        var (_, output, errors) = await TypeAsync("juniper\n1\nn\nn\nn\np\np\np\np\n\n:title nothing of the kind");

        Assert.Equal(["2", "3", "4", "3", "2", "1"], Opened(output).Select(opened => opened.Split("message ")[1][..1]));
        Assert.Contains("This is the last message;", errors, StringComparison.Ordinal);
        Assert.Contains("This is the first message;", errors, StringComparison.Ordinal);
        Assert.StartsWith(" 1  The old hedge  assistant", Opened(output)[^1].Split("\n\n")[^1], StringComparison.Ordinal);
        Assert.Contains("Too narrow may be title nothing of the kind", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task B_lists_what_was_said_instead_and_a_number_reads_on_there_and_back()
    {
        var (_, output, errors) = await TypeAsync("juniper\n1\nb\n1\nn\np\nb\n1");

        var opened = Opened(output);
        Assert.Contains("▶ assistant · 2 Mar 2024 10:02 · 1 other branch (b)", opened[0], StringComparison.Ordinal);
        Assert.Contains(" 1  assistant · 2 Mar 2024 10:01", opened[0], StringComparison.Ordinal);
        Assert.Contains("Burn it all down.", opened[0], StringComparison.Ordinal);
        Assert.Contains("message 2 of 3 · on a branch you turned away from", opened[1], StringComparison.Ordinal);
        Assert.Contains("\nBurn it all down.\n", opened[1], StringComparison.Ordinal);
        Assert.Contains("\nThat is no answer.\n", opened[2], StringComparison.Ordinal);
        Assert.Contains("the branch you kept", opened[3], StringComparison.Ordinal);
        Assert.Contains("message 2 of 4\n", opened[4], StringComparison.Ordinal);
        Assert.DoesNotContain("There is no", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_first_question_is_a_branch_too_and_a_message_without_one_says_so()
    {
        var (_, output, errors) = await TypeAsync("juniper\n1\np\nb\n1\n\n1\nn\nb");

        Assert.Contains("\nMy hedge is old.\n", output, StringComparison.Ordinal);
        Assert.Contains("message 1 of 1 · on a branch you turned away from", output, StringComparison.Ordinal);
        Assert.Contains("There is no other branch here.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hedge\n:who model\n:title bread", "Nothing matches with who model · title bread. Too narrow may be who model or title bread: without it there are results;")]
    [InlineData(":source claude\n:to 2024\nhedge", "Too narrow may be source Claude or to 2024:")]
    [InlineData(":source claude\n:to 2024\n:title zzz\nhedge", "Together these filters are too narrow; :clear removes them.")]
    [InlineData("xylophone", "Nothing in your history matches these words; try fewer or other words.")]
    [InlineData(":who me\nxylophone", "Nothing in your history matches these words, without the filters either;")]
    public async Task An_empty_result_says_which_filter_may_be_too_narrow(string lines, string sentence)
    {
        var (_, _, errors) = await TypeAsync(lines);

        Assert.Contains(sentence, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(":colour red", "There is no filter :colour; there is :source, :from, :to, :who, :project, :title, and :clear removes them all.")]
    [InlineData(":source bard", "Nothing is remembered from 'bard'; there is chatgpt, claude.")]
    [InlineData(":from yesterday", ":from takes a day like 2024-01-31, a month like 2024-01 or a year like 2024, and 'yesterday' is none.")]
    [InlineData(":to 2024-02-30", "and '2024-02-30' is none.")]
    [InlineData(":from 2025\n:to 2024", "to 2024 leaves nothing, with from 2025; change that first, or remove it with :from alone.")]
    [InlineData(":who vince", ":who takes me (what you said) or model (what you were told), and 'vince' is neither.")]
    [InlineData(":project cellar", "No project is called 'cellar'; locals projects lists their names and keys.")]
    [InlineData(":title", ":title is not set; give it a value to set it, like :title lisbon.")]
    [InlineData("12", "There is no result 12; nothing is listed. To look for it as a word, write it in quotes.")]
    [InlineData("juniper\n0", "There is no result 0; there are 1 to ")]
    [InlineData("juniper\n99999999999999999999", "There is no result 99999999999999999999;")]
    [InlineData("juniper\n1\nhedge", "Type n for the next message, p for the previous one, b for the other branches here, or q")]
    [InlineData("juniper\n1\n1", "Type b first:")]
    [InlineData("juniper\n1\nb\n2", "There is no branch 2; there is only 1.")]
    public async Task A_line_that_cannot_be_meant_gets_one_sentence_and_the_search_goes_on(string lines, string sentence)
    {
        var (exitCode, output, errors) = await TypeAsync($"{lines}\nq\n:clear\nbread");
        var reading = lines.StartsWith("juniper\n1\n", StringComparison.Ordinal);

        Assert.Equal(0, exitCode);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        // There, q goes back to the results, and what follows is searched; elsewhere it leaves.
        Assert.Equal(reading, output.Contains("Bread at home", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stored_text_reaches_the_terminal_without_control_characters_and_is_never_markup()
    {
        var (_, output, errors) = await TypeAsync("sourdough\n1\nb\nn\n\n:title \u001b[31mbread\n:source \u001b[31m");

        foreach (var printed in (string[])[output, errors]) Assert.DoesNotContain(printed, c => char.IsControl(c) && c != '\n');
        Assert.Contains("[red]sourdough[/]", output, StringComparison.Ordinal);
        Assert.Contains("1  Bread at home [31m[bold]now[/]", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-i")]
    [InlineData("--interactive")]
    public async Task Words_on_the_command_line_are_looked_for_first_and_as_many_as_the_limit_are_listed(string option)
    {
        var (exitCode, output, errors) = await history.LocalsAsync(["search", option, "hedge", "--limit", "2"], "");

        Assert.Equal(0, exitCode);
        Assert.Contains(" 2  ", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" 3  ", output, StringComparison.Ordinal);
        Assert.Contains("The 2 best;", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_being_asked_to_a_search_in_a_pipe_does_not_read_it()
    {
        var (exitCode, output, _) = await history.LocalsAsync(["search", "juniper"], "bread\n");

        Assert.Equal(0, exitCode);
        Assert.Contains("  locals search --open chatgpt:hedge:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Bread at home", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_remembered_the_way_to_an_import_is_shown()
    {
        using var home = new TemporaryDirectory();

        var (exitCode, _, errors) = await LocalsProgram.RunAsync(home.Path, ["search", "-i"], "hedge\n:source claude\n");

        Assert.Equal(0, exitCode);
        Assert.Equal(2, errors.Split("import an export with: locals import <file>").Length - 1);
    }

    private Task<(int ExitCode, string Output, string Errors)> TypeAsync(string lines) => history.LocalsAsync(["search", "-i"], lines + "\n");

    /// <summary>What was printed from each opened message to the next; the list before them is left out.</summary>
    private static List<string> Opened(string output) => [.. output.Split("\n\nThe old hedge\n")[1..].Select(opened => "The old hedge\n" + opened)];

    /// <summary>A home with a few conversations of both vendors, with branches, projects and text that is out to drive the terminal.</summary>
    public sealed class History : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryDirectory _home = new();

        public async Task InitializeAsync()
        {
            var padding = string.Join(' ', Enumerable.Repeat("Cut it a little every year and water what is left of it.", 40));
            _home.Write("export/chatgpt.json", $$"""
                [{"id":"hedge","title":"The old hedge","create_time":1709373600,"current_node":"d","mapping":{
                    "a":{{Node("a", null, "user", "What shall I do with the hedge?", 0)}},
                    "a2":{{Node("a2", null, "user", "My hedge is old.", 0)}},
                    "b":{{Node("b", "a", "assistant", $"First of all: patience. {padding} In the end a juniper would do better. {padding}", 2)}},
                    "b2":{{Node("b2", "a", "assistant", "Burn it all down.", 1)}},
                    "c2":{{Node("c2", "b2", "user", "That is no answer.", 2)}},
                    "c":{{Node("c", "b", "user", "And in autumn?", 3)}},
                    "d":{{Node("d", "c", "assistant", "Leave the hedge alone in autumn.", 4)}} } },
                 {"id":"bread","title":"Bread at home \u001b[31m[bold]now[/]\u0007","gizmo_id":"g-p-7","create_time":1748800000,"current_node":"a","mapping":{
                    "a":{{Node("a", null, "user", "A \\u001b[2J[red]sourdough[/]\\u009b bread, which shall rise behind the hedge", 39426400 / 60)}} } }]
                """);
            _home.Write("export/claude.json", """
                [{"uuid":"beech","name":"Hedge of beech","created_at":"2025-08-01T10:00:00Z","updated_at":"2025-08-01T10:00:00Z","account":{"uuid":"u"},"chat_messages":[
                    {"uuid":"m1","text":"Beech keeps its leaves","sender":"human","created_at":"2025-08-01T10:00:00Z","parent_message_uuid":"00000000-0000-4000-8000-000000000000"},
                    {"uuid":"m2","text":"A hedge of beech needs cutting once a year","sender":"assistant","created_at":"2025-08-01T10:01:00Z","parent_message_uuid":"m1"}]}]
                """);
            _home.Write("export/projects.json", """[{"uuid":"p1","name":"Garden","description":"Outside","prompt_template":"","docs":[],"created_at":"2025-01-01T00:00:00Z"}]""");
            Assert.Equal(0, (await LocalsAsync(["import", _home.Combine("export")], "")).ExitCode);
            Assert.Equal(0, (await LocalsAsync(["projects", "set", "claude:beech", "claude:project:p1"], "")).ExitCode);
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => _home.Dispose();

        internal Task<(int ExitCode, string Output, string Errors)> LocalsAsync(string[] arguments, string input) =>
            LocalsProgram.RunAsync(_home.Path, arguments, input, ("TZ", "UTC"));

        private static string Node(string id, string? parent, string role, string text, int minutes) => $$"""
            {"id":"{{id}}","parent":{{(parent is null ? "null" : $"\"{parent}\"")}},"message":
                {"author":{"role":"{{role}}"},"create_time":{{1709373600 + 60 * minutes}},"content":{"content_type":"text","parts":["{{text}}"]} } }
            """;
    }
}
