using System;
using System.Globalization;
using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>Lets a number mean days where a time span is wanted; PowerShell would take it for ticks.</summary>
internal sealed class DaysAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        int days => TimeSpan.FromDays(days),
        long days => TimeSpan.FromDays(days),
        double days => TimeSpan.FromDays(days),
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) => TimeSpan.FromDays(days),
        var other => other,
    };
}
