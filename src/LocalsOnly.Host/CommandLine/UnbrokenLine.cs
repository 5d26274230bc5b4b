using Spectre.Console.Rendering;

namespace LocalsOnly.Host.CommandLine;

/// <summary>A line that is written whole, however narrow the terminal is: what the terminal folds by itself can be copied in one piece.</summary>
internal sealed class UnbrokenLine(IRenderable line) : Renderable
{
    protected override Measurement Measure(RenderOptions options, int maxWidth) => line.Measure(options, int.MaxValue);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => line.Render(options, int.MaxValue);
}
