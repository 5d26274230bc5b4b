using LocalsOnly.Memory.Knowledge;

namespace LocalsOnly.Tests.Memory.Knowledge;

public sealed class StarterSetTests
{
    private static readonly List<KnowledgeDocument> s_documents = [.. KnowledgeFolder.Read(Path.Combine(Repository.Root, "knowledge"))];

    [Fact]
    public void The_repositorys_own_knowledge_is_read_without_a_problem() =>
        Assert.Empty(s_documents.SelectMany(document => document.Problems.Select(problem => $"{document.Path}: {problem}")));

    [Fact]
    public void Every_persona_knows_something_and_every_folder_belongs_to_one()
    {
        var personas = Directory.GetDirectories(Path.Combine(Repository.Root, "agents")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(personas);
        Assert.All(personas, persona => Assert.True(s_documents.Count(document => document.Persona == persona) >= 3, persona));
        Assert.Contains(s_documents, document => document.Folder == KnowledgeDocument.Shared);
        Assert.Empty(s_documents.Select(document => document.Persona).OfType<string>().Except(personas));
    }

    [Fact]
    public void Every_file_has_title_tags_and_date_and_300_to_900_words() => Assert.All(s_documents, document =>
    {
        Assert.False(document.Fields["title"].IsList);
        Assert.NotEmpty(document.Fields["title"].Text);
        Assert.True(document.Fields["tags"].IsList);
        Assert.NotEmpty(document.Fields["tags"].Values);
        Assert.NotNull(document.Updated);
        Assert.True(document.Chunks.Sum(chunk => Markdown.Count(chunk.Text)) is >= 300 and <= 900, document.Path);
    });

    [Fact]
    public void Every_passage_is_short_enough_and_long_enough_to_be_recalled() =>
        Assert.All(s_documents.SelectMany(document => document.Chunks), chunk => Assert.InRange(Markdown.Count(chunk.Text), 15, 399));
}
