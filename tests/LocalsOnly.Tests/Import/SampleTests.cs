using System.IO.Compression;
using LocalsOnly.Import.Samples;
using LocalsOnly.Memory;
using LocalsOnly.Tests.Memory;

namespace LocalsOnly.Tests.Import;

public sealed class SampleFixture : IAsyncLifetime, IDisposable
{
    internal TestMemory House { get; } = new();

    internal LocalsOnly.Import.ImportReport Report { get; private set; } = null!;

    internal IReadOnlyList<string> Paths { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Paths = await SampleExports.WriteAsync(House.PathOf("samples"));
        Report = await House.Import.ImportAsync(Paths);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => House.Dispose();
}

/// <summary>The demo's path: true zips, the true import, and questions over what it stored.</summary>
public sealed class SampleTests(SampleFixture fixture) : IClassFixture<SampleFixture>
{
    public static TheoryData<string, string, string> Questions
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (question, title, answer) in SampleExports.Questions) data.Add(question, title, answer);
            return data;
        }
    }

    public static TheoryData<string> Unanswerable => new(SampleExports.UnanswerableQuestions);

    [Fact]
    public void The_samples_import_without_a_warning_and_the_numbers_add_up()
    {
        var totals = fixture.Report.Totals;
        Assert.Equal(23, totals.Found);
        Assert.Equal((22, 1, 0), (totals.Added, totals.Empty, totals.Quarantined));
        Assert.Equal((1, 0), (totals.AssetsResolved, totals.AssetsMissing));
        Assert.True(totals.Reconciles);
        Assert.All(fixture.Report.Inputs, input =>
        {
            Assert.Null(input.Problem);
            Assert.Empty(input.Warnings);
        });
        Assert.Equal(["chats 9", "memories 1", "projects 1"], fixture.Report.Inputs[1].Kinds.Select(kind => $"{kind.Key} {kind.Value}"));
        Assert.Equal(["ratings"], fixture.Report.Inputs[0].Unused.Keys);
    }

    [Fact]
    public void The_zips_are_laid_out_as_the_vendors_do()
    {
        using var zip = ZipFile.OpenRead(fixture.Paths[0]);
        Assert.Equal(
            ["conversation_asset_file_names.json", "conversations-000.json", "conversations-001.json", "export_manifest.json", "file_0000a7c1d2e.dat", "library_files.json", "message_feedback.json", "user.json"],
            zip.Entries.Select(entry => entry.FullName));
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_question_recalls_its_conversation_first_and_the_answer_in_it(string question, string title, string answer)
    {
        var passages = await fixture.House.Memory.RecallAsync(TestMemory.Scope, question, 5);

        Assert.NotEmpty(passages);
        Assert.Equal(title, passages[0].Title);
        Assert.Contains(passages.Take(3), passage => passage.Title == title && passage.Text.Contains(answer, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Unanswerable))]
    public async Task A_question_about_something_else_recalls_nothing(string question) =>
        Assert.Empty(await fixture.House.Memory.RecallAsync(TestMemory.Scope, question, 5));

    [Theory]
    [InlineData("hotel Lisbon", "Five days in Lisbon")]
    [InlineData("hotel in Lisbon", "Five days in Lisbon")]
    [InlineData("heat pump quote", "Heat pump quote from Noordzij")]
    [InlineData("heat pump noise", "Heat pump noise and the neighbours")]
    [InlineData("sourdough hydration", "Sourdough at 72 percent")]
    [InlineData("bread hydration", "Sourdough at 72 percent")]
    [InlineData("rye sourdough", "Rye variant of the sourdough")]
    [InlineData("marathon goal time", "Autumn marathon in 3:45")]
    [InlineData("NAS RAID layout", "NAS for the attic")]
    [InlineData("nightly backups", "Nightly backups from kelder")]
    [InlineData("landlord deposit", "Letter about the deposit of the studio")]
    [InlineData("stablecoin peg", "Stablecoin yields, soberly")]
    [InlineData("exo tokens per second", "Exo cluster on two Macs")]
    [InlineData("retirement party", "Speech for Wim's retirement")]
    [InlineData("dinner reservation Lisbon", "Where to eat in Lisbon")]
    public async Task A_question_of_two_or_three_words_recalls_its_conversation(string question, string title)
    {
        var passages = await fixture.House.Memory.RecallAsync(TestMemory.Scope, question, 5);
        Assert.Contains(title, passages.Select(passage => passage.Title).Distinct().Take(2));
    }

    [Theory]
    [InlineData("Which museum in Lisbon shows modern sculpture?")]
    [InlineData("Lisbon earthquake 1755 casualties")]
    [InlineData("tower of Lisbon height")]
    [InlineData("marathon runner barefoot Ethiopia")]
    [InlineData("October fireworks permit")]
    [InlineData("diesel price Genoa")]
    [InlineData("puppy vaccine weeks")]
    [InlineData("Which insurance covers a broken bicycle?")]
    public async Task One_word_in_common_with_the_samples_recalls_nothing(string question) =>
        Assert.Empty(await fixture.House.Memory.RecallAsync(TestMemory.Scope, question, 5));

    [Theory]
    [InlineData("Pensão Miradouro Azul Cais do Sodré")]
    [InlineData("strike 45 pays 1.60")]
    [InlineData("Prefer tables for prices")]
    public async Task Superseded_replies_and_custom_instructions_are_never_recalled(string query)
    {
        var passages = await fixture.House.Memory.RecallAsync(TestMemory.Scope, query, 20);
        Assert.DoesNotContain(passages, passage => passage.Text.Contains("Miradouro Azul", StringComparison.Ordinal) || passage.Text.Contains("1.60", StringComparison.Ordinal) ||
            passage.Text.Contains("tables for prices", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Superseded_replies_and_custom_instructions_are_kept_beside_the_active_branch()
    {
        var hotel = (await fixture.House.Memory.RecallAsync(TestMemory.Scope, "Which hotel did we book in Lisbon?", 1))[0];
        var conversation = await fixture.House.Memory.OpenAsync(TestMemory.Scope, hotel.MessageKey);

        Assert.Contains(conversation!.Messages, message => !message.Active && message.Text.Contains("Miradouro Azul", StringComparison.Ordinal));
        Assert.Contains(conversation.Messages, message => message.Kind == MessageKind.Context && message.Text.Contains("tables for prices", StringComparison.Ordinal));
    }
}
