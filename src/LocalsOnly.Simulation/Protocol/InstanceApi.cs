using System.Globalization;
using System.Text.Json;
using LocalsOnly.Simulation.State;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>Where models are placed and taken down: <c>/instance</c>, <c>/place_instance</c>, <c>/v1/instance-links</c>.</summary>
internal sealed class InstanceApi(SimulatedExoNode node)
{
    private const string NotFound = "Instance not found";
    private const string Disabled = "Prefill/decode disaggregation is disabled. Set ENABLE_DISAGGREGATION=true to enable.";

    private readonly ClusterState _state = node.State;

    public async Task CreateAsync(HttpContext context)
    {
        var body = await Reply.ReadAsync(context);
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("instance", out var tagged) || InstanceDocument.ModelOf(tagged) is not { } id)
        {
            await Reply.UnprocessableAsync(context, "missing", "instance", "Field required");
            return;
        }

        if (_state.Card(id) is not { } model)
        {
            await Reply.InternalServerErrorAsync(context);
            return;
        }

        if (InstanceDocument.Read(tagged, model) is not { } instance)
        {
            await Reply.UnprocessableAsync(context, "model_attributes_type", "instance", "Input should be a valid dictionary or instance");
            return;
        }

        long available;
        lock (_state.Gate)
            available = _state.Workers.Where(w => !w.Dropped).Sum(_state.FreeBytes);
        if (model.StorageBytes > available)
        {
            await Reply.ErrorAsync(context, 400, "Bad Request", string.Create(
                CultureInfo.InvariantCulture,
                $"Insufficient memory to create instance. Required: {Placer.Gigabytes(model.StorageBytes):F1}GB, Available: {Placer.Gigabytes(available):F1}GB"));
            return;
        }

