using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LocalsOnly.Scheduling;

namespace LocalsOnly.Tests.Host.Tasks;

/// <summary><c>/api/tasks</c> over the true wire.</summary>
public sealed class TaskApiTests : IDisposable
{
    private const string Lunch = "title: Lunch\ncron: 0 12 * * 1-5\nzone: Europe/Paris\nchannel: dm\naction: echo";
    private readonly TaskFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_list_tells_when_a_task_is_due_and_what_is_wrong_with_files_that_cannot_be_used()
    {
        _folder.Write("kelly/lunch", Lunch);
        _folder.Write("kelly/dinner", "cron: 0 25 * * *\nzone: Europe/Paris");
        await using var house = await TaskHouse.StartAsync(_folder);

        var list = await GetAsync(house, "/api/tasks");
        var task = Assert.Single(list.GetProperty("tasks").EnumerateArray());
        Assert.Equal(("kelly/lunch", "Lunch", "due"), (task.GetProperty("id").GetString(), task.GetProperty("title").GetString(), task.GetProperty("standing").GetString()));
        Assert.Equal("Monday to Friday at 12:00 (Europe/Paris)", task.GetProperty("when").GetString());
        Assert.EndsWith("12:00", task.GetProperty("next_text").GetString(), StringComparison.Ordinal);
        Assert.Contains("agents/kelly/tasks/dinner.md, line 2", Assert.Single(list.GetProperty("problems").EnumerateArray()).GetString(), StringComparison.Ordinal);

        var days = (await GetAsync(house, "/api/tasks/calendar?days=7")).EnumerateArray().ToList();
        Assert.InRange(days.Count, 5, 6);
        Assert.All(days, day => Assert.Equal("12:00", day.GetProperty("clock").GetString()));
    }

    [Fact]
    public async Task What_is_due_all_the_time_is_one_line_a_day_and_what_comes_after_another_stands_with_it()
    {
        _folder.Write("kelly/often", "every: 15m\nzone: Europe/Paris");
        _folder.Write("kelly/lunch", Lunch);
        _folder.Write("kelly/then", "after: kelly/lunch\nzone: Europe/Paris");
        await using var house = await TaskHouse.StartAsync(_folder);

        var lines = (await GetAsync(house, "/api/tasks/calendar?days=7")).EnumerateArray().ToList();
        var often = lines.Where(line => line.GetProperty("task").GetString() == "kelly/often").ToList();
        Assert.InRange(often.Count, 7, 8);
        Assert.Equal(("every 15 minutes", 96, "23:45"), (often[1].GetProperty("words").GetString(), often[1].GetProperty("times").GetInt32(), often[1].GetProperty("until").GetString()));
        Assert.Equal(
            lines.Where(line => line.GetProperty("task").GetString() == "kelly/lunch").Select(line => line.GetProperty("at").GetString()),
            lines.Where(line => line.GetProperty("words").GetString() == "after kelly/lunch").Select(line => line.GetProperty("at").GetString()));
    }

