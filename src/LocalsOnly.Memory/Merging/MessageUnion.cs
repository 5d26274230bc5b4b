namespace LocalsOnly.Memory.Merging;

/// <summary>What holds of all messages of one export of a conversation.</summary>
/// <param name="Rank">How new it is.</param>
/// <param name="IsList">It is no talk but a list that is written anew, as what a vendor noted of a person.</param>
/// <param name="NamesParents">Their parents are what the export says, and no guess.</param>
internal readonly record struct ObservedForm(ObservationRank Rank, bool IsList, bool NamesParents);

/// <summary>All that was seen under one message key: the richest payload, and every parent and list of attachments that was ever named.</summary>
internal sealed class MessageUnion(ConversationMessage first, ObservedForm form)
{
    private ConversationMessage _richest = first;
    private ObservedForm _form = form;
    private List<IReadOnlyList<string>>? _otherAttachments;
    private List<string>? _otherParents;
    private string? _parent = first.ParentKey;
    private bool _isParentNamed = form.NamesParents;
    private readonly IReadOnlyList<string> _attachments = first.Attachments;
    private DateTimeOffset? _earliest = first.At;
    private string? _model = first.Model;

    /// <summary>When it was said; null when no export says.</summary>
    public DateTimeOffset? At => _richest.At ?? _earliest;

    /// <summary>Every parent that an export names, without repeats, in no order; those that are guessed only where none names one.</summary>
    public IEnumerable<string> Parents
    {
        get
        {
            if (_parent is not null) yield return _parent;
            foreach (var other in _otherParents ?? []) yield return other;
        }
    }

    public MessageKind Kind => _richest.Kind;

    public void Add(ConversationMessage seen, ObservedForm form)
    {
        if (Compare(seen, form) > 0) (_richest, _form) = (seen, form);
        AddParent(seen.ParentKey, form.NamesParents);
        if (!seen.Attachments.SequenceEqual(_attachments, StringComparer.Ordinal)) (_otherAttachments ??= []).Add(seen.Attachments);
        if (seen.At is { } at && !(_earliest <= at)) _earliest = at;
        if (seen.Model is { } model && (_model is null || string.CompareOrdinal(model, _model) < 0)) _model = model;
    }

    // That it has none is named as well: a question asked anew is a root.
    private void AddParent(string? parent, bool isNamed)
    {
        if (isNamed != _isParentNamed)
        {
            if (!isNamed) return;
            (_parent, _otherParents, _isParentNamed) = (parent, null, true);
        }
        if (parent is not null && parent != _parent && _otherParents?.Contains(parent) != true) (_otherParents ??= []).Add(parent);
    }

    /// <summary>The message that all forms of it make, at its place.</summary>
    public ConversationMessage Place(bool active, string? parent)
    {
        var attachments = _otherAttachments is null ? _richest.Attachments : AttachmentUnion.Of([_attachments, .. _otherAttachments]);
        var at = At;
        var model = _richest.Model ?? _model;
        if (_richest.Flattened is null && _richest.Active == active && _richest.ParentKey == parent && ReferenceEquals(attachments, _richest.Attachments) && _richest.At == at && _richest.Model == model)
            return _richest;
        return _richest with
        {
            Active = active,
            ParentKey = parent,
            Attachments = attachments,
            At = at,
            RawAt = _richest.At is null && at is not null ? null : _richest.RawAt,
            Model = model,
            Flattened = null,
        };
    }

    // Of a document the newest text is the text, be it shorter. Whatever is told to be one by some export only is none to the others. So it is in a list, where dates tell.
    private int Compare(ConversationMessage seen, ObservedForm form)
    {
        var (isDocument, wasDocument) = (seen.Kind == MessageKind.Document, _richest.Kind == MessageKind.Document);
        if (isDocument != wasDocument) return isDocument ? 1 : -1;
        if (form.IsList != _form.IsList) return form.IsList ? 1 : -1;
        var newer = isDocument ? form.Rank.CompareTo(_form.Rank) : form.IsList ? form.Rank.CompareDates(_form.Rank) : 0;
        return newer != 0 ? newer : Compare(seen, _richest);
    }

    // A total order: what holds more is greater, and what holds as much is told apart by every field that is kept.
    private static int Compare(ConversationMessage one, ConversationMessage other)
    {
        if (ReferenceEquals(one, other)) return 0;
        // A flattened text may be longer by what is no part of it. It stands where the other form says nothing.
        var order = IsWhole(one).CompareTo(IsWhole(other));
        if (order == 0) order = one.Text.Length.CompareTo(other.Text.Length);
        if (order == 0) order = one.Attachments.Count.CompareTo(other.Attachments.Count);
        if (order == 0) order = other.Partial.CompareTo(one.Partial);
        if (order == 0) order = string.CompareOrdinal(one.Text, other.Text);
        if (order == 0) order = one.Author.CompareTo(other.Author);
        if (order == 0) order = one.Kind.CompareTo(other.Kind);
        if (order == 0) order = Nullable.Compare(one.At, other.At);
        if (order == 0) order = string.CompareOrdinal(one.RawAt, other.RawAt);
        if (order == 0) order = string.CompareOrdinal(one.Model, other.Model);
        return order;
    }

    private static bool IsWhole(ConversationMessage message) => message.Text.Length > 0 && message.Flattened != true;
}
