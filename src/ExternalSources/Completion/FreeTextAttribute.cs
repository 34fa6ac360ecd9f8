using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace ExternalSources.Completion;

/// <summary>Marks text that only a service or a person knows. Without a completer of its own PowerShell would offer the files of the current folder for it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FreeTextAttribute : ArgumentCompleterAttribute
{
    public FreeTextAttribute()
        : base(typeof(FreeTextCompleter)) { }
}

/// <summary>Offers nothing.</summary>
public sealed class FreeTextCompleter : LocalCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Offers(string parameterName, string typed) => Enumerable.Empty<(string, string)>();
}