    [Fact]
    public async Task A_run_by_hand_is_answered_when_it_has_ended_and_is_kept_with_the_proof_of_its_delivery()
    {
        _folder.Write("kelly/lunch", Lunch);
        await using var house = await TaskHouse.StartAsync(_folder);

        var (status, run) = await PostAsync(house, "run", """{"task":"Kelly/lunch"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("succeeded", true, "**Done**: Pick a lunch place from my list."), (run.GetProperty("state").GetString(), run.GetProperty("by_hand").GetBoolean(), run.GetProperty("output").GetString()));
        var post = await house.Mailbox.First;
        Assert.Equal(("kelly/lunch", "dm"), (post.Task, post.Channel));

        var kept = Assert.Single((await GetAsync(house, "/api/tasks/history?task=kelly/lunch")).EnumerateArray());
        Assert.Equal(run.GetProperty("due").GetString(), kept.GetProperty("due").GetString());
    }

    [Fact]
    public async Task A_run_that_fails_says_why()
    {
        _folder.Write("kelly/lunch", Lunch, "This is to fail.");
        await using var house = await TaskHouse.StartAsync(_folder);

        var (status, run) = await PostAsync(house, "run", """{"task":"lunch"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("failed", true, "The book cannot be read; mend it."), (run.GetProperty("state").GetString(), run.GetProperty("is_bad").GetBoolean(), run.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_task_is_paused_and_goes_on()
    {
        _folder.Write("kelly/lunch", Lunch);
        await using var house = await TaskHouse.StartAsync(_folder);

        Assert.Equal("kelly/lunch is paused.", (await PostAsync(house, "pause", """{"task":"kelly/lunch"}""")).Body.GetProperty("said").GetString());
        Assert.Equal("paused", (await GetAsync(house, "/api/tasks")).GetProperty("tasks")[0].GetProperty("standing").GetString());
        Assert.StartsWith("kelly/lunch goes on; it is due next on ", (await PostAsync(house, "pause", """{"task":"kelly/lunch","paused":false}""")).Body.GetProperty("said").GetString(), StringComparison.Ordinal);
        Assert.Equal("due", (await GetAsync(house, "/api/tasks")).GetProperty("tasks")[0].GetProperty("standing").GetString());
    }

    [Fact]
    public async Task What_could_not_be_delivered_is_delivered_again_and_nothing_runs_for_it()
    {
        _folder.Write("kelly/lunch", Lunch);
        await using var house = await TaskHouse.StartAsync(_folder);
        house.Keep("kelly/lunch", DateTimeOffset.UtcNow.AddHours(-2), OccurrenceState.Succeeded, null, "Noodles.", ("dm", DeliveryState.Failed, "Discord was away."));

        var (_, reply) = await PostAsync(house, "deliver", """{"task":"kelly/lunch"}""");

        Assert.Contains("is delivered again to dm", reply.GetProperty("said").GetString(), StringComparison.Ordinal);
        Assert.Equal("Noodles.", (await house.Mailbox.First).Text);
        Assert.Single((await GetAsync(house, "/api/tasks/history")).EnumerateArray());
    }

    [Theory]
    [InlineData("run", """{"task":"kelly/lnch"}""", HttpStatusCode.NotFound, "There is no task 'kelly/lnch'; did you mean kelly/lunch?")]
    [InlineData("pause", """{"task":"dinner"}""", HttpStatusCode.NotFound, "locals tasks list shows which there are.")]
    [InlineData("deliver", """{"task":"kelly/lunch"}""", HttpStatusCode.NotFound, "Everything that kelly/lunch has said is delivered")]
    [InlineData("run", "{}", HttpStatusCode.BadRequest, "The body must be")]
    [InlineData("run", "what?", HttpStatusCode.BadRequest, "The body must be")]
    public async Task What_cannot_be_done_is_one_sentence(string what, string body, HttpStatusCode status, string sentence)
    {
        _folder.Write("kelly/lunch", Lunch);
        await using var house = await TaskHouse.StartAsync(_folder);

        var (answered, error) = await PostAsync(house, what, body);

        Assert.Equal(status, answered);
        Assert.Contains(sentence, error.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_site_runs_nothing()
    {
        _folder.Write("kelly/lunch", Lunch);
        await using var house = await TaskHouse.StartAsync(_folder);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tasks/run") { Content = JsonContent.Create(new { task = "kelly/lunch" }) };
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var reply = await house.House.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, reply.StatusCode);
        Assert.Empty((await GetAsync(house, "/api/tasks/history?skipped=true")).EnumerateArray());
        using var asked = await house.House.Http.GetAsync(new Uri("/api/tasks/run", UriKind.Relative));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, asked.StatusCode);
    }

    private static async Task<JsonElement> GetAsync(TaskHouse house, string path) => JsonSerializer.Deserialize<JsonElement>(await house.House.Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(TaskHouse house, string what, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var reply = await house.House.Http.PostAsync(new Uri($"/api/tasks/{what}", UriKind.Relative), content);
        return (reply.StatusCode, JsonSerializer.Deserialize<JsonElement>(await reply.Content.ReadAsStringAsync()));
    }
}
