using LocalsOnly.Host.Worker;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Host.Configuration;

/// <summary>Asks every part of the house whether it can live with its options, without starting any.</summary>
internal static class OptionsCheck
{
    public static IEnumerable<ConfigurationProblem> Run(HouseConfiguration configuration)
    {
        using var house = House.BuildForCommand(configuration);
        try
        {
            house.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return Problems([wrong]);
        }
        catch (AggregateException several) when (several.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return Problems(several.InnerExceptions.Cast<OptionsValidationException>());
        }
    }

    private static List<ConfigurationProblem> Problems(IEnumerable<OptionsValidationException> wrongs) =>
        [.. wrongs.SelectMany(wrong => wrong.Failures).Select(sentence => new ConfigurationProblem("the configuration as a whole", sentence.Split(' ')[0], sentence))];
}
