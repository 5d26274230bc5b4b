namespace LocalsOnly.Memory.Recall.Language;

internal static class EnglishStops
{
    public const string Grammar = """
        a about above after again against all also am an and any are aren as at be because been before being below between both but by can cannot
        could couldn d did didn do does doesn doing don done down during each either else etc even ever every few for from further get gets getting got
        had hadn has hasn have haven having he her here hers herself him himself his how i if in into is isn it its itself just let ll m may me might
        more most much must my myself no nor not now of off oh ok okay on once one only onto or other our ours ourselves out over own per please re
        s same she should shouldn so some such t than that the their theirs them themselves then there these they this those though through to too
        under until up upon us ve very was wasn we were weren what when where whether which while who whom whose why will with within without won
        would wouldn y yes yet you your yours yourself yourselves
        """;

    public const string Scaffold = """
        tell told say said says mention mentioned talk talked talking discuss discussed ask asked remember remembered remind recall kind kinds type
        types sort thing things something anything know conversation conversations chat chats throughout exactly many settle settled decide decided
        choose chose chosen pick picked end ended come came want wanted need needed use used go going went make made think thought actually really
        finally eventually currently
        """;
}
