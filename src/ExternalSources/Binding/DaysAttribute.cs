using System;
using System.Globalization;
using System.Management.Automation;

namespace ExternalSources.Binding;

/// <summary>
/// Converts a number of days to a time span, because PowerShell would convert it to ticks. A span out of range is refused, because it would select all users
/// or none by mistake.
/// </summary>
internal sealed class DaysAttribute : ArgumentTransformationAttribute
{
    /// <summary>One hundred years, because no activity is older.</summary>
    private const double Most = 36525;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            TimeSpan span => Span(span.TotalDays),
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) => Span(days),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) => Span(span.TotalDays),
            IConvertible number and not (string or bool or char or DateTime or Enum) => Span(number.ToDouble(CultureInfo.InvariantCulture)),
            var other => throw new ArgumentTransformationMetadataException(
                $"'{other}' is neither a number of days nor a time span. Use a number of days, such as 90, or a time span, such as 1.12:00:00."
            ),
        };

    private static TimeSpan Span(double days) =>
        days is >= 0 and <= Most
            ? TimeSpan.FromDays(days)
            : throw new ArgumentTransformationMetadataException(
                $"The number of days, {days.ToString(CultureInfo.InvariantCulture)}, is out of range. "
                    + $"Use a number from 0 to {Most.ToString(CultureInfo.InvariantCulture)}."
            );
}
