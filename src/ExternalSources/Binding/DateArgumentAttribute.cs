using System;
using System.Management.Automation;
using ExternalSources.Core.Common;

namespace ExternalSources.Binding;

/// <summary>
/// Reads a date that is given as text. An empty cell of a list means "not given"; a text that is no date is an error, where PowerShell would
/// leave out, without a word, a column that it cannot convert.
/// </summary>
internal sealed class DateArgumentAttribute : ArgumentTransformationAttribute
{
    private const string Advice = "Give it as year, month and day: 2027-01-31.";

    // They stand for texts that are no date, or two, where the command itself reports it.
    private static readonly DateTimeOffset NoDate = DateTimeOffset.MinValue;
    private static readonly DateTimeOffset TwoDates = DateTimeOffset.MinValue.AddTicks(1);

    /// <summary>Whether the command reports a text that is no date. It can say in which row of a list that stands; a binding error cannot.</summary>
    public bool IsReportedByCommand { get; set; }

    /// <summary>Reports such a text.</summary>
    /// <exception cref="InvalidInputException">It is no date, or can be read as two.</exception>
    public static void Check(string parameter, DateTimeOffset? value)
    {
        if (value == NoDate || value == TwoDates)
        {
            throw new InvalidInputException(parameter, $"The text for -{parameter} {Problem(value == NoDate ? 0 : 2)}.", Advice);
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

    private static string Problem(int readings) => readings == 0 ? "is not a date" : "can be read as two dates, with the day first or the month";
}
