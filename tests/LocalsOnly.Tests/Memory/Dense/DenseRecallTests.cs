using LocalsOnly.Memory;
using LocalsOnly.Memory.Dense;
using LocalsOnly.Memory.Embedding;

namespace LocalsOnly.Tests.Memory.Dense;

/// <summary>Likeness of meaning beside words.</summary>
public sealed class DenseRecallTests : IDisposable
{
    private const string Question = "automobile upkeep";

    private readonly LikenessGenerator _source = new(text => IsOnCars(text) ? [0, 1, 0] : text.Contains("roses", StringComparison.OrdinalIgnoreCase) ? [0, 0, 1] : [1, 0, 0]);
    private readonly TestMemory _house;

    public DenseRecallTests()
    {
        _house = new TestMemory(services: _source.AddTo);
        Weigh(0.5);
    }

    private DenseRecall Dense => _house.Get<DenseRecall>();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData(0.5, "chatgpt:car:m0")]
    [InlineData(0, null)]
    public async Task A_question_without_a_common_word_finds_what_is_like_it_when_likeness_counts(double weight, string? found)
    {
        await StoreAsync();
        Weigh(weight);
        Assert.Equal(found is null ? [] : [found], await _house.RecallKeysAsync(Question));
    }

    [Fact]
    public async Task What_shares_words_and_what_is_alike_are_found_together_and_what_does_both_is_first()
    {
        await StoreAsync();
        await _house.StoreAsync(Talk.Of("both", "Garage", "The automobile wants its winter wheels"), Talk.Of("words", "Essay", "An essay on automobile racing in films"));
        await Dense.UpdateAsync(null, default);
        var keys = await _house.RecallKeysAsync("automobile");

        Assert.Equal("chatgpt:both:m0", keys[0]);
        Assert.Equal(["chatgpt:both:m0", "chatgpt:car:m0", "chatgpt:words:m0"], keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_source_that_is_away_is_said_and_words_still_find()
    {
        await StoreAsync();
        _source.Before = _ => throw new EmbeddingException(EmbeddingFault.ServerAway, "Nothing answers at the embedding server: start it.");
        var found = await RecallAsync("roses");

        Assert.Equal("chatgpt:garden:m0", found.Passages.Single().MessageKey);
        Assert.Equal("Nothing answers at the embedding server: start it. What is recalled was found by its words alone.", found.Note);
    }

    [Fact]
    public async Task A_source_that_fails_in_a_way_of_its_own_does_not_stop_recall()
    {
        await StoreAsync();
        _source.Before = _ => throw new HttpRequestException("Connection refused");
        var found = await RecallAsync("roses");

        Assert.Equal("chatgpt:garden:m0", found.Passages.Single().MessageKey);
        Assert.Equal("The embedding source failed (Connection refused). What is recalled was found by its words alone.", found.Note);
    }

    [Fact]
    public async Task A_source_that_is_too_slow_is_not_waited_for_beyond_the_deadline()
    {
        await StoreAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _source.Before = cancellation =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.Infinite, cancellation);
        };
        var recall = RecallAsync("roses");
        await asked.Task;
        Assert.False(recall.IsCompleted);
        _house.Time.Advance(TimeSpan.FromMilliseconds(800));
        var found = await recall;

        Assert.Equal("chatgpt:garden:m0", found.Passages.Single().MessageKey);
        Assert.Equal("The embedding source does not answer in time. What is recalled was found by its words alone.", found.Note);
    }

    [Fact]
    public async Task Who_gives_up_a_question_is_not_told_that_the_source_is_slow()
    {
        await StoreAsync();
        using var stop = new CancellationTokenSource();
        _source.Before = async cancellation =>
        {
            await stop.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _house.Memory.RecallAsync(TestMemory.Scope, new RecallRequest("roses"), stop.Token));
    }

    [Fact]
    public async Task The_vector_of_what_is_forgotten_is_deleted_with_the_files_of_models_that_are_no_longer_used()
    {
        _source.Model = "older";
        await StoreAsync();
        var older = VectorFiles().Single();
        _source.Model = "newer";
        Weigh(0.5);
        await Dense.UpdateAsync(null, default);
        var newer = VectorFiles().Single(file => file != older);
        Assert.Equal((true, true), (Holds(older, "The vehicle needs new tyres"), Holds(newer, "The vehicle needs new tyres")));
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:car" });

        Assert.Equal([newer], VectorFiles());
        Assert.Equal((false, true), (Holds(newer, "The vehicle needs new tyres"), Holds(newer, "Roses want pruning in March")));
        Assert.Empty(await _house.RecallKeysAsync(Question));
        Assert.Equal(["chatgpt:garden:m0"], await _house.RecallKeysAsync("roses"));
    }

    [Fact]
    public async Task A_source_that_is_away_keeps_no_vector_of_what_is_forgotten()
    {
        await StoreAsync();
        Assert.Single(VectorFiles());
        _house.Reopen();
        _source.Before = _ => throw new HttpRequestException("Connection refused");
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:car" });
        Assert.All(VectorFiles(), file => Assert.False(Holds(file, "The vehicle needs new tyres")));
    }

    private static bool IsOnCars(string text) => ((string[])["vehicle", "automobile wants", "automobile upkeep"]).Any(word => text.Contains(word, StringComparison.Ordinal)) || text == "automobile";

    private Task<RecallResult> RecallAsync(string question) => _house.Memory.RecallAsync(TestMemory.Scope, new RecallRequest(question));

    private void Weigh(double weight) => _house.Reopen(("Memory:Embedding:Weight", weight.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private async Task StoreAsync()
    {
        await _house.StoreAsync(Talk.Of("car", "Garage", "The vehicle needs new tyres"), Talk.Of("garden", "Garden", "Roses want pruning in March"), Talk.Of("bread", "Kitchen", "Bread rises overnight"));
        await Dense.UpdateAsync(null, default);
    }

    private string[] VectorFiles() => Directory.GetFiles(_house.Local, "vectors-*");

    // A row begins with the number that stands for the text. The file is its owner's alone while that is open.
    private bool Holds(string file, string text)
    {
        _house.Close();
        var bytes = File.ReadAllBytes(file);
        Weigh(0.5);
        return bytes.AsSpan().IndexOf(BitConverter.GetBytes(EmbeddingCache.IdOf(text))) >= 0;
    }
}
