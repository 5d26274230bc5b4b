using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalsOnly.Host.CommandLine;

/// <summary>A table where it fits, else a few lines for each row: the column's name and the value. Nothing is cut, and no word is broken.</summary>
internal sealed class FittedTable(Table table) : Renderable
{
    // Less than this is no width to read sentences in.
    private const int NarrowestText = 24;

    protected override Measurement Measure(RenderOptions options, int maxWidth) => Fits(options, maxWidth) ? ((IRenderable)table).Measure(options, maxWidth) : new Measurement(1, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => Fits(options, maxWidth) ? ((IRenderable)table).Render(options, maxWidth) : Stacked(options, maxWidth);

    private bool Fits(RenderOptions options, int width)
    {
        const int BesideText = 3;
        var needed = 1;
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var cells = table.Rows.Select(row => row[i]).Prepend(table.Columns[i].Header).Select(cell => cell.Measure(options, int.MaxValue)).ToList();
            var widest = cells.Max(cell => cell.Max);
            needed += BesideText + (table.Columns[i].NoWrap ? widest : Math.Min(widest, Math.Max(NarrowestText, cells.Max(cell => cell.Min))));
        }

        return needed <= width;
    }

    private IEnumerable<Segment> Stacked(RenderOptions options, int width)
    {
        if (table.Title is { } title)
        {
            yield return new Segment(title.Text, title.Style ?? Style.Plain);
            yield return Segment.LineBreak;
        }

        var names = table.Columns.Select(column => Lines(options, column.Header, width).FirstOrDefault() ?? []).ToList();
        var indent = names.Max(name => name.CellCount()) + 2;
        foreach (var (number, row) in table.Rows.Index())
        {
            if (number > 0) yield return Segment.LineBreak;
            for (var i = 0; i < names.Count; i++)
            {
                var said = Lines(options, row[i], width - indent);
                if (said.TrueForAll(line => line.CellCount() == 0)) continue;
                foreach (var (at, line) in said.Index())
                {
                    IEnumerable<Segment> name = at == 0 ? [.. names[i].AsEnumerable(), Segment.Padding(indent - names[i].CellCount())] : [Segment.Padding(indent)];
                    foreach (var segment in name.Concat(line).Append(Segment.LineBreak)) yield return segment;
                }
            }
        }
    }

    // A word that is longer than the line is the terminal's to fold.
    private static List<SegmentLine> Lines(RenderOptions options, IRenderable cell, int width) =>
        Segment.SplitLines(cell.Render(options, Math.Max(width, cell.Measure(options, int.MaxValue).Min)));

    /// <summary>Makes every table that is printed a fitted one.</summary>
    internal sealed class Hook : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(each => each is Table table ? new FittedTable(table) : each);
    }
}
