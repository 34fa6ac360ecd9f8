using System.Globalization;
using System.Text;

namespace ExternalSources.Benchmarks;

/// <summary>The measurements, as a Markdown table.</summary>
internal sealed class FigureTable
{
    private readonly StringBuilder _rows = new("| measured | median | range |\n|---|---|---|\n");

    public void Add(string what, IReadOnlyList<double> figures, string unit = "ms", string format = "0")
    {
        var sorted = figures.Order().ToArray();
        Row(what, Text(Median(sorted)), $"{Text(sorted[0])} to {Text(sorted[^1])}");

        string Text(double figure) => figure.ToString(format, CultureInfo.InvariantCulture) + " " + unit;
    }

    /// <summary>Adds the differences of two alternating measurements, pair by pair.</summary>
    public void AddDifference(string what, IReadOnlyList<double> with, IReadOnlyList<double> without) => Add(what, [.. with.Zip(without, (a, b) => a - b)]);

    public void AddRatio(string what, IReadOnlyList<double> ratios)
    {
        var sorted = ratios.Order().ToArray();
        Row(what, Number(Median(sorted)) + " times", $"{Number(sorted[0])} to {Number(sorted[^1])}");
    }

    public override string ToString() => _rows.ToString();

    private static double Median(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private void Row(string what, string median, string range) => _rows.Append(CultureInfo.InvariantCulture, $"| {what} | {median} | {range} |\n");
}
