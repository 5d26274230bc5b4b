using LocalsOnly.Memory.Knowledge;

namespace LocalsOnly.Tests.Memory.Knowledge;

public sealed class ChunkTests
{
    [Fact]
    public void A_passage_is_a_headings_own_text_with_the_path_of_its_headings()
    {
        var document = Markdown.Read($"# Options income\n\n{Markdown.Words(90, "a")}\n\n## The wheel\n\n{Markdown.Words(90, "b")}\n\n### When to roll\n\n{Markdown.Words(90, "c")}\n\n## Cash\n\n{Markdown.Words(90, "d")}\n");

        Assert.Equal(
            [
                ("options-income", "Options income", 1),
                ("options-income/the-wheel", "Options income > The wheel", 5),
                ("options-income/the-wheel/when-to-roll", "Options income > The wheel > When to roll", 9),
                ("options-income/cash", "Options income > Cash", 13),
            ],
            document.Chunks.Select(chunk => (chunk.Key, chunk.HeadingPath, chunk.Line)));
        Assert.Equal(Markdown.Words(90, "c"), document.Chunks[2].Text);
        Assert.Equal("Options income", document.Title);
    }

    [Fact]
    public void The_title_of_the_front_matter_stands_above_headings_of_level_2_and_is_no_part_of_a_key()
    {
        var document = Markdown.Read($"---\ntitle: Options income\n---\n{Markdown.Words(90, "a")}\n\n## Rolling\n{Markdown.Words(90, "b")}\n");

        Assert.Equal([("start", "Options income", 4), ("rolling", "Options income > Rolling", 6)], document.Chunks.Select(chunk => (chunk.Key, chunk.HeadingPath, chunk.Line)));
    }

    [Fact]
    public void A_heading_underlined_with_equals_signs_or_hyphens_counts()
    {
        var document = Markdown.Read($"Options income\n==============\n\n{Markdown.Words(90, "a")}\n\nThe wheel\n---\n{Markdown.Words(90, "b")}\n");

        Assert.Equal(["Options income", "Options income > The wheel"], document.Chunks.Select(chunk => chunk.HeadingPath));
        Assert.Equal([Markdown.Words(90, "a"), Markdown.Words(90, "b")], document.Chunks.Select(chunk => chunk.Text));
    }

    [Theory]
    [InlineData("```sh\n# no heading\necho\n```")]
    [InlineData("~~~\n## no heading\n~~~")]
    [InlineData("    # no heading")]
    [InlineData("> # no heading")]
    [InlineData("- # no heading")]
    [InlineData("#no heading")]
    public void What_only_looks_like_a_heading_is_text(string block)
    {
        var chunk = Assert.Single(Markdown.Read($"## Real\n\n{block}\n").Chunks);

        Assert.Equal(("real", block), (chunk.Key, chunk.Text));
    }

    [Fact]
    public void A_heading_is_named_by_its_words_without_its_marks()
    {
        var chunk = Assert.Single(Markdown.Read("## The *wheel* in `steps` &amp; [more](https://example.org) ##\n\ntext\n").Chunks);

        Assert.Equal(("the-wheel-in-steps-more", "note > The wheel in steps & more"), (chunk.Key, chunk.HeadingPath));
    }

    [Fact]
    public void Short_neighbours_under_one_parent_are_joined_and_keep_their_headings()
    {
        var chunk = Assert.Single(Markdown.Read("# Words\n\n## Delta\n\nFirst greek.\n\n## Gamma\n\nSecond greek.\n").Chunks);

        Assert.Equal(new KnowledgeChunk("words/delta", "Words", "## Delta\n\nFirst greek.\n\n## Gamma\n\nSecond greek.", 3), chunk);
    }

    [Fact]
    public void A_parents_own_short_text_is_joined_with_its_short_children()
    {
        var chunk = Assert.Single(Markdown.Read("# Words\n\nThe greeks.\n\n## Delta\n\nFirst greek.\n").Chunks);

        Assert.Equal(new KnowledgeChunk("words", "Words", "The greeks.\n\n## Delta\n\nFirst greek.", 1), chunk);
    }

    [Fact]
    public void Short_texts_under_different_parents_stay_apart()
    {
        var document = Markdown.Read("# One\n\n## A\n\nalpha\n\n# Two\n\n## B\n\nbeta\n\n### C\n\ngamma\n");

        Assert.Equal(["one/a", "two/b"], document.Chunks.Select(chunk => chunk.Key));
        Assert.Equal("Two > B", document.Chunks[1].HeadingPath);
    }

    [Fact]
    public void A_text_of_80_words_is_not_joined_and_one_of_79_is()
    {
        Assert.Equal(2, Markdown.Read($"## A\n\n{Markdown.Words(80, "a")}\n\n## B\n\nshort\n").Chunks.Count);
        Assert.Single(Markdown.Read($"## A\n\n{Markdown.Words(79, "a")}\n\n## B\n\nshort\n").Chunks);
    }

    [Fact]
    public void Joining_ends_before_a_passage_gets_long()
    {
        var sections = string.Concat(Enumerable.Range(1, 10).Select(i => $"## S{i}\n\n{Markdown.Words(60, $"s{i}x")}\n\n"));

        Assert.All(Markdown.Read(sections).Chunks, chunk => Assert.InRange(Markdown.Count(chunk.Text), 60, 220));
        Assert.Equal(["s1", "s4", "s7", "s10"], Markdown.Read(sections).Chunks.Select(chunk => chunk.Key));
    }

    [Fact]
    public void The_same_headings_again_are_numbered_and_a_heading_that_looks_numbered_collides_with_none()
    {
        var body = Markdown.Words(90);

        Assert.Equal(["notes", "notes-2", "notes-2-2", "notes-3"], Markdown.Read($"## Notes\n{body}\n## Notes\n{body}\n## Notes 2\n{body}\n## Notes\n{body}\n").Chunks.Select(chunk => chunk.Key));
    }

    [Fact]
    public void A_key_survives_edits_elsewhere_in_the_file()
    {
        var before = Markdown.Read($"---\ntitle: Old\n---\n## A\n{Markdown.Words(90, "a")}\n## B\n{Markdown.Words(90, "b")}\n");
        var after = Markdown.Read($"---\ntitle: New\n---\n## Z\n{Markdown.Words(400, "z")}\n## A\n{Markdown.Words(120, "a")}\n### A1\n{Markdown.Words(90)}\n## B\n{Markdown.Words(90, "b")}\n");

        Assert.Equal(before.Chunks.Single(chunk => chunk.Key == "b").Text, after.Chunks.Single(chunk => chunk.Key == "b").Text);
    }

    [Fact]
    public void Headings_of_any_script_make_keys()
    {
        Assert.Equal(["größe/波动率", "größe/section"], Markdown.Read($"# Größe\n## 波动率\n{Markdown.Words(90)}\n## ???\n{Markdown.Words(90)}\n").Chunks.Select(chunk => chunk.Key));
    }

    [Fact]
    public void Nothing_of_the_text_is_lost()
    {
        var body = "intro [link][a]\n\n[a]: https://example.org\n\n<!-- note -->\n\n* * *\n\n1. one\n2. two\n\n> quote\n\n    code\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nlast";

        Assert.Equal(body, string.Join("\n\n", Markdown.Read($"## A\n\n{body}\n").Chunks.Select(chunk => chunk.Text)));
    }
}
