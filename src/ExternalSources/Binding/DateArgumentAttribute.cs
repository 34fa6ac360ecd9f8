using System;
using System.Globalization;
using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>
/// Reads a date that is given as text. An empty cell of a list means "not given"; a text that is no date is an error, where PowerShell would
/// leave out, without a word, a column that it cannot convert.
/// </summary>
internal sealed class DateArgumentAttribute : ArgumentTransformationAttribute
{
    /// <summary>Stands for a text that is no date, where the command itself reports it.</summary>
    public static readonly DateTimeOffset NoDate = DateTimeOffset.MinValue;

    /// <summary>Whether the command reports a text that is no date. It can say in which row of a list that stands; a binding error cannot.</summary>
    public bool IsReportedByCommand { get; set; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text)
            return inputData;
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var date)
            ? date
            : IsReportedByCommand ? NoDate : throw new ArgumentTransformationMetadataException($"'{text}' is not a date. Give it as year, month and day: 2027-01-31.");
    }
}
