using System.Text.Json;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Schema;

/// <summary>Holds what is about to be sent against the documented schema, so that the fake cannot drift.</summary>
/// <param name="violations">Where breaches of our own go; null to send unchecked.</param>
internal sealed class SelfCheck(ViolationLog? violations)
{
    /// <summary>The <c>d</c> of an event.</summary>
    public void Event(string name, ReadOnlyMemory<byte> data) => Sent(name, data, "event");

    /// <summary>The body of an answer.</summary>
    public void Answer(string type, ReadOnlyMemory<byte> body) => Sent(type, body, "answer");

    /// <summary>The body of an answer that is a list.</summary>
    public void Answers(string type, ReadOnlyMemory<byte> body)
    {
        if (violations is null)
            return;
        using var document = JsonDocument.Parse(body);
        foreach (var item in document.RootElement.EnumerateArray())
            Report(type, item, "answer");
    }

    private void Sent(string type, ReadOnlyMemory<byte> data, string what)
    {
        if (violations is null)
            return;
        using var document = JsonDocument.Parse(data);
        Report(type, document.RootElement, what);
    }

    private void Report(string type, JsonElement value, string what)
    {
        foreach (var problem in WireSchema.Sent(type, value))
            violations!.Add($"The fake itself: {what} {type}: {problem}.");
    }
}
