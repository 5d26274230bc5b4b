namespace LocalsOnly.Discord.Protocol;

/// <summary>A component that is sent: discord.com/developers/docs/components/reference.</summary>
internal sealed record WireComponent(int Type)
{
    public const int Row = 1;
    public const int Button = 2;
    public const int StringSelect = 3;
    public const int TextInput = 4;

    /// <summary>What a field of a form stands in; a row there is deprecated.</summary>
    public const int LabelType = 18;

    public string? CustomId { get; init; }

    public string? Label { get; init; }

    /// <summary>The look of a button; for a text field 1 is one line, 2 several.</summary>
    public int? Style { get; init; }

    public bool? Disabled { get; init; }

    public string? Placeholder { get; init; }

    public WireSelectOption[]? Options { get; init; }

    public bool? Required { get; init; }

    public string? Value { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>What is in a row.</summary>
    public WireComponent[]? Components { get; init; }

    /// <summary>What is in a label.</summary>
    public WireComponent? Component { get; init; }
}

internal sealed record WireSelectOption(string Label, string Value, string? Description);
