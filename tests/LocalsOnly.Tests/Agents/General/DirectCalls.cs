using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Inference;

namespace LocalsOnly.Tests.Agents.General;

/// <summary>Calls a tool as a model does: by its name, with arguments by theirs.</summary>
internal static class DirectCalls
{
    public static TimeZoneInfo Paris { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public static Persona Kelly { get; } = new("kelly", "Kelly", "Tables", Tier.Light, [], null, 6, [], [], "#000000", "You are Kelly.");

    /// <param name="local">A time of a clock in Paris: 2026-11-26 12:31. In the hour that comes twice, the first.</param>
    public static ToolTurn At(string local, string message = "What now?")
    {
        var wall = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        return new ToolTurn(Kelly, null, message, new DateTimeOffset(wall, Paris.IsAmbiguousTime(wall) ? Paris.GetAmbiguousTimeOffsets(wall).Max() : Paris.GetUtcOffset(wall)), Paris);
    }

    public static async Task<string> CallAsync(this IToolset tools, ToolTurn turn, string name, params (string Name, object? Value)[] arguments)
    {
        var tool = tools.Tools.Single(one => one.Name == name);
        var result = await tool.Function.InvokeAsync(turn.Arguments(arguments.ToDictionary(argument => argument.Name, argument => argument.Value)));
        return Assert.IsType<string>(result);
    }

    public static async Task<string> RefusalAsync(this IToolset tools, ToolTurn turn, string name, params (string Name, object? Value)[] arguments) =>
        (await Assert.ThrowsAsync<ToolException>(() => tools.CallAsync(turn, name, arguments))).Message;
}
