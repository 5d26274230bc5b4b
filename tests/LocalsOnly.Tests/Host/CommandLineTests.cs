using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LocalsOnly.Host.CommandLine;
using LocalsOnly.Simulation;

namespace LocalsOnly.Tests.Host;

/// <summary><c>locals</c> as a script sees it: a process with arguments, output, errors and an exit code, in a home of its own.</summary>
public sealed class CommandLineTests : IDisposable
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "locals.dll");
    private readonly TemporaryDirectory _home = new();

    [Fact]
    public async Task Every_commands_help_ends_with_an_example()
    {
        foreach (var command in (string[])["up", "demo", "chat", "import", "search", "corpus export", "projects", "projects suggest", "projects confirm", "projects set", "projects clear", "status", "cluster", "cluster place", "cluster unplace", "cluster link", "doctor", "route explain", "route eval", "route outcome", "route refit", "memory kernel", "config validate"])
        {
            var help = await LocalsAsync([.. command.Split(' '), "--help"]);
            Assert.Equal(0, help.ExitCode);
            Assert.Contains($"Example:\n  locals {command}", help.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(2, "frobnicate", "Unrecognized command or argument 'frobnicate'.")]
    [InlineData(2, "demo --scenario error-mid-txt", "There is no scenario \"error-mid-txt\"; did you mean error-mid-text?")]
    [InlineData(2, "search", "Give words to look for, or --open with a key.")]
    [InlineData(2, "search --limit 0 x", "--limit takes a number from 1 to 50.")]
    [InlineData(2, "search --limit abc x", "--limit takes a number from 1 to 50.")]
    [InlineData(2, "up --port abc", "--port takes a number from 0 to 65535.")]
    [InlineData(2, "demo --port 99999", "--port takes a number from 0 to 65535.")]
    [InlineData(2, "search --open \"\"", "--open is empty; give it a value, or leave it out.")]
    [InlineData(2, "search \"\"", "words is empty; give it a value, or leave it out.")]
    [InlineData(2, "chat vince -m \"\"", "--message is empty; give it a value, or leave it out.")]
    [InlineData(2, "chat vince -m hello --session 123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012", "--session takes a name of up to 191 letters.")]
    [InlineData(2, "route explain \"\"", "prompt is empty; give it a value, or leave it out.")]
    [InlineData(2, "forget --yes --search \"\"", "--search is empty; give it a value, or leave it out.")]
    [InlineData(2, "projects set \"\" x", "key is empty; give it a value, or leave it out.")]
    [InlineData(2, "treasury export \"\"", "file is empty; give it a value, or leave it out.")]
    [InlineData(2, "status --config \"\"", "--config is empty; give it a value, or leave it out.")]
    [InlineData(2, "--data \"\"", "--data is empty; give it a value, or leave it out.")]
    [InlineData(2, "treasury --month foo", "'foo' is no month; write it like ")]
    [InlineData(2, "treasury export --month 2026-13", "'2026-13' is no month; write it like ")]
    [InlineData(2, "treasury compare --month 2999-01", "2999-01 has not begun yet.")]
    [InlineData(2, "memory eval nowhere", "a set is a folder with corpus.jsonl and questions.jsonl.")]
    [InlineData(2, "persona import nowhere.json", "There is no file nowhere.json.")]
    [InlineData(2, "imports show x", "number is 'x'; write a whole number.")]
    [InlineData(2, "corpus export out --format foo", "--format is 'foo'; write markdown, jsonl or mlx.")]
    [InlineData(2, "corpus export out --format jsonl --after yesterday", "--after is 'yesterday'; write a date like 2026-11-27.")]
    [InlineData(4, "chat nobody", "There is no persona 'nobody'; there is eliza, kelly, otaku, solus, vince.")]
    [InlineData(2, "search -i --json x", "--interactive goes with words or alone: leave out --open and --json.")]
    [InlineData(2, "search -i --open chatgpt:gone", "--interactive goes with words or alone: leave out --open and --json.")]
    [InlineData(2, "chat", "Required argument 'persona' missing for command: 'chat'.")]
    [InlineData(4, "chat nobody -m hello", "There is no persona 'nobody'; there is eliza, kelly, otaku, solus, vince.")]
    [InlineData(4, "search --open chatgpt:gone", "Nothing is remembered under chatgpt:gone")]
    [InlineData(4, "search anything", "Nothing is remembered yet; import an export with")]
    [InlineData(1, "import nowhere.zip", "nowhere.zip")]
    [InlineData(1, "memory kernel", "set KernelMemory:Enabled to true.")]
    [InlineData(3, "status --config nowhere.json", "nowhere.json does not exist")]
    public async Task A_mistake_is_one_sentence_and_a_code_a_script_can_rely_on(int exitCode, string arguments, string sentence)
    {
        var result = await LocalsAsync([.. arguments.Split(' ').Select(argument => argument.Trim('"'))]);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tasks.db")]
    [InlineData("discord.db")]
    public async Task A_file_that_cannot_be_opened_is_told_of_in_its_sentence_and_the_rest_of_the_status_stands(string file)
    {
        var path = _home.Write(Path.Combine(".localsonly", file), "this is no database");

        var status = await LocalsAsync(["status"]);
        var json = await LocalsAsync(["status", "--json"]);

        Assert.Equal((6, 6), (status.ExitCode, json.ExitCode));
        Assert.Contains("Trades on paper", status.Output, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith($"{path} cannot be opened", status.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", status.Errors, StringComparison.Ordinal);
        Assert.Equal("failed", JsonSerializer.Deserialize<JsonElement>(json.Output).GetProperty("components")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_keeps_a_command_from_its_answer_is_said_once()
    {
        // A folder cannot be made in a file.
        var closed = Path.Combine(_home.Write("file", ""), "data");
        await LocalsAsync(["import", Path.Combine(Repository.Root, "tests", "LocalsOnly.Tests", "Fixtures", "exports", "01-chatgpt-classic-2025-full-fields.json")]);
        Directory.Move(_home.Combine(".localsonly", "archive"), _home.Combine("away"));

        var search = await LocalsAsync(["search", "walnut", "--data", closed]);
        var status = await LocalsAsync(["memory", "status", "--data", closed]);
        var export = await LocalsAsync(["corpus", "export", "out", "--format", "jsonl"]);

        Assert.Equal((1, 1, 1), (search.ExitCode, status.ExitCode, export.ExitCode));
        Assert.Equal(1, search.Errors.Split("cannot be written").Length - 1);
        Assert.Equal(1, status.Errors.Split("cannot be written").Length - 1);
        Assert.Equal(1, export.Errors.Split("mount it again").Length - 1);
    }

    [Fact]
    public async Task A_command_to_open_a_source_is_never_broken_by_a_narrow_terminal()
    {
        // A terminal that has a width is what util-linux's script makes.
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/script")) return;
        await LocalsAsync(["import", Path.Combine(Repository.Root, "tests", "LocalsOnly.Tests", "Fixtures", "exports", "01-chatgpt-classic-2025-full-fields.json")]);
        var key = JsonSerializer.Deserialize<JsonElement>((await LocalsAsync(["search", "sunlight", "--json"])).Output).GetProperty("results")[0].GetProperty("key").GetString()!;

        Assert.Contains($"locals search --open {key}", await InNarrowTerminalAsync("search sunlight"), StringComparison.Ordinal);
        Assert.Contains("locals search --open chatgpt:6857150a-cd20-800f-a5f7-d2404f94b935:", await InNarrowTerminalAsync("chat eliza -m sunlight"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_then_a_search_then_a_chat_need_no_running_host()
    {
        var export = Path.Combine(Repository.Root, "tests", "LocalsOnly.Tests", "Fixtures", "exports", "01-chatgpt-classic-2025-full-fields.json");

        var first = await JsonAsync("import", export, "--json");
        var second = await JsonAsync("import", export, "--json");
        var found = await JsonAsync("search", "Why is sunlight important?", "--json");
        var key = found.GetProperty("results")[0].GetProperty("key").GetString()!;
        var opened = await JsonAsync("search", "--open", key, "--json");
        var chat = await LocalsAsync(["chat", "eliza", "-m", "Why is sunlight important for plants?"]);

        Assert.Equal((1, 10), (first.GetProperty("totals").GetProperty("added").GetInt32(), first.GetProperty("totals").GetProperty("messages").GetInt32()));
        Assert.Equal((0, 1), (second.GetProperty("totals").GetProperty("added").GetInt32(), second.GetProperty("totals").GetProperty("unchanged").GetInt32()));
        Assert.Equal(key, opened.GetProperty("focus").GetString());
        Assert.Equal(0, chat.ExitCode);
        Assert.Contains("so this is recall only", chat.Output, StringComparison.Ordinal);
        Assert.Contains("How photosynthesis works", chat.Output, StringComparison.Ordinal);
        Assert.Contains($"locals search --open {key[..20]}", chat.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_knowledge_file_is_shown_as_notes_and_not_as_something_that_somebody_said()
    {
        _home.Write(Path.Combine("knowledge", "eliza", "walnuts.md"), "# Walnuts\n\nA walnut tree wants deep soil and no company.\n");
        var config = _home.Write("appsettings.json", $$"""{"Agents":{"Folder":"{{Path.Combine(Repository.Root, "agents")}}"} }""");

        // A host is what indexes the folder.
        using var host = Start(["up", "--port", "0", "--config", config]);
        while (await host.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Ctrl-C", StringComparison.Ordinal)) continue;
        var found = await LocalsAsync(["search", "walnut", "tree", "soil", "--config", config]);
        for (var tries = 0; found.ExitCode == 4 && tries < 30; tries++) found = await LocalsAsync(["search", "walnut", "tree", "soil", "--config", config]);
        var key = found.Output.Split("--open ")[1].Split('\n')[0];
        var opened = await LocalsAsync(["search", "--open", key, "--config", config]);
        var read = await LocalsAsync(["search", "-i", "walnut", "--config", config], "1\nq\nq\n");
        var chat = await LocalsAsync(["chat", "eliza", "-m", "What soil does a walnut tree want?", "--config", config]);
        using var kill = Process.Start("kill", ["-TERM", $"{host.Id}"]);
        await host.WaitForExitAsync();

        foreach (var output in (string[])[found.Output, opened.Output, read.Output]) Assert.Contains("from your notes", output, StringComparison.Ordinal);
        foreach (var output in (string[])[found.Output, opened.Output, read.Output, chat.Output])
        {
            Assert.DoesNotContain("assistant", output, StringComparison.Ordinal);
            Assert.DoesNotContain("system", output, StringComparison.Ordinal);
        }

        Assert.Contains(", your notes): ", chat.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_without_any_persona_is_not_called_valid()
    {
        var config = _home.Write("appsettings.json", """{"Agents":{"Folder":"nobody"}}""");

        var absent = await LocalsAsync(["config", "validate", "--config", config]);
        Directory.CreateDirectory(_home.Combine("nobody"));
        var none = await LocalsAsync(["config", "validate", "--config", config]);
        _home.Write(Path.Combine("nobody", "ada", "persona.md"), "no header");
        var broken = await LocalsAsync(["config", "validate", "--config", config, "--json"]);

        Assert.Equal((3, 3, 3), (absent.ExitCode, none.ExitCode, broken.ExitCode));
        Assert.Contains(_home.Combine("nobody"), absent.Errors, StringComparison.Ordinal);
        Assert.Contains($"Agents:Folder is {_home.Combine("nobody")}, which holds no persona", none.Errors, StringComparison.Ordinal);
        Assert.Contains("ada", JsonSerializer.Deserialize<JsonElement>(broken.Output).GetProperty("problems")[0].GetProperty("sentence").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relative_data_directory_is_relative_to_where_the_person_stands()
    {
        var result = await LocalsAsync(["import", Path.Combine(Repository.Root, "tests", "LocalsOnly.Tests", "Fixtures", "exports", "07-claude-official-2026-branching.json"), "--data", "my data"]);

        Assert.Equal(0, result.ExitCode);
        Assert.True(Directory.Exists(_home.Combine("my data", "archive")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_home.Combine("my data")));
    }

    [Fact]
    public async Task Imported_text_cannot_drive_the_terminal()
    {
        var export = _home.Write("hostile.json", """
            [{"id":"c1","title":"Red \u001b[31m[bold]alert[/]\u0007","create_time":1700000000,"current_node":"n\u001b]0;x\u0007 $(id)","mapping":{
              "n\u001b]0;x\u0007 $(id)":{"id":"n\u001b]0;x\u0007 $(id)","parent":null,"message":{"author":{"role":"user"},"create_time":1700000000,
                "content":{"content_type":"text","parts":["walnut \u001b[2J tree [red]x[/]"]}}}}}]
            """);
        await LocalsAsync(["import", export]);

        var found = await LocalsAsync(["search", "walnut"]);
        var chat = await LocalsAsync(["chat", "eliza", "-m", "walnut tree"]);

        Assert.Equal(0, found.ExitCode);
        foreach (var output in (string[])[found.Output, found.Errors, chat.Output, chat.Errors])
        {
            Assert.DoesNotContain('\u001b', output);
            Assert.DoesNotContain('\u0007', output);
        }

        Assert.Contains("[bold]alert[/]", found.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_that_is_away_stops_neither_search_nor_chat_and_doctor_says_so_without_making_another()
    {
        var export = Path.Combine(Repository.Root, "tests", "LocalsOnly.Tests", "Fixtures", "exports", "01-chatgpt-classic-2025-full-fields.json");
        await LocalsAsync(["import", export]);
        var archive = _home.Combine(".localsonly", "archive");
        Directory.Move(archive, _home.Combine("away"));

        var search = await LocalsAsync(["search", "sunlight"]);
        var chat = await LocalsAsync(["chat", "eliza", "-m", "Why is sunlight important for plants?"]);
        var doctor = await LocalsAsync(["doctor"]);

        Assert.Equal((0, 0, 1), (search.ExitCode, chat.ExitCode, doctor.ExitCode));
        Assert.Contains("How photosynthesis works", search.Output, StringComparison.Ordinal);
        Assert.Contains("How photosynthesis works", chat.Output, StringComparison.Ordinal);
        Assert.Contains("mount it again", search.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(archive));
    }

    [Fact]
    public async Task Without_a_host_status_says_so_and_doctor_finds_nothing_broken()
    {
        var status = await LocalsAsync(["status", "--json"]);
        var doctor = await JsonAsync("doctor", "--json");

        Assert.Equal(6, status.ExitCode);
        var wire = JsonSerializer.Deserialize<JsonElement>(status.Output);
        Assert.Equal(5, wire.GetProperty("personas").GetArrayLength());
        Assert.Equal((JsonValueKind.False, JsonValueKind.Null), (wire.GetProperty("running").ValueKind, wire.GetProperty("started_at").ValueKind));
        Assert.DoesNotContain(doctor.GetProperty("checks").EnumerateArray(), check => check.GetProperty("state").GetString() == "failed");
    }

    [Fact]
    public async Task What_is_said_to_a_persona_is_found_the_next_time_and_only_where_it_may_be()
    {
        Assert.Equal(0, (await LocalsAsync(["chat", "kelly", "-m", "The walnut table is two metres long."])).ExitCode);

        Assert.Contains("The walnut table is two metres long.", (await LocalsAsync(["search", "walnut"])).Output, StringComparison.Ordinal);
        Assert.Contains("two metres long", (await LocalsAsync(["chat", "kelly", "-m", "How long is the walnut table?"])).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("two metres", (await LocalsAsync(["chat", "solus", "-m", "How long is the walnut table?"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_host_a_persona_that_is_not_there_ends_the_chat_before_it_begins()
    {
        await using var house = await TestHouse.StartAsync();

        var chat = await LocalsAsync(["chat", "nobody", "--data", house.DataDirectory]);

        Assert.Equal(4, chat.ExitCode);
        Assert.Contains("There is no persona 'nobody'; there is eliza, kelly, otaku, solus, vince.", chat.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void In_its_source_tree_the_program_is_called_as_it_is_built()
    {
        var built = _home.Combine("src", "LocalsOnly.Host", "bin", "Debug", "net10.0");
        _home.Write(Path.Combine("src", "LocalsOnly.Host", "LocalsOnly.Host.csproj"), "<Project />");

        Assert.Equal("dotnet run --project src/LocalsOnly.Host --", DemoCommand.Program(built + Path.DirectorySeparatorChar));
        Assert.Equal("locals", DemoCommand.Program(Path.Combine(built, "publish")));
        Assert.Equal("locals", DemoCommand.Program(_home.Combine("opt", "locals")));
    }

    [Fact]
    public async Task With_a_host_chat_status_and_search_are_its_own()
    {
        await using var house = await TestHouse.StartAsync(new(), samples: true);

        var chat = await LocalsAsync(["chat", "vince", "--data", house.DataDirectory], "Which hotel did we book in Lisbon?\n");
        var status = await LocalsAsync(["status", "--data", house.DataDirectory]);
        var search = await LocalsAsync(["search", "hotel", "lisbon", "--data", house.DataDirectory]);

        Assert.Contains("Casa do Jacarandá", chat.Output, StringComparison.Ordinal);
        Assert.Contains("Five days in Lisbon, 17 Jan 2026, ChatGPT: locals search --open chatgpt:", chat.Output, StringComparison.Ordinal);
        Assert.Contains("simulated", chat.Errors, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (chat.ExitCode, status.ExitCode, search.ExitCode));
        Assert.StartsWith($"Running at {house.Url.ToString().TrimEnd('/')}", status.Output, StringComparison.Ordinal);
        Assert.Contains("Five days in Lisbon", search.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_host_on_a_data_directory_ends_with_its_own_code()
    {
        await using var house = await TestHouse.StartAsync();

        var second = await LocalsAsync(["up", "--data", house.DataDirectory]);

        Assert.Equal(5, second.ExitCode);
        Assert.Contains(house.Url.ToString().TrimEnd('/'), second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_imports_its_samples_answers_from_them_and_ends_well_when_told_to()
    {
        using var demo = Start(["demo", "--port", "0"]);
        var line = await demo.StandardOutput.ReadLineAsync();
        Assert.Contains("demo is up: http://127.0.0.1:", line, StringComparison.Ordinal);
        while (line?.Contains("-m ", StringComparison.Ordinal) == false) line = await demo.StandardOutput.ReadLineAsync();
        Assert.StartsWith("locals chat vince -m \"", line!.Trim(), StringComparison.Ordinal);

        // No --data: as long as the home holds nothing, the demo is what a command means.
        var chat = await LocalsAsync(["chat", "vince", "-m", "Which hotel did we book in Lisbon?"]);
        var others = new List<(int ExitCode, string Output, string Errors)>();
        foreach (var command in (string[])["memory status", "imports list", "archive verify", "doctor", "tasks list"]) others.Add(await LocalsAsync(command.Split(' ')));
        using var kill = Process.Start("kill", ["-TERM", $"{demo.Id}"]);
        await demo.WaitForExitAsync();

        Assert.Contains("Casa do Jacarandá", chat.Output, StringComparison.Ordinal);
        Assert.Contains("asks the demo that is running", chat.Errors, StringComparison.Ordinal);
        Assert.All(others, other => Assert.Contains("asks the demo that is running", other.Errors, StringComparison.Ordinal));
        Assert.Equal([0, 0, 0, 0, 0], others.Select(other => other.ExitCode));
        Assert.DoesNotContain("0 messages in", others[0].Output, StringComparison.Ordinal);
        Assert.Contains("completed", others[1].Output, StringComparison.Ordinal);
        Assert.Contains("simulated", others[3].Output, StringComparison.Ordinal);
        Assert.Contains("Nothing is due by the clock", others[4].Errors, StringComparison.Ordinal);
        Assert.Contains("not by the clock", others[4].Output, StringComparison.Ordinal);
        Assert.DoesNotContain("never again", others[4].Output, StringComparison.Ordinal);
        Assert.Equal(0, demo.ExitCode);
        Assert.EndsWith("Stopped.\n", await demo.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_lists_its_scenarios_with_what_one_will_see()
    {
        var list = await LocalsAsync(["demo", "--scenario", "list"]);

        Assert.Equal(0, list.ExitCode);
        Assert.Contains("runner-crash         In the middle of an answer the runner dies;", list.Output, StringComparison.Ordinal);
        Assert.Equal(SimulatedScenario.All.Count, list.Output.Count(c => c == '\n'));
    }

    public void Dispose() => _home.Dispose();

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var result = await LocalsAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonSerializer.Deserialize<JsonElement>(result.Output);
    }

    private async Task<(int ExitCode, string Output, string Errors)> LocalsAsync(string[] arguments, string input = "")
    {
        using var process = Start(arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    private async Task<string> InNarrowTerminalAsync(string arguments)
    {
        using var process = Start("script", ["-qec", $"stty cols 60 rows 40; exec dotnet '{s_program}' {arguments}", "/dev/null"]);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    private Process Start(string[] arguments) => Start("dotnet", [s_program, .. arguments]);

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = _home.Path,
        };
        start.Environment["HOME"] = _home.Path;
        start.Environment["LOCALS_Inference__Discover"] = "false";
        return Process.Start(start)!;
    }
}
