using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LocalsOnly.Memory.Knowledge;

/// <summary>
/// The YAML between the first line <c>---</c> and the next. Texts and lists of texts are kept, anything deeper is named in a problem. It is read event by
/// event, without recursion and without following aliases, so that no header can exhaust the stack or the memory.
/// </summary>
internal sealed class FrontMatter
{
    private const int LongestHeader = 64 * 1024;

    private readonly Dictionary<string, KnowledgeField> _fields = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _problems = [];

    private FrontMatter(int length) => Length = length;

    public IReadOnlyDictionary<string, KnowledgeField> Fields => _fields;

    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Characters up to the first one of the text below; 0 when there is no front matter.</summary>
    public int Length { get; }

    /// <param name="text">The whole file, line ends \n.</param>
    public static FrontMatter Of(string text)
    {
        if (!IsFence(FirstLine(text), closing: false)) return new FrontMatter(0);
        var begin = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        for (var line = begin; begin > 0 && line < text.Length;)
        {
            var end = text.IndexOf('\n', line);
            var next = end < 0 ? text.Length : end + 1;
            if (IsFence(text.AsSpan(line, (end < 0 ? text.Length : end) - line), closing: true))
            {
                var header = new FrontMatter(next);
                header.Read(text[begin..line]);
                return header;
            }
            line = next;
        }
        var open = new FrontMatter(0);
        open._problems.Add("Its front matter is not closed, so the file is read as text throughout; put a line --- below the fields.");
        return open;
    }

    private static ReadOnlySpan<char> FirstLine(string text) =>
        text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? text.AsSpan(0, end) : text;

    private static bool IsFence(ReadOnlySpan<char> line, bool closing) => line.TrimEnd() is "---" || (closing && line.TrimEnd() is "...");

    private void Read(string yaml)
    {
        if (yaml.Length > LongestHeader)
        {
            _problems.Add($"Its front matter is longer than {LongestHeader / 1024} KB and was left out; move what is text below the second ---.");
            return;
        }
        try
        {
            var parser = new Parser(new StringReader(yaml));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return;
            if (parser.TryConsume<MappingStart>(out _)) ReadFields(parser);
            else if (!(parser.Accept<Scalar>(out var only) && only.Value.Length == 0))
                _problems.Add("Its front matter holds no fields and was left out; write lines like title: The wheel.");
        }
        catch (YamlException broken)
        {
            // Half a header is worth less than none: what was read before the fault may itself be the fault's consequence.
            _fields.Clear();
            _problems.Clear();
            // The header begins on line 2 of the file.
            _problems.Add($"Line {broken.Start.Line + 1} of its front matter is not valid YAML, so its fields were left out; check colons, brackets, quotes and indentation.");
        }
    }

    private void ReadFields(Parser parser)
    {
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var name))
            {
                Skip(parser);
                Skip(parser);
                _problems.Add("A field of its front matter has no plain name and was left out.");
                continue;
            }
            var field = ReadField(parser);
            if (field is null) _problems.Add($"The field '{name.Value}' of its front matter is neither a text nor a list of texts and was left out.");
            else if (!_fields.TryAdd(name.Value, field)) _problems.Add($"The field '{name.Value}' comes twice in its front matter; the first one is used.");
        }
    }

    private static KnowledgeField? ReadField(Parser parser)
    {
        if (parser.TryConsume<Scalar>(out var text)) return new KnowledgeField([text.Value], IsList: false);
        if (!parser.Accept<SequenceStart>(out _))
        {
            Skip(parser);
            return null;
        }
        parser.MoveNext();
        List<string>? values = [];
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (parser.TryConsume<Scalar>(out var item)) values?.Add(item.Value);
            else
            {
                Skip(parser);
                values = null;
            }
        }
        return values is null ? null : new KnowledgeField(values, IsList: true);
    }

    // A whole value, however deep: what opens is counted and not descended into.
    private static void Skip(Parser parser)
    {
        var depth = 0;
        do
        {
            var current = parser.Current ?? throw new YamlException("The header ends in the middle of a value.");
            depth += current.NestingIncrease;
            parser.MoveNext();
        }
        while (depth > 0);
    }
}
