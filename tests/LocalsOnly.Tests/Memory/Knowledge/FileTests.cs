using System.Text;
using LocalsOnly.Memory.Knowledge;

namespace LocalsOnly.Tests.Memory.Knowledge;

public sealed class FileTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_folder_is_the_persona_and_shared_is_nobodys()
    {
        _folder.Write("solus/deep/a.md", "text");
        _folder.Write("shared/b.md", "text");
        _folder.Write("loose.MD", "text");

        Assert.Equal(
            [("loose.MD", "shared", null), ("shared/b.md", "shared", null), ("solus/deep/a.md", "solus", (string?)"solus")],
            Read().Select(document => (document.Path, document.Folder, document.Persona)));
    }

    [Fact]
    public void Other_files_hidden_names_and_the_readme_at_the_root_are_no_knowledge()
    {
        foreach (var name in new[] { "README.md", "solus/a.txt", ".git/a.md", "solus/.draft.md", "solus/README.md" }) _folder.Write(name, "text");

        Assert.Equal(["solus/README.md"], Read().Select(document => document.Path));
    }

    [Fact]
    public void A_folder_that_is_not_there_holds_nothing() => Assert.Empty(KnowledgeFolder.Read(_folder.Combine("none")));

    [Fact]
    public void Fields_are_texts_and_lists_of_texts()
    {
        var document = Markdown.Read("---\ntitle: \"The wheel: a loop\"\ntags: [options, income]\nsource:\n- book\nUpdated: 2026-11-25\nempty:\n---\ntext\n");

        Assert.Empty(document.Problems);
        Assert.Equal("The wheel: a loop", document.Title);
        Assert.Equal((true, "options, income"), (document.Fields["tags"].IsList, document.Fields["tags"].Text));
        Assert.Equal(["book"], document.Fields["source"].Values);
        Assert.Equal("", document.Fields["empty"].Text);
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero), document.Updated);
    }

    [Theory]
    [InlineData("---\ntitle: [a\n---\ntext\n", "Line 3 of its front matter is not valid YAML, so its fields were left out; check colons, brackets, quotes and indentation.", "note")]
    [InlineData("---\ntitle: a: b\n---\ntext\n", "Line 2 of its front matter is not valid YAML, so its fields were left out; check colons, brackets, quotes and indentation.", "note")]
    [InlineData("---\n- title\n---\ntext\n", "Its front matter holds no fields and was left out; write lines like title: The wheel.", "note")]
    [InlineData("---\ntitle: A\ndeep: {a: [1, {b: 2}]}\n---\ntext\n", "The field 'deep' of its front matter is neither a text nor a list of texts and was left out.", "A")]
    [InlineData("---\ntitle: A\ndeep: [a, [b]]\n---\ntext\n", "The field 'deep' of its front matter is neither a text nor a list of texts and was left out.", "A")]
    [InlineData("---\n? [a]\n: b\ntitle: A\n---\ntext\n", "A field of its front matter has no plain name and was left out.", "A")]
    [InlineData("---\nx: &a [b]\ny: *a\ntitle: A\n---\ntext\n", "The field 'y' of its front matter is neither a text nor a list of texts and was left out.", "A")]
    [InlineData("---\ntitle: A\ntitle: B\n---\ntext\n", "The field 'title' comes twice in its front matter; the first one is used.", "A")]
    [InlineData("---\ntitle: A\nupdated: 2026-13-45\n---\ntext\n", "Its field updated is '2026-13-45', which is no date; write it like 2026-11-25.", "A")]
    public void Front_matter_with_a_fault_costs_its_fields_and_never_the_text(string content, string problem, string title)
    {
        var document = Markdown.Read(content);

        Assert.Equal([problem], document.Problems);
        Assert.Equal((title, "text"), (document.Title, Assert.Single(document.Chunks).Text));
    }

    [Fact]
    public void Front_matter_that_is_not_closed_is_read_as_text()
    {
        var document = Markdown.Read("---\ntitle: A\n\ntext\n");

        Assert.Equal(["Its front matter is not closed, so the file is read as text throughout; put a line --- below the fields."], document.Problems);
        Assert.Contains("title: A", Assert.Single(document.Chunks).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Front_matter_nested_by_the_thousand_or_longer_than_any_header_costs_its_fields_only()
    {
        foreach (var depth in new[] { 20_000, 100_000 })
        {
            var document = Markdown.Read($"---\nx: {new string('[', depth)}\n---\ntext\n");

            Assert.Single(document.Problems);
            Assert.Equal("text", Assert.Single(document.Chunks).Text);
        }
    }

    [Theory]
    [InlineData("", "It is empty; write something in it or remove it.")]
    [InlineData(" \n\t\n", "It is empty; write something in it or remove it.")]
    [InlineData("---\ntitle: A\n---\n", "It holds no text beside its front matter and headings.")]
    [InlineData("# A\n\n## B\n", "It holds no text beside its front matter and headings.")]
    public void A_file_without_text_says_so(string content, string problem)
    {
        var document = Markdown.Read(content);

        Assert.Equal([problem], document.Problems);
        Assert.Empty(document.Chunks);
    }

    [Fact]
    public void A_file_that_is_not_UTF_8_is_named_with_the_byte_and_its_line()
    {
        Write("solus/a.md", [.. "first\nna"u8, 0xEF, .. "ve\n"u8]);
        Write("solus/b.md", Encoding.Unicode.GetPreamble());
        _folder.Write("solus/c.md", "text");

        Assert.Equal(
            ["It is not UTF-8 (byte 0xEF on line 2) and was not read; save it as UTF-8.", "It is not UTF-8 (byte 0xFF on line 1) and was not read; save it as UTF-8."],
            Read().SelectMany(document => document.Problems));
        Assert.Equal([0, 0, 1], Read().Select(document => document.Chunks.Count));
    }

    [Fact]
    public void A_file_of_10_MB_is_not_read_and_its_hash_is_known_all_the_same()
    {
        Write("solus/a.md", Enumerable.Repeat((byte)'a', 10 * 1024 * 1024).ToArray());
        _folder.Write("solus/b.md", "text");
        var documents = Read();

        Assert.Equal(["It has 10 MB and was not read, as a file may have 2; split it by subject."], documents[0].Problems);
        Assert.Equal((0, 32, "text"), (documents[0].Chunks.Count, documents[0].ContentHash.Length, documents[1].Chunks[0].Text));
    }

    [Fact]
    public void A_byte_order_mark_and_carriage_returns_are_noted_and_change_no_passage()
    {
        const string content = "---\ntitle: A\n---\n\n## B\n\none\ntwo\n\n```\nx\n```\n";
        Write("solus/a.md", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(content.ReplaceLineEndings("\r\n"))]);
        var document = Assert.Single(Read());

        Assert.Equal(Markdown.Read(content).Chunks, document.Chunks);
        Assert.Equal("A", document.Title);
        Assert.Empty(document.Problems);
        Assert.Equal(["It begins with a byte order mark, which is no part of the text.", "Its lines end in CR, which passages are written without."], document.Notes);
    }

    [Fact]
    public void The_hash_is_of_the_bytes()
    {
        var hash = Markdown.Read("text\n").ContentHash;

        Assert.Equal(hash, Markdown.Read("text\n", "kelly/other.md").ContentHash);
        Assert.NotEqual(hash, Markdown.Read("text\r\n").ContentHash);
        Assert.Equal(Convert.ToHexStringLower(System.IO.Hashing.XxHash128.Hash("text\n"u8)), hash);
    }

    [Fact]
    public void A_symbolic_link_is_not_followed_and_says_so()
    {
        using var outside = new TemporaryDirectory();
        outside.Write("secret.md", "secret");
        _folder.Write("solus/a.md", "text");
        File.CreateSymbolicLink(_folder.Combine("solus", "b.md"), outside.Combine("secret.md"));
        Directory.CreateSymbolicLink(_folder.Combine("solus", "c"), outside.Path);
        Directory.CreateSymbolicLink(_folder.Combine("loop"), _folder.Path);
        var documents = Read();

        Assert.Equal(["loop", "solus/a.md", "solus/b.md", "solus/c"], documents.Select(document => document.Path));
        Assert.Equal(3, documents.Count(document => document.Problems.SequenceEqual(["It is a symbolic link, and links are not followed; put a copy in its place."])));
        Assert.Equal(["text"], documents.SelectMany(document => document.Chunks).Select(chunk => chunk.Text));
    }

    [Fact]
    public void A_file_that_vanishes_between_listing_and_reading_says_so()
    {
        var entry = new FolderEntry("solus/a.md", new FileInfo(_folder.Combine("a.md")), null);

        Assert.Equal(["It cannot be opened, so it was not read; check that it is there, its permissions, and whether another program holds it."], KnowledgeFile.Read(entry)!.Problems);
    }

    [Fact]
    public void Quotations_nested_deeper_than_any_reader_follows_are_a_problem_of_that_file_only()
    {
        _folder.Write("solus/a.md", $"## A\n\n{new string('>', 5000)} deep\n");
        _folder.Write("solus/b.md", "text");
        var documents = Read();

        Assert.Equal("Its lists or quotations are nested too deeply to be read; flatten them.", Assert.Single(documents[0].Problems));
        Assert.Single(documents[1].Chunks);
    }

    [Fact]
    public void A_name_typed_on_a_Mac_is_the_same_name()
    {
        _folder.Write("kelly/cafe\u0301.md", "text");

        Assert.Equal("kelly/caf\u00e9.md", Assert.Single(Read()).Path);
    }

    private List<KnowledgeDocument> Read() => [.. KnowledgeFolder.Read(_folder.Path)];

    private void Write(string name, byte[] content)
    {
        _folder.Write(name, "");
        File.WriteAllBytes(_folder.Combine(name), content);
    }
}
