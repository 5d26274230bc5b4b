namespace LocalsOnly.Memory.Postings;

/// <summary>The columns of one document.</summary>
internal readonly record struct DocumentRow(int Ordinal, ushort Author, ushort Length, ushort Words, byte Cues, int Minutes, long Content);

/// <summary>Collects <see cref="DocumentColumns"/>, row by row.</summary>
internal sealed class ColumnBuilder
{
    private readonly List<int> _conversation = [];
    private readonly List<int> _scope = [];
    private readonly List<int> _firstDocument = [];
    private readonly List<int> _firstPosition = [];
    private readonly List<DocumentRow> _rows = [];

    public int Count => _rows.Count;

    public void BeginBlock(int conversation, int scope, int firstPosition)
    {
        _conversation.Add(conversation);
        _scope.Add(scope);
        _firstDocument.Add(Count);
        _firstPosition.Add(firstPosition);
    }

    public void Add(in DocumentRow row) => _rows.Add(row);

    public DocumentColumns Build() => new()
    {
        Conversation = [.. _conversation],
        Scope = [.. _scope],
        FirstDocument = [.. _firstDocument],
        FirstPosition = [.. _firstPosition],
        Ordinal = Column(row => row.Ordinal),
        Author = Column(row => row.Author),
        Length = Column(row => row.Length),
        Words = Column(row => row.Words),
        Cues = Column(row => row.Cues),
        Minutes = Column(row => row.Minutes),
        Content = Column(row => row.Content),
    };

    private T[] Column<T>(Func<DocumentRow, T> of)
    {
        var column = new T[_rows.Count];
        for (var i = 0; i < column.Length; i++) column[i] = of(_rows[i]);
        return column;
    }
}
