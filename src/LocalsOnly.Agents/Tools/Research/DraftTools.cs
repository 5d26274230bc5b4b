using System.ComponentModel;
using System.Globalization;
using LocalsOnly.Agents.Tools.DeFi;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Research;

/// <summary><c>research_draft</c> and <c>research_drafts</c>: drafts are kept in the house and go nowhere.</summary>
internal sealed class DraftTools(Drafts drafts)
{
    private const int LongestTitle = 150;
    private const int LongestBody = 200_000;
    private const int LongestSource = 200;
    private const int MostSources = 100;
    private const int MostListed = 30;

    public IReadOnlyList<Tool> Tools =>
    [
        new(AIFunctionFactory.Create(Keep, new AIFunctionFactoryOptions
        {
            Name = "research_draft",
            Description = "Keeps a draft as a Markdown file in the house, each time as a new version. Nothing is published, posted or sent.",
        }))
        {
            Effect = ToolEffect.Write,
            AskedBy =
            [
                "draft", "save", "keep", "write", "note", "essay", "post", "outline", "substack", "thread", "article", "brouillon", "enregistr", "sauvegard", "gard", "écri", "ecri", "rédig",
                "redig", "essai", "plan", "entwurf", "entwirf", "entwerf", "speicher", "sicher", "schreib", "notier", "notiz", "aufsatz", "artikel", "beitrag", "verfass",
            ],
        },
        new(AIFunctionFactory.Create(List, new AIFunctionFactoryOptions
        {
            Name = "research_drafts",
            Description = "The drafts that are kept, newest first; or one of them in full, by its file name.",
        }))
        {
            Foreign = true,
            MostCharacters = 20_000,
        },
    ];

    private string Keep(
        AIFunctionArguments arguments,
        [Description("Title, on one line.")] string title,
        [Description("The whole draft in Markdown, without front matter.")] string body,
        [Description("Keys of the passages and names of the files that it draws on.")] string[]? sources = null)
    {
        var turn = ToolTurn.Of(arguments);
        var line = string.Join(' ', new string([.. title.Select(c => char.IsControl(c) ? ' ' : c)]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length is 0 or > LongestTitle) throw new ToolException($"title is empty or longer than {LongestTitle} characters; give one line.");
        if (string.IsNullOrWhiteSpace(body)) throw new ToolException("body is empty; give the whole draft.");
        if (body.Length > LongestBody) throw new ToolException($"body has {body.Length.ToString(CultureInfo.InvariantCulture)} characters and may have {LongestBody}; keep it in parts.");
        var named = (sources ?? []).Select(source => new string([.. source.Where(c => !char.IsControl(c))]).Trim()).Where(source => source.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (named.Count > MostSources || named.Exists(source => source.Length > LongestSource)) throw new ToolException($"sources are more than {MostSources}, or one is longer than {LongestSource} characters; give keys and names only.");
        if (KeyMaterial.Warning(body) is { } warning) throw new ToolException($"The draft was not kept. {warning}");
        var name = drafts.Keep(line, body, named, turn);
        return $"Draft kept as {name} in {drafts.Folder}. It is a draft: nothing was published or sent.";
    }

    private string List(AIFunctionArguments arguments, [Description("File name of one draft, to read it; empty for the list.")] string name = "")
    {
        var turn = ToolTurn.Of(arguments);
        if (name.Trim().Length > 0) return drafts.Open(name.Trim(), turn) ?? throw new ToolException("There is no draft of that name here; list them to see their names.");
        var all = drafts.List(turn);
        if (all.Count == 0) return $"No draft is kept yet; one goes to {drafts.Folder} when the person asks for it.";
        var lines = all.Take(MostListed).Select(draft => string.Create(CultureInfo.InvariantCulture,
            $"{draft.Name}: {draft.Title}, {draft.Words} words{(draft.At is { } at ? $", kept {TimeZoneInfo.ConvertTime(at, turn.Zone):yyyy-MM-dd HH:mm} ({turn.Zone.Id})" : "")}"));
        return $"{all.Count.ToString(CultureInfo.InvariantCulture)} drafts:\n{string.Join('\n', lines)}" + (all.Count > MostListed ? $"\n{(all.Count - MostListed).ToString(CultureInfo.InvariantCulture)} older ones are in {drafts.Folder}." : "");
    }
}
