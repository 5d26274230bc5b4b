using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Concierge;
using LocalsOnly.Agents.Tools.Concierge.Names;

namespace LocalsOnly.Agents.Guards;

/// <summary>A venue that is on no list of the person's, and that they have not named, does not leave the house.</summary>
internal sealed class PlacesGuard(PlaceList list, IPersonaStore personas) : IReplyGuard
{
    public string? Name => GuardNames.Places;

    public Finding? Check(ReplyDraft draft)
    {
        var cited = Turns.Citations.Find(draft.Text, draft.Sources.Count).Select(mark => mark.Number).ToHashSet();
        var found = PlaceNames.Find(
            draft.Text,
            list.Now.Places,
            [
                .. personas.All.Select(persona => persona.Name),
                .. draft.Said.Where(message => message.FromPerson).Select(message => message.Text),
                .. draft.Sources.Where(source => cited.Contains(source.Number)).Select(source => source.Excerpt),
                .. draft.Calls.Where(call => call.Status == ToolStatus.Done && !call.Foreign).Select(call => call.Text),
            ]);
        if (found.Count == 0) return null;
        return new Finding(
            GuardNames.Places,
            $"{found.Count} venues are on no list",
            $"These places are not on the person's list and they have not named them: {string.Join(", ", found.Select(name => name.Name).Distinct(StringComparer.Ordinal).Take(8))}. "
            + "Write the answer again without them: look at the list with a concierge tool, and if it holds nothing suitable, say so and ask for a name.",
            PlaceNames.Without(draft.Text, found, PersonSentences.NoSuchPlace));
    }
}
