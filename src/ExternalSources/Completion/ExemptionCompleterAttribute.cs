using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Session;

namespace ExternalSources.Completion;

/// <summary>Completes the ids of exemptions, or the users and groups that they exempt.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ExemptionCompleterAttribute : ArgumentCompleterAttribute
{
    public ExemptionCompleterAttribute()
        : base(typeof(ExemptionCompleter)) { }
}

/// <summary>Completes the ids of exemptions, or the users and groups that they exempt.</summary>
public sealed class ExemptionCompleter : LocalCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Offers(string parameterName, string typed) =>
        SourceRepository
            .ForCompletion(ModuleSession.Current)
            .Exemptions.Select(exemption =>
                (parameterName == "Id" ? exemption.Id.ToString() : exemption.Value, $"{exemption.Kind} {exemption.Value}: {exemption.Reason}")
            );
}