        await node.PauseAsync(context.RequestAborted);
        _state.Create(instance);
        await ReceivedAsync(context, model);
    }

    public async Task PlaceAsync(HttpContext context)
    {
        var body = await Reply.ReadAsync(context);
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("model_id", out var id) || id.ValueKind != JsonValueKind.String)
        {
            await Reply.UnprocessableAsync(context, "missing", "model_id", "Field required");
            return;
        }

        if (_state.Card(id.GetString()!) is not { } model)
        {
            await Reply.InternalServerErrorAsync(context);
            return;
        }

        await node.PauseAsync(context.RequestAborted);
        var spread = new Spread(Is(body, "sharding", "Tensor"), Is(body, "instance_meta", "MlxJaccl"));
        var minNodes = body.TryGetProperty("min_nodes", out var min) && min.TryGetInt32(out var number) ? number : 1;
        Instance? instance;
        lock (_state.Gate)
            instance = new Placer(_state).Place(model, spread, minNodes, []).Instance;
        // Where there is no place, exo logs it and the caller never learns.
        if (instance is not null)
            _state.Create(instance);
        await ReceivedAsync(context, model);
    }

    public Task GetAsync(HttpContext context, string id)
    {
        lock (_state.Gate)
        {
            return _state.Instance(id) is { } instance
                ? Reply.JsonAsync(context, 200, json => InstanceDocument.Write(json, _state, instance))
                : Reply.ErrorAsync(context, 404, "Not Found", NotFound);
        }
    }

    public async Task DeleteAsync(HttpContext context, string id)
    {
        Instance? instance;
        lock (_state.Gate)
            instance = _state.Instance(id);
        if (instance is null)
        {
            await Reply.ErrorAsync(context, 404, "Not Found", NotFound);
            return;
        }

        await node.PauseAsync(context.RequestAborted);
        if (!_state.LosesCommands)
            _state.Delete(instance);
        await Reply.JsonAsync(context, 200, json =>
        {
            json.WriteStartObject();
            json.WriteString("message"u8, "Command received."u8);
            json.WriteString("command_id"u8, Guid.NewGuid());
            json.WriteString("instance_id"u8, id);
            json.WriteEndObject();
        });
    }

    /// <summary>"ready" means that the instance exists; nothing need be loaded.</summary>
    public async Task AwaitAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["model_id"] is not [{ } model, ..])
        {
            await Reply.UnprocessableAsync(context, "missing", "model_id", "Field required", "query");
            return;
        }

        var seconds = query["timeout_seconds"] is [{ } text, ..] && double.TryParse(text, CultureInfo.InvariantCulture, out var given) ? given : 0;
        if (seconds is < 0 or > 300)
        {
            await Reply.UnprocessableAsync(context, "less_than_equal", "timeout_seconds", "Input should be less than or equal to 300", "query");
            return;
        }

        using var stream = new EventStream(context, node.Time);
        await using var look = node.Time.CreateTimer(_ => stream.Wake(), null, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.1));
        await stream.OpenAsync();
        var began = node.Time.GetTimestamp();
        while (true)
        {
            var message = Await(model, timedOut: seconds > 0 && node.Time.GetElapsedTime(began).TotalSeconds >= seconds);
            if (message is not null)
            {
                stream.Write([.. "data: "u8, .. message.Value.Span, .. "\n\n"u8]);
                await stream.FlushAsync();
                return;
            }

            var woken = await stream.WaitAsync();
            if ((woken & Woken.Gone) != 0)
                throw new OperationCanceledException("The client is gone.");
            if ((woken & Woken.Silence) == 0)
                continue;
            stream.WriteKeepAlive();
            await stream.FlushAsync();
        }
    }

    public Task LinksAsync(HttpContext context)
    {
        lock (_state.Gate)
        {
            return Reply.JsonAsync(context, 200, json =>
            {
                json.WriteStartArray();
                foreach (var link in _state.Options.Disaggregation ? _state.Links : [])
                    InstanceDocument.Write(json, link);
                json.WriteEndArray();
            });
        }
    }

    public async Task LinkAsync(HttpContext context, string id)
    {
        var body = await Reply.ReadAsync(context);
        if (!TryNames(body, "prefill_instances", out var prefill) || !TryNames(body, "decode_instances", out var decode))
        {
            await Reply.UnprocessableAsync(context, "missing", prefill.Count == 0 ? "prefill_instances" : "decode_instances", "Field required");
            return;
        }

        await SetAsync(context, () =>
        {
            _state.Links.RemoveAll(l => l.Id == id);
            _state.Links.Add(new InstanceLink(id, [.. prefill.Distinct()], [.. decode.Distinct()]));
        });
    }

    public Task UnlinkAsync(HttpContext context, string id) => SetAsync(context, () => _state.Links.RemoveAll(l => l.Id == id));

    private async Task SetAsync(HttpContext context, Action set)
    {
        if (!_state.Options.Disaggregation)
        {
            await Reply.ErrorAsync(context, 404, "Not Found", Disabled);
            return;
        }

        await node.PauseAsync(context.RequestAborted);
        lock (_state.Gate)
        {
            if (!_state.LosesCommands)
                set();
            _state.LastEvent++;
        }

        await Reply.MessageAsync(context, "Command received.", Guid.NewGuid().ToString());
    }

    private ReadOnlyMemory<byte>? Await(string model, bool timedOut)
    {
        lock (_state.Gate)
        {
            if (_state.Instances.Find(i => i.Model.Id == model) is { } instance)
            {
                return Reply.Bytes(json =>
                {
                    using var document = JsonDocument.Parse(Reply.Bytes(inner => InstanceDocument.Write(inner, _state, instance)));
                    json.WriteStartObject();
                    json.WriteString("type"u8, "ready"u8);
                    json.WritePropertyName("instance"u8);
                    SnakeCase.Write(json, document.RootElement);
                    json.WriteEndObject();
                });
            }
        }

        if (!timedOut)
            return null;
        return Reply.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "timeout"u8);
            json.WriteString("message"u8, $"No instance found for model {model}");
            json.WriteEndObject();
        });
    }

    private static Task ReceivedAsync(HttpContext context, SimulatedModel model) => Reply.JsonAsync(context, 200, json =>
    {
        json.WriteStartObject();
        json.WriteString("message"u8, "Command received."u8);
        json.WriteString("command_id"u8, Guid.NewGuid());
        json.WritePropertyName("model_card"u8);
        InstanceDocument.WriteCard(json, model);
        json.WriteEndObject();
    });

    private static bool Is(JsonElement body, string name, string value) =>
        body.TryGetProperty(name, out var given) && given.ValueKind == JsonValueKind.String && given.ValueEquals(value);

    private static bool TryNames(JsonElement body, string name, out List<string> names)
    {
        names = [];
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(name, out var array) || array.ValueKind != JsonValueKind.Array)
            return false;
        names.AddRange(array.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!));
        return true;
    }
}
