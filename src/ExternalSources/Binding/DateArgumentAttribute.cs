using System;
using System.Management.Automation;
using ExternalSources.Core.Common;

namespace ExternalSources.Binding;

/// <summary>
/// Converts text to a date. An empty cell of a list is no date. Text that is not a date is an error, because PowerShell would silently ignore a column
/// that it cannot convert.
/// </summary>
internal sealed class DateArgumentAttribute : ArgumentTransformationAttribute
{
    private const string Advice = "Use the format year-month-day, such as 2027-01-31.";

    // These values mark text that is no date, or an ambiguous date, if the command itself reports it.
    private static readonly DateTimeOffset NoDate = DateTimeOffset.MinValue;
    private static readonly DateTimeOffset TwoDates = DateTimeOffset.MinValue.AddTicks(1);

    /// <summary>Whether the command reports invalid text. It can name the row of the list, and a binding error cannot.</summary>
    public bool IsReportedByCommand { get; set; }

    /// <summary>Reports invalid text that the attribute marked.</summary>
    /// <exception cref="InvalidInputException">The text is not a date, or the date is ambiguous.</exception>
    public static void Check(string parameter, DateTimeOffset? value)
    {
        if (value == NoDate || value == TwoDates)
        {
            throw new InvalidInputException(parameter, $"The value of -{parameter} {Problem(value == NoDate ? 0 : 2)}.", Advice);
        }
    }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text)
        {
            return inputData;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var readings = DateText.Read(text, out var date);
        if (readings == 1)
        {
            return date;
        }

        if (IsReportedByCommand)
        {
            return readings == 0 ? NoDate : TwoDates;
        }

        throw new ArgumentTransformationMetadataException($"'{text}' {Problem(readings)}. {Advice}");
    }

    private static string Problem(int readings) => readings == 0 ? "is not a date" : "can be read as two dates, with the day first or with the month first";
}
