namespace LocalsOnly.Memory.Postings;

/// <summary>Where the list of a term is.</summary>
/// <param name="Documents">How many documents are in it.</param>
/// <param name="Offset">Byte of its segment's lists at which it begins.</param>
/// <param name="Length">Its bytes.</param>
internal readonly record struct TermEntry(int Documents, long Offset, int Length);
