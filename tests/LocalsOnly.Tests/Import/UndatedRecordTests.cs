using System.IO.Compression;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Import;

/// <summary>What Claude noted, and what a project says, are exported without a date: the file that holds them has one.</summary>
public sealed class UndatedRecordTests : IDisposable
{
    private const string MemoryKey = "claude:memory:acc";
    private const string ProjectKey = "claude:project:p1";

    private static readonly DateTimeOffset s_spring = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_edited_shorter_is_what_the_newer_export_says(bool isOldFirst)
    {
        var old = Export("old.zip", "Juniper lives in Lisbon with a dog", "Juniper, answer at length and with care", s_spring);
        var now = Export("new.zip", "Juniper lives in Porto", "Juniper, be brief", s_spring.AddMonths(1));
        await _house.ImportAsync(isOldFirst ? old : now);
        await _house.ImportAsync(isOldFirst ? now : old);
        Assert.Equal("Juniper lives in Porto", await _house.SaidAsync(MemoryKey));
        Assert.Equal("Juniper, be brief", (await _house.StoredAsync(ProjectKey)).Messages.Single(message => message.Kind == MessageKind.Context).Text);
    }

    [Fact]
    public async Task Where_its_files_alone_have_a_date_and_none_has_changed_that_of_the_export_decides()
    {
        const string files = ",\"memory_files\":[{\"path\":\"/a.md\",\"content\":\"Juniper\",\"updated_at\":\"2026-01-01T00:00:00Z\"}]";
        await _house.ImportAsync(Folder("Juniper lives in Porto", s_spring.AddDays(1), files));
        await _house.ImportAsync(Folder("Juniper lives in Lisbon with a dog", s_spring, files));
        Assert.Equal("Juniper lives in Porto", await _house.SaidAsync(MemoryKey));
    }

    [Fact]
    public async Task In_a_folder_the_date_is_that_of_its_file()
    {
        await _house.ImportAsync(Folder("Juniper lives in Lisbon with a dog", s_spring));
        await _house.ImportAsync(Folder("Juniper lives in Porto", s_spring.AddDays(1)));
        Assert.Equal("Juniper lives in Porto", await _house.SaidAsync(MemoryKey));
    }

    [Fact]
    public async Task The_same_export_again_changes_nothing_and_neither_does_a_later_one_that_says_the_same()
    {
        var export = Export("old.zip", "Juniper lives in Lisbon", "Juniper, be brief", s_spring);
        await _house.ImportAsync(export);
        var again = await _house.ImportAsync(export);
        Assert.Equal((2, null), (again.Totals.Unchanged, again.Import));

        var later = await _house.ImportAsync(Export("later.zip", "Juniper lives in Lisbon", "Juniper, be brief", s_spring.AddMonths(1)));
        Assert.Equal((0, 2), (later.Totals.Updated, later.Totals.Unchanged));
        // That it still said so is known, so an export from between the two says nothing newer.
        await _house.ImportAsync(Export("between.zip", "Juniper lives in Porto", "Juniper, be wordy", s_spring.AddDays(1)));
        Assert.Equal("Juniper lives in Lisbon", await _house.SaidAsync(MemoryKey));
    }

    [Fact]
    public async Task A_date_of_1980_is_none_and_the_longest_counts()
    {
        var never = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await _house.ImportAsync(Export("one.zip", "Juniper lives in Lisbon", "Juniper, be brief", never));
        await _house.ImportAsync(Export("other.zip", "Juniper", "Juniper", never));
        Assert.Equal("Juniper lives in Lisbon", await _house.SaidAsync(MemoryKey));
    }

    private string Folder(string memory, DateTimeOffset written, string more = "")
    {
        var path = _house.Write("folder/memories.json", Memories(memory, more));
        File.SetLastWriteTimeUtc(path, written.UtcDateTime);
        return _house.PathOf("folder");
    }

    private string Export(string name, string memory, string instructions, DateTimeOffset written)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (file, content) in new[] { ("memories.json", Memories(memory)), ("projects.json", $$"""[{"uuid":"p1","name":"House","description":"Juniper house","prompt_template":"{{instructions}}","docs":[]}]""") })
            {
                var entry = zip.CreateEntry(file);
                entry.LastWriteTime = written;
                using var stream = new StreamWriter(entry.Open());
                stream.Write(content);
            }
        return _house.Write(name, bytes.ToArray());
    }

    private static string Memories(string memory, string more = "") => $$$"""[{"account_uuid":"acc","conversations_memory":"{{{memory}}}","project_memories":{}{{{more}}}}]""";
}
