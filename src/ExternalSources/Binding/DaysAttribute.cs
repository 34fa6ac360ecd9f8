using System;
using System.Globalization;
using System.Management.Automation;

namespace ExternalSources.Binding;

/// <summary>Lets a number mean days where a time span is wanted; PowerShell would take it for ticks. A span that selects everybody or nobody by mistake is refused.</summary>
internal sealed class DaysAttribute : ArgumentTransformationAttribute
{
    /// <summary>A hundred years: nothing was active before that.</summary>
    private const double Most = 36525;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            TimeSpan span => Span(span.TotalDays),
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) => Span(days),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) => Span(span.TotalDays),
            IConvertible number and not (string or bool or char or DateTime or Enum) => Span(number.ToDouble(CultureInfo.InvariantCulture)),
            var other => throw new ArgumentTransformationMetadataException(
                $"'{other}' is no number of days and no time span. Give days, such as 90, or a time span."
            ),
        };

    private static TimeSpan Span(double days) =>
        days is >= 0 and <= Most
            ? TimeSpan.FromDays(days)
            : throw new ArgumentTransformationMetadataException(
                $"{days.ToString(CultureInfo.InvariantCulture)} is no number of days to look back. Give one between 0 and {Most.ToString(CultureInfo.InvariantCulture)}."
            );
}
