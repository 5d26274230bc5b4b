using LocalsOnly.Agents.Personas;
using LocalsOnly.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalsOnly.Tests.Agents;

public sealed class PersonaStoreTests : IDisposable
{
    private const string Good = "---\nname: VINCE\ndescription: Markets\ntier: heavy\n---\nYou are VINCE.\n";

    private readonly TemporaryDirectory _directory = new();
    private DateTime _writtenAt = DateTime.UtcNow;

    private PersonaStore Store => new(_directory.Path, NullLogger<PersonaStore>.Instance);

    [Fact]
    public void A_persona_is_its_header_and_its_prompt()
    {
        Write("vince", """
            ---
            name: VINCE
            description: Markets
            tier: heavy
            tools: [recall]
            memory:
              sources: [chatgpt]
              passages: 4
            channels: [daily]
            peers: [solus]
            accent: "#0F766E"
            ---
            You are VINCE.

            ---
            A rule inside the prompt stays.
            """);

        var vince = Store.Find(" Vince ")!;

        Assert.Equal(("vince", "VINCE", "Markets", Tier.Heavy, 4, "#0f766e"), (vince.Id, vince.Name, vince.Description, vince.Tier, vince.Passages, vince.Accent));
        Assert.Equal(["chatgpt"], vince.Sources!);
        Assert.Equal(["solus"], vince.Peers);
        Assert.StartsWith("You are VINCE.", vince.Prompt, StringComparison.Ordinal);
        Assert.EndsWith("A rule inside the prompt stays.", vince.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_file_takes_effect_at_the_next_look()
    {
        Write("vince", Good);
        var store = Store;
        Assert.Equal("You are VINCE.", store.Find("vince")!.Prompt);

        Write("vince", Good.Replace("You are VINCE.", "You are new.", StringComparison.Ordinal));

        Assert.Equal("You are new.", store.Find("vince")!.Prompt);
        Assert.Empty(store.Problems);
    }

    [Fact]
    public void A_broken_file_leaves_the_last_good_version_answering_and_says_so_until_it_is_mended()
    {
        Write("vince", Good);
        var store = Store;
        Assert.NotNull(store.Find("vince"));

        Write("vince", Good.Replace("tier: heavy", "tier: [heavy", StringComparison.Ordinal));

        Assert.Equal("You are VINCE.", store.Find("vince")!.Prompt);
        var problem = Assert.Single(store.Problems);
        Assert.True(problem.LastGoodKept);
        Assert.Contains("agents/vince/persona.md: line", problem.Sentence, StringComparison.Ordinal);

        Write("vince", Good.Replace("Markets", "Mended", StringComparison.Ordinal));
        Assert.Equal("Mended", store.Find("vince")!.Description);
        Assert.Empty(store.Problems);
    }

    [Fact]
    public void A_file_that_vanishes_leaves_its_persona_answering_and_says_so()
    {
        Write("vince", Good);
        var store = Store;
        Assert.NotNull(store.Find("vince"));

        File.Delete(_directory.Combine("vince", "persona.md"));

        Assert.NotNull(store.Find("vince"));
        Assert.Contains("is gone", Assert.Single(store.Problems).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("You are VINCE.", "line 1: the file must begin with a line ---")]
    [InlineData("---\nname: VINCE\n", "the header is not closed")]
    [InlineData("---\nname: VINCE\ndescription: M\n---\n", "there is no prompt")]
    [InlineData("---\ndescription: M\n---\nYou.", "the header has no 'name'")]
    [InlineData("---\nname: V\ndescription: M\ntier: middling\n---\nYou.", "tier is 'middling'; write heavy, light or auto")]
    [InlineData("---\nname: V\ndescription: M\ntiers: heavy\n---\nYou.", "unknown key 'tiers'; known are name,")]
    [InlineData("---\nname: V\ndescription: M\nname: W\n---\nYou.", "line 4:")]
    [InlineData("---\nname: V\ndescription: M\nmemory:\n  passages: 99\n---\nYou.", "memory.passages is 99; write a number from 0 to 20")]
    [InlineData("---\nname: V\ndescription: M\nmemory:\n  passages: many\n---\nYou.", "line 5:")]
    [InlineData("---\nname: V\ndescription: M\naccent: teal\n---\nYou.", "accent is 'teal'; write a colour")]
    [InlineData("", "line 1:")]
    public void A_broken_file_is_one_sentence_that_says_what_to_write(string content, string expected)
    {
        Write("vince", content);

        var store = Store;

        Assert.Null(store.Find("vince"));
        var problem = Assert.Single(store.Problems);
        Assert.False(problem.LastGoodKept);
        Assert.Contains(expected, problem.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Sentence);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_problem_and_not_a_crash()
    {
        var store = new PersonaStore(_directory.Combine("nowhere"), NullLogger<PersonaStore>.Instance);

        Assert.Empty(store.All);
        Assert.Contains("Agents:Folder", Assert.Single(store.Problems).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_persona_that_ships_is_good_and_asks_only_peers_that_exist()
    {
        var store = new PersonaStore(Path.Combine(Repository.Root, "agents"), NullLogger<PersonaStore>.Instance);

        Assert.Equal(["eliza", "kelly", "otaku", "solus", "vince"], store.All.Select(persona => persona.Id));
        Assert.Empty(store.Problems);
        Assert.All(store.All, persona => Assert.All(persona.Peers, peer => Assert.NotNull(store.Find(peer))));
    }

    public void Dispose() => _directory.Dispose();

    // Two writes within the file system's clock tick would look the same; an editor never saves that fast.
    private void Write(string id, string content) =>
        File.SetLastWriteTimeUtc(_directory.Write($"{id}/persona.md", content), _writtenAt = _writtenAt.AddSeconds(1));
}
