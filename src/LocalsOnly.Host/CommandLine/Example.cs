using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Every command's help ends with an example that works.</summary>
internal static class Example
{
    private static readonly Dictionary<Command, string> s_examples = [];

    public static Command WithExample(this Command command, string example)
    {
        s_examples[command] = example;
        return command;
    }

    /// <summary>Makes <c>--help</c> show the example of the command that was asked about.</summary>
    public static void AddTo(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExample((HelpAction)help.Action!);
    }

    private sealed class HelpWithExample(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var result = help.Invoke(parseResult);
            if (s_examples.TryGetValue(parseResult.CommandResult.Command, out var example))
                parseResult.InvocationConfiguration.Output.WriteLine($"Example:\n  {example}\n");
            return result;
        }
    }
}
