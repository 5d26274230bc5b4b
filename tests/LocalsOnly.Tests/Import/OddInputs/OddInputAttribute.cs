using System.Reflection;

namespace LocalsOnly.Tests.Import.OddInputs;

/// <summary>Which of the 89 odd inputs that an import must survive a test builds. The list, by number, is in <see cref="OddInputCoverageTests"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OddInputAttribute(params int[] numbers) : Attribute
{
    public IReadOnlyList<int> Numbers => numbers;
}

/// <summary>
/// 1–20 are about archives (<see cref="ArchiveOddInputTests"/>), 21–38 about JSON (<see cref="JsonOddInputTests"/>), 39–65 about ChatGPT (<see cref="ChatGptOddInputTests"/>),
/// 66–89 about Claude (<see cref="ClaudeOddInputTests"/>). A fault of an archive costs a member, one of an element a conversation, one of a field a message; none a run.
/// </summary>
public sealed class OddInputCoverageTests
{
    [Fact]
    public void Every_odd_input_from_1_to_89_has_a_test()
    {
        var built = typeof(OddInputCoverageTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .SelectMany(method => method.GetCustomAttribute<OddInputAttribute>()?.Numbers ?? [])
            .ToHashSet();
        Assert.Empty(Enumerable.Range(1, 89).Except(built));
    }
}
