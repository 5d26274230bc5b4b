using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace LocalsOnly.Treasury.Report;

/// <summary>Plots as SVG that takes its colours from the page's style sheet, so that it prints and follows dark and light. Every plot has a title and a table beside it.</summary>
internal static class Svg
{
    private const int Width = 640;
    private const int Height = 240;
    private const int Left = 64;
    private const int Right = 12;
    private const int Top = 12;
    private const int Bottom = 28;
    private const int Ticks = 4;

    /// <summary>Bars of parts that stand on each other.</summary>
    /// <param name="labels">One for each bar; as many are written as fit.</param>
    /// <param name="series">Name and one value for each bar, not below 0.</param>
    public static string StackedBars(string title, IReadOnlyList<string> labels, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series)
    {
        var greatest = Enumerable.Range(0, labels.Count).Select(i => series.Sum(one => one.Values[i])).DefaultIfEmpty().Max();
        var scale = new Scale(greatest);
        var svg = Begin(title, scale);
        var step = (double)(Width - Left - Right) / Math.Max(1, labels.Count);
        for (var i = 0; i < labels.Count; i++)
        {
            var bottom = 0.0;
            for (var s = 0; s < series.Count; s++)
            {
                var value = series[s].Values[i];
                if (value <= 0) continue;
                var (from, to) = (Y(bottom, scale), Y(bottom + value, scale));
                Add(svg, $"<rect class=\"series-{s % 8}\" x=\"{Left + (i * step) + (step * 0.1):0.##}\" y=\"{to:0.##}\" width=\"{step * 0.8:0.##}\" height=\"{from - to:0.##}\"><title>{Text($"{labels[i]}, {series[s].Name}: {value:N0}")}</title></rect>");
                bottom += value;
            }
        }

        var every = (int)Math.Ceiling(labels.Count / 8.0);
        for (var i = 0; i < labels.Count; i += every) Label(svg, Left + ((i + 0.5) * step), labels[i]);
        return End(svg, series.Select(one => one.Name));
    }

    /// <summary>Lines over one axis.</summary>
    /// <param name="unit">Written at the end of the horizontal axis.</param>
    public static string Lines(string title, string unit, IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> series)
    {
        var points = series.SelectMany(one => one.Points).ToList();
        var (scale, across) = (new Scale(points.Select(point => point.Y).DefaultIfEmpty().Max()), new Scale(points.Select(point => point.X).DefaultIfEmpty().Max()));
        var svg = Begin(title, scale);
        for (var s = 0; s < series.Count; s++)
        {
            var path = string.Join(' ', series[s].Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X, across):0.##},{Y(point.Y, scale):0.##}")));
            Add(svg, $"<polyline class=\"line series-{s % 8}\" points=\"{path}\"><title>{Text(series[s].Name)}</title></polyline>");
        }

        for (var tick = 0; tick <= Ticks; tick++) Label(svg, X(across.At(tick), across), Short(across.At(tick)) + (tick == Ticks ? " " + unit : ""), tick == Ticks ? "end" : "middle");
        return End(svg, series.Select(one => one.Name));
    }

    /// <summary>A number in few characters: 1.2K, 3M, 4.5B.</summary>
    public static string Short(double value) => value switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e9:0.##}B"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.##}M"),
        >= 1e4 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.#}K"),
        >= 10 or 0 => string.Create(CultureInfo.InvariantCulture, $"{value:0}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:0.##}"),
    };

    private static StringBuilder Begin(string title, Scale scale)
    {
        var svg = new StringBuilder();
        Add(svg, $"<figure><figcaption>{Text(title)}</figcaption><div class=\"plot\"><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Text(title)}\">");
        for (var tick = 0; tick <= Ticks; tick++)
        {
            var y = Y(scale.At(tick), scale);
            Add(svg, $"<line class=\"grid\" x1=\"{Left}\" y1=\"{y:0.##}\" x2=\"{Width - Right}\" y2=\"{y:0.##}\"/><text x=\"{Left - 6}\" y=\"{y + 4:0.##}\" text-anchor=\"end\">{Short(scale.At(tick))}</text>");
        }

        return svg;
    }

    private static string End(StringBuilder svg, IEnumerable<string> names)
    {
        svg.Append("</svg></div><ul class=\"legend\">");
        foreach (var (name, s) in names.Select((name, s) => (name, s))) Add(svg, $"<li class=\"series-{s % 8}\"><span></span>{Text(name)}</li>");
        return svg.Append("</ul></figure>").ToString();
    }

    private static void Label(StringBuilder svg, double x, string label, string anchor = "middle") =>
        Add(svg, $"<text x=\"{x:0.##}\" y=\"{Height - 8}\" text-anchor=\"{anchor}\">{Text(label)}</text>");

    private static double X(double value, Scale scale) => Left + (value / scale.Greatest * (Width - Left - Right));

    private static double Y(double value, Scale scale) => Height - Bottom - (value / scale.Greatest * (Height - Top - Bottom));

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));

    private static string Text(FormattableString text) => Text(text.ToString(CultureInfo.InvariantCulture));

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>From 0 to a round number that is at least the greatest value.</summary>
    private readonly record struct Scale
    {
        public Scale(double greatest)
        {
            if (greatest <= 0 || !double.IsFinite(greatest)) greatest = 1;
            var power = Math.Pow(10, Math.Floor(Math.Log10(greatest)));
            Greatest = ((double[])[1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10]).First(round => round * power >= greatest * 0.9999) * power;
        }

        public double Greatest { get; }

        public double At(int tick) => Greatest * tick / Ticks;
    }
}
