using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LocalsOnly.Simulation.Discord;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>A simulated Discord with a clock that stands still, one server, one channel, one person and one bot, and an HTTP client that does as it is told.</summary>
internal sealed class FakeHouse : IAsyncDisposable
{
    private readonly HttpClient _http;

    private FakeHouse(SimulatedDiscord discord, FakeTimeProvider time)
    {
        (Discord, Time) = (discord, time);
        Guild = discord.AddGuild("home");
        Channel = Guild.AddChannel("trading");
        Bot = discord.AddBot("VINCE");
        Ana = discord.AddUser("ana", "Ana");
        Guild.Add(Ana);
        _http = new HttpClient { BaseAddress = new Uri(discord.ApiUrl, "v10/"), Timeout = TimeSpan.FromSeconds(20) };
    }

    public SimulatedDiscord Discord { get; }

    public FakeTimeProvider Time { get; }

    public SimulatedGuild Guild { get; }

    public SimulatedChannel Channel { get; }

    public SimulatedBot Bot { get; }

    public SimulatedUser Ana { get; }

    public HttpClient Http => _http;

    /// <summary>Path of the channel's messages.</summary>
    public string Messages => $"channels/{Channel.Id}/messages";

    public static async Task<FakeHouse> StartAsync(SimulatedDiscordOptions? options = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 6, 22, 12, 0, 0, TimeSpan.Zero));
        return new FakeHouse(await SimulatedDiscord.StartAsync(options, time), time);
    }

    public void Advance(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public Task<(int Status, JsonElement Body)> PostAsync(string path, string body) => SendAsync("POST", path, body);

    public Task<(int Status, JsonElement Body)> GetAsync(string path) => SendAsync("GET", path);

    public async Task<(int Status, JsonElement Body)> SendAsync(string method, string path, string? body = null, string? token = null, HttpContent? content = null)
    {
        using var response = await RespondAsync(method, path, body, token, content);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public async Task<HttpResponseMessage> RespondAsync(string method, string path, string? body = null, string? token = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("User-Agent", "DiscordBot (http://localhost, 1)");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bot", token ?? Bot.Token);
        request.Content = content ?? (body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));
        return await _http.SendAsync(request);
    }

    /// <summary>The code of Discord's that a request is refused with.</summary>
    public async Task<(int Status, int Code)> RefusedAsync(string method, string path, string? body = null, string? token = null)
    {
        var (status, answer) = await SendAsync(method, path, body, token);
        return (status, answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("code", out var code) ? code.GetInt32() : -1);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Discord.DisposeAsync();
    }
}
