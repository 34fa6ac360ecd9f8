using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace ExternalSources.Completion;

/// <summary>Marks text that has no completions. Without this attribute, PowerShell offers the files of the current folder.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FreeTextAttribute : ArgumentCompleterAttribute
{
    public FreeTextAttribute()
        : base(typeof(FreeTextCompleter)) { }
}

/// <summary>Offers no completions.</summary>
public sealed class FreeTextCompleter : LocalCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Offers(string parameterName, string typed) => Enumerable.Empty<(string, string)>();
}
