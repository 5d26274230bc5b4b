using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.Schema;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Discord does not do what a request asks.</summary>
/// <remarks>discord.com/developers/docs/topics/opcodes-and-status-codes#json, discord.com/developers/docs/reference#error-messages</remarks>
[SuppressMessage("Design", "CA1064", Justification = "Never leaves the fake.")]
[SuppressMessage("Design", "CA1032", Justification = "Only ever thrown with what Discord says.")]
internal sealed class RefusedException(int status, int code, string message) : Exception(message)
{
    private readonly IReadOnlyList<SchemaProblem> _problems = [];

    private RefusedException(IReadOnlyList<SchemaProblem> problems)
        : this(400, 50035, "Invalid Form Body") => _problems = problems;

    public int Status => status;

    public int Code => code;

    /// <summary>What no client that keeps to the documentation would send; empty for refusals that can happen to any.</summary>
    public IEnumerable<string> Mistakes => _problems.Count > 0 ? _problems.Select(problem => problem.ToString()) : code is 50006 or 50109 || (code == 0 && status is 404 or 405) ? [Message] : [];

    public static RefusedException Unauthorized => new(401, 0, "401: Unauthorized");

    public static RefusedException NoRoute => new(404, 0, "404: Not Found");

    public static RefusedException WrongMethod => new(405, 0, "405: Method Not Allowed");

    public static RefusedException UnknownChannel => new(404, 10003, "Unknown Channel");

    public static RefusedException UnknownGuild => new(404, 10004, "Unknown Guild");

    public static RefusedException UnknownMember => new(404, 10007, "Unknown Member");

    public static RefusedException UnknownMessage => new(404, 10008, "Unknown Message");

    public static RefusedException UnknownUser => new(404, 10013, "Unknown User");

    public static RefusedException UnknownEmoji => new(400, 10014, "Unknown Emoji");

    public static RefusedException UnknownWebhook => new(404, 10015, "Unknown Webhook");

    public static RefusedException UnknownApplication => new(404, 10002, "Unknown Application");

    public static RefusedException UnknownInteraction => new(404, 10062, "Unknown interaction");

    public static RefusedException UnknownCommand => new(404, 10063, "Unknown application command");

    public static RefusedException TooManyCommands => new(400, 30032, "Maximum number of application commands reached (100)");

    public static RefusedException TooLarge => new(413, 40005, "Request entity too large");

    public static RefusedException AlreadyAcknowledged => new(400, 40060, "Interaction has already been acknowledged.");

    public static RefusedException MissingAccess => new(403, 50001, "Missing Access");

    public static RefusedException DirectChannel => new(403, 50003, "Cannot execute action on a DM channel");

    public static RefusedException NotTheAuthor => new(403, 50005, "Cannot edit a message authored by another user");

    public static RefusedException EmptyMessage => new(400, 50006, "Cannot send an empty message");

    public static RefusedException CannotMessageUser => new(403, 50007, "Cannot send messages to this user");

    public static RefusedException MissingPermissions => new(403, 50013, "Missing Permissions");

    public static RefusedException SystemMessage => new(403, 50021, "Cannot execute action on a system message");

    public static RefusedException InvalidWebhookToken => new(401, 50027, "Invalid Webhook Token");

    public static RefusedException WrongKindOfChannel => new(400, 50024, "Cannot execute action on this channel type");

    public static RefusedException InvalidJson => new(400, 50109, "The request body contains invalid JSON.");

    public static RefusedException ThreadExists => new(400, 160004, "A thread has already been created for this message");

    public static RefusedException Invalid(IReadOnlyList<SchemaProblem> problems) => new([.. problems.Where(problem => problem.Refuses)]);

    public static RefusedException Invalid(string path, string code, string message) => new([new SchemaProblem(path.Length == 0 ? [] : path.Split('.'), code, message)]);

    public byte[] Body() => WireJson.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("message"u8, Message);
        json.WriteNumber("code"u8, code);
        if (_problems.Count > 0)
        {
            json.WritePropertyName("errors"u8);
            Write(json, _problems, 0);
        }

        json.WriteEndObject();
    });

    /// <summary>Errors lie in objects that are nested as the values are.</summary>
    private static void Write(Utf8JsonWriter json, IEnumerable<SchemaProblem> problems, int depth)
    {
        json.WriteStartObject();
        foreach (var below in problems.Where(problem => problem.Path.Count > depth).GroupBy(problem => problem.Path[depth], StringComparer.Ordinal))
        {
            json.WritePropertyName(below.Key);
            Write(json, below, depth + 1);
        }

        var here = problems.Where(problem => problem.Path.Count == depth).ToList();
        if (here.Count > 0)
            json.Array("_errors"u8, here, static (writer, problem) =>
            {
                writer.WriteStartObject();
                writer.WriteString("code"u8, problem.Code);
                writer.WriteString("message"u8, problem.Message);
                writer.WriteEndObject();
            });
        json.WriteEndObject();
    }
}
