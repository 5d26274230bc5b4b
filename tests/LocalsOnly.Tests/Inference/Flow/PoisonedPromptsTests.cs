using LocalsOnly.Inference.Flow;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference.Flow;

public sealed class PoisonedPromptsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PoisonedPrompts _prompts;

    public PoisonedPromptsTests() => _prompts = new PoisonedPrompts(_time);

    [Fact]
    public void The_second_death_poisons()
    {
        Assert.False(_prompts.HasKilled(1));
        _prompts.Died(1);
        Assert.True(_prompts.HasKilled(1));
        Assert.False(_prompts.IsPoisoned(1));
        _prompts.Died(1);
        Assert.True(_prompts.IsPoisoned(1));
        Assert.False(_prompts.HasKilled(2));
    }

    [Fact]
    public void Ten_minutes_after_the_last_death_all_is_forgotten()
    {
        _prompts.Died(1);
        _time.Advance(TimeSpan.FromMinutes(9));
        _prompts.Died(1);
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.True(_prompts.IsPoisoned(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_prompts.HasKilled(1));
        _prompts.Died(1);
        Assert.False(_prompts.IsPoisoned(1));
    }

    [Fact]
    public void Only_the_latest_are_kept()
    {
        for (ulong prompt = 0; prompt < 1_000; prompt++)
        {
            _prompts.Died(prompt);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(256, Enumerable.Range(0, 1_000).Count(p => _prompts.HasKilled((ulong)p)));
        Assert.False(_prompts.HasKilled(743));
        Assert.True(_prompts.HasKilled(744));
    }
}
