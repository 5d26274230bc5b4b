namespace LocalsOnly.Treasury.Capacity;

/// <summary>What was configured or asked cannot be planned; the message is one sentence with what to do.</summary>
public sealed class CapacityException(string sentence) : Exception(sentence);
