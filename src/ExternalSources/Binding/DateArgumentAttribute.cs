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
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text)
            return inputData;
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var date)
            ? date
            : throw new ArgumentTransformationMetadataException($"'{text}' is not a date. Give it as year, month and day: 2027-01-31.");
    }
}
