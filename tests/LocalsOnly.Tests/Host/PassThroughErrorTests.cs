using System.Globalization;
using System.Net;
using System.Text.Json;
using LocalsOnly.Agents;
using LocalsOnly.Simulation;
using LocalsOnly.Tests.Inference;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Host;

/// <summary>What a program is told when no model answers: a status that its client can act on, a word, and a sentence.</summary>
public sealed class PassThroughErrorTests
{
    private const string Messages = ProgramHouse.Messages;

    [Theory]
    [InlineData(SimulatedFault.NotPlaced, HttpStatusCode.ServiceUnavailable, "not_placed")]
    [InlineData(SimulatedFault.InternalServerError, HttpStatusCode.BadGateway, "server_error")]
    [InlineData(SimulatedFault.ErrorFirst, HttpStatusCode.BadGateway, "server_error")]
    [InlineData(SimulatedFault.Unprocessable, HttpStatusCode.BadRequest, "rejected")]
    [InlineData(SimulatedFault.MethodNotAllowed, HttpStatusCode.BadGateway, "protocol")]
    [InlineData(SimulatedFault.Garbage, HttpStatusCode.BadGateway, "protocol")]
    [InlineData(SimulatedFault.WebPage, HttpStatusCode.BadGateway, "protocol")]
    [InlineData(SimulatedFault.EmptyBody, HttpStatusCode.BadGateway, "protocol")]
    [InlineData(SimulatedFault.MalformedToolCall, HttpStatusCode.BadGateway, "malformed_tool_call")]
    [InlineData(SimulatedFault.KeepAliveForever, HttpStatusCode.GatewayTimeout, "deadline")]
    [InlineData(SimulatedFault.Silence, HttpStatusCode.GatewayTimeout, "deadline")]
    public async Task Before_the_first_token_a_failure_is_a_status(SimulatedFault fault, HttpStatusCode status, string code)
    {
        await using var house = await ProgramHouse.StartAsync(("Inference:FirstTokenTimeout", "00:00:00.3"));
        house.Node.Fault = fault;
        foreach (var stream in (string[])["true", "false"])
        {
            using var response = await house.PostAsync($$"""{"model":"auto","stream":{{stream}},{{Messages}}}""");
            var error = (await ProgramHouse.ReadAsync(response)).GetProperty("error");
            // What has failed twice may be left alone the second time; the first answer is about the failure itself.
            Assert.Contains(error.GetProperty("code").GetString(), (string[])[code, "circuit_open", "poisoned_prompt"]);
            if (stream == "true") Assert.Equal((status, code), (response.StatusCode, error.GetProperty("code").GetString()));
            Assert.DoesNotContain("recall", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(429, "7", HttpStatusCode.ServiceUnavailable, "overloaded", 7)]
    [InlineData(503, null, HttpStatusCode.ServiceUnavailable, "overloaded", 2)]
    [InlineData(400, null, HttpStatusCode.BadRequest, "context_length_exceeded", null)]
    public async Task What_a_server_refuses_is_refused_in_openais_words(int upstream, string? retryAfter, HttpStatusCode status, string code, int? seconds)
    {
        await using var house = await ProgramHouse.StartAsync();
        house.Node.Script = context =>
        {
            context.Response.StatusCode = upstream;
            if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
            return context.Response.WriteAsync(upstream == 400 ? """{"error":{"message":"the request exceeds the available context size","code":400}}""" : "{}");
        };

        using var response = await house.PostAsync($$"""{"model":"auto",{{Messages}}}""");

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code, (await ProgramHouse.ReadAsync(response)).GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(seconds?.ToString(CultureInfo.InvariantCulture), response.Headers.RetryAfter?.ToString());
    }

    [Fact]
    public async Task Without_any_model_server_it_says_what_to_start()
    {
        await using var house = await TestHouse.StartAsync();
        using var content = new StringContent($$"""{"model":"auto","stream":true,{{Messages}}}""");
        using var response = await house.Http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var error = (await ProgramHouse.ReadAsync(response)).GetProperty("error");
        Assert.Equal("no_endpoint", error.GetProperty("code").GetString());
        Assert.Contains("Ollama", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(SimulatedFault.ErrorMidText)]
    [InlineData(SimulatedFault.EndWithoutFinish)]
    [InlineData(SimulatedFault.EndWithoutDone)]
    public async Task After_the_first_token_the_text_stands_and_is_called_incomplete(SimulatedFault fault)
    {
        await using var house = await ProgramHouse.StartAsync();
        house.Node.Fault = fault;

        var stream = await house.StreamAsync($$"""{"model":"auto","stream":true,{{Messages}}}""");

        Assert.StartsWith("[simulated]", stream.Text, StringComparison.Ordinal);
        Assert.Equal("incomplete", stream.Frames[^1].GetProperty("error").GetProperty("code").GetString());
        Assert.Empty(stream.Finishes);
        Assert.False(stream.Done);
    }

    [Fact]
    public async Task A_whole_answer_that_breaks_off_is_an_error_that_keeps_the_text()
    {
        await using var house = await ProgramHouse.StartAsync();
        house.Node.Fault = SimulatedFault.ErrorMidText;

        using var response = await house.PostAsync($$"""{"model":"auto",{{Messages}}}""");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        var error = (await ProgramHouse.ReadAsync(response)).GetProperty("error");
        Assert.Equal("incomplete", error.GetProperty("code").GetString());
        Assert.StartsWith("[simulated]", error.GetProperty("partial").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"auto"}""", "'messages' is missing")]
    [InlineData("""{"model":"auto","messages":[{"content":"x"}]}""", "'messages[0].role' is missing")]
    [InlineData("""{"model":"auto","n":2,"messages":[{"role":"user","content":"x"}]}""", "'n' may only be 1")]
    [InlineData("""{"model":"vince","tools":[{"type":"function"}],"messages":[{"role":"user","content":"x"}]}""", "ask the model 'auto'")]
    [InlineData("""{"model":"vince","response_format":{"type":"json_object"},"messages":[{"role":"user","content":"x"}]}""", "ask the model 'auto'")]
    public async Task A_request_that_cannot_be_served_is_one_sentence(string body, string sentence)
    {
        await using var house = await ProgramHouse.StartAsync();
        using var response = await house.PostAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(sentence, (await ProgramHouse.ReadAsync(response)).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(house.Node.Requests);
    }

    [Theory]
    [InlineData("stream", "\"yes\"", "'stream' must be true or false.")]
    [InlineData("temperature", "\"hot\"", "'temperature' must be a number.")]
    [InlineData("max_tokens", "\"many\"", "'max_tokens' must be a whole number.")]
    [InlineData("max_tokens", "2.5", "'max_tokens' must be a whole number.")]
    [InlineData("n", "true", "'n' must be a whole number.")]
    [InlineData("n", "2", "'n' may only be 1; ask several times for several answers.")]
    [InlineData("stop", "[1]", "'stop' must be a string or a list of strings.")]
    [InlineData("tools", "{}", "'tools' must be a list of objects.")]
    [InlineData("response_format", "\"json\"", "'response_format' must be an object.")]
    [InlineData("stream_options.include_usage", "1", "'stream_options.include_usage' must be true or false.")]
    [InlineData("messages", "\"Hello\"", "'messages' must be a list of messages.")]
    [InlineData("messages[0]", "[\"Hello\"]", "'messages[0]' must be an object with a role and a content.")]
    [InlineData("messages[0].content", "[{\"role\":\"user\",\"content\":7}]", "'messages[0].content' must be a string or a list of parts.")]
    [InlineData("model", "7", "'model' is missing; give it a persona's id, as listed by /v1/models.")]
    public async Task A_field_of_the_wrong_type_is_refused_by_its_name(string field, string value, string sentence)
    {
        await using var house = await ProgramHouse.StartAsync();
        foreach (var model in (string[])["auto", "vince"])
        {
            var fields = new Dictionary<string, string> { ["model"] = $"\"{model}\"", ["messages"] = """[{"role":"user","content":"x"}]""" };
            fields[field.Split('[', '.')[0]] = field == "stream_options.include_usage" ? $$"""{"include_usage":{{value}}}""" : value;
            // A persona answers once whatever is asked, and has always done so.
            if ((model, field, value) is ("vince", "n", "2")) continue;

            using var response = await house.PostAsync("{" + string.Join(',', fields.Select(each => $"\"{each.Key}\":{each.Value}")) + "}");

            var error = (await ProgramHouse.ReadAsync(response)).GetProperty("error");
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal((sentence, "invalid_request_error", field), (error.GetProperty("message").GetString(), error.GetProperty("type").GetString(), error.GetProperty("param").GetString()));
        }

        Assert.Empty(house.Node.Requests);
    }

    [Fact]
    public async Task Null_is_the_same_as_absent_and_a_field_that_openai_does_not_know_is_anything()
    {
        await using var house = await ProgramHouse.StartAsync();
        await house.AskAsync($$"""{"model":"auto","stream":null,"temperature":null,"max_tokens":null,"stop":null,"tools":null,"user":null,"seed":-1,"top_k":"many",{{Messages}}}""");
        Assert.Equal("many", house.Sent.GetProperty("top_k").GetString());
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("heavy")]
    public async Task A_prompt_that_is_longer_than_the_endpoints_context_is_told_in_openais_words(string model)
    {
        await using var house = await ProgramHouse.StartAsync(("Inference:Endpoints:cluster:ContextTokens", "600"));
        var text = string.Concat(Enumerable.Repeat("walnut table ", 400));

        using var response = await house.PostAsync($$"""{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"{{text}}"}]}""");

        var error = (await ProgramHouse.ReadAsync(response)).GetProperty("error");
        Assert.Equal((HttpStatusCode.BadRequest, "context_length_exceeded", "messages"), (response.StatusCode, error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
        Assert.Contains("tokens do not fit its context of 600", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(house.Node.Requests);
    }

    [Fact]
    public async Task Every_model_of_the_list_is_there_by_itself_and_no_other()
    {
        await using var house = await ProgramHouse.StartAsync();
        var listed = JsonSerializer.Deserialize<JsonElement>(await house.House.Http.GetStringAsync(new Uri("/v1/models", UriKind.Relative))).GetProperty("data").EnumerateArray().ToList();
        Assert.Contains(listed, model => model.GetProperty("id").GetString()!.Contains('/', StringComparison.Ordinal));
        foreach (var model in listed)
        {
            var id = model.GetProperty("id").GetString()!;
            foreach (var path in (string[])[id, Uri.EscapeDataString(id)])
                Assert.Equal(model.GetRawText(), await house.House.Http.GetStringAsync(new Uri($"/v1/models/{path}", UriKind.Relative)));
        }

        using var none = await house.House.Http.GetAsync(new Uri("/v1/models/gpt-4o", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Equal("model_not_found", (await ProgramHouse.ReadAsync(none)).GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("x-locals-priority", "now")]
    [InlineData("x-locals-patience-ms", "soon")]
    [InlineData("x-locals-patience-ms", "0")]
    public async Task A_header_of_ours_that_cannot_be_read_is_a_bad_request(string name, string value)
    {
        await using var house = await ProgramHouse.StartAsync();
        using var response = await house.PostAsync($$"""{"model":"auto",{{Messages}}}""", (name, value));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(name, (await ProgramHouse.ReadAsync(response)).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_with_little_patience_is_told_in_time()
    {
        await using var house = await ProgramHouse.StartAsync();
        house.Node.Fault = SimulatedFault.KeepAliveForever;
        using var response = await house.PostAsync(
            $$"""{"model":"auto","stream":true,{{Messages}}}""", ("x-locals-patience-ms", "100"), ("x-locals-priority", "bulk"), ("x-locals-conversation", "nightly"));
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }

    [Fact]
    public async Task A_stopping_host_takes_no_more()
    {
        await using var house = await ProgramHouse.StartAsync();
        await house.House.Services.GetRequiredService<TurnGate>().CloseAsync(TimeSpan.FromSeconds(1));
        using var response = await house.PostAsync($$"""{"model":"auto","stream":true,{{Messages}}}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("stopping", (await ProgramHouse.ReadAsync(response)).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Pages_of_configured_origins_on_this_machine_may_ask_and_no_others()
    {
        await using var house = await ProgramHouse.StartAsync(("Api:AllowedOrigins:0", "http://localhost:3000"));

        var preflight = await SendAsync(HttpMethod.Options, "http://localhost:3000");
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal("http://localhost:3000", preflight.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("authorization,content-type", preflight.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.True((await SendAsync(HttpMethod.Get, "http://localhost:3000")).Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False((await SendAsync(HttpMethod.Get, "http://localhost:3001")).Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Options, "https://evil.example")).StatusCode);

        async Task<HttpResponseMessage> SendAsync(HttpMethod method, string origin)
        {
            using var request = new HttpRequestMessage(method, "/v1/models");
            request.Headers.Add("Origin", origin);
            if (method == HttpMethod.Options)
            {
                request.Headers.Add("Access-Control-Request-Method", "GET");
                request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
            }

            using var response = await house.House.Http.SendAsync(request);
            return response;
        }
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost:3000/path")]
    [InlineData("*")]
    public void An_origin_elsewhere_is_not_a_setting(string origin)
    {
        using var directory = new TemporaryDirectory();
        var configuration = TestHouse.Configuration(directory.Path, null, new Dictionary<string, string?> { ["Api:AllowedOrigins:0"] = origin });
        Assert.Contains(configuration.Problems, problem => problem.Sentence.Contains("Api:AllowedOrigins", StringComparison.Ordinal));
    }
}
