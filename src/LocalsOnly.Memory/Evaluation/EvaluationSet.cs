using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Memory.Evaluation;

/// <summary>Conversations, and questions of which it is known which messages answer them: a folder with <c>corpus.jsonl</c> and <c>questions.jsonl</c>.</summary>
public sealed class EvaluationSet
{
    private EvaluationSet(IReadOnlyList<EvaluationConversation> conversations, IReadOnlyList<EvaluationQuestion> questions) =>
        (Conversations, Questions) = (conversations, questions);

    /// <summary>All that is remembered.</summary>
    public IReadOnlyList<EvaluationConversation> Conversations { get; }

    /// <summary>All that is asked.</summary>
    public IReadOnlyList<EvaluationQuestion> Questions { get; }

    /// <summary>Reads a set.</summary>
    /// <exception cref="EvaluationSetException">A file is not there, or a line of it is not what it should be.</exception>
    public static EvaluationSet Load(string folder)
    {
        var conversations = Lines(Path.Combine(folder, "corpus.jsonl"), EvaluationJson.Default.EvaluationConversation);
        var questions = Lines(Path.Combine(folder, "questions.jsonl"), EvaluationJson.Default.EvaluationQuestion);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var message in conversations.SelectMany(conversation => conversation.Messages))
            if (!ids.Add(message.Id)) throw new EvaluationSetException($"{folder}: two messages have the id {message.Id}; ids must be unique in a set.");
        foreach (var question in questions)
            if (question.Gold.FirstOrDefault(id => !ids.Contains(id)) is { } unknown)
                throw new EvaluationSetException($"{folder}: question {question.Id} is answered by {unknown}, and no message has that id.");
        if (questions.Count == 0) throw new EvaluationSetException($"{folder}: questions.jsonl has no question.");
        return new EvaluationSet(conversations, questions);
    }

    private static List<T> Lines<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        var read = new List<T>();
        var number = 0;
        try
        {
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line)) read.Add(JsonSerializer.Deserialize(line, type) ?? throw new JsonException("it is null"));
            }
        }
        catch (JsonException fault)
        {
            throw new EvaluationSetException($"{path}, line {number}: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationSetException($"{path} cannot be read ({fault.Message.TrimEnd('.')}): a set is a folder with corpus.jsonl and questions.jsonl.");
        }
        return read;
    }
}

/// <summary>A conversation of a set.</summary>
/// <param name="Scope">Whose it is: a question sees its own scope only.</param>
/// <param name="Conversation">Its id.</param>
/// <param name="Title">May be empty.</param>
/// <param name="Started">When it began.</param>
/// <param name="Messages">In reading order.</param>
public sealed record EvaluationConversation(
    [property: JsonRequired] string Scope, [property: JsonRequired] string Conversation, string? Title, DateTimeOffset? Started,
    [property: JsonRequired] IReadOnlyList<EvaluationMessage> Messages)
{
    /// <summary>Where it comes from: <c>here</c> for what was said to a persona.</summary>
    public string? Source { get; init; }
}

/// <summary>A message of a set.</summary>
/// <param name="Id">Unique in the set.</param>
/// <param name="Author">Name of who said it.</param>
/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
/// <param name="At">When.</param>
/// <param name="Text">What.</param>
public sealed record EvaluationMessage([property: JsonRequired] string Id, string? Author, string? Role, DateTimeOffset? At, [property: JsonRequired] string Text);

/// <summary>A question of a set.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Scope">Of the conversations that it sees.</param>
/// <param name="Kind">What sort of question it is, for the table.</param>
/// <param name="Query">As it is put.</param>
/// <param name="Gold">Ids of the messages that answer it.</param>
public sealed record EvaluationQuestion(
    [property: JsonRequired] string Id, [property: JsonRequired] string Scope, [property: JsonRequired] string Kind, [property: JsonRequired] string Query,
    [property: JsonRequired] IReadOnlyList<string> Gold);

/// <summary>A set cannot be used. The message is one sentence for a person.</summary>
public sealed class EvaluationSetException(string message) : Exception(message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EvaluationConversation))]
[JsonSerializable(typeof(EvaluationQuestion))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
