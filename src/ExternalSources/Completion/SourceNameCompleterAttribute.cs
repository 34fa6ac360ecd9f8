using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Session;

namespace ExternalSources.Completion;

/// <summary>Completes the names of sources.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SourceNameCompleterAttribute : ArgumentCompleterAttribute
{
    public SourceNameCompleterAttribute()
        : base(typeof(SourceNameCompleter)) { }
}

/// <summary>Completes the names of sources.</summary>
public sealed class SourceNameCompleter : LocalCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Offers(string parameterName, string typed) =>
        SourceRepository.ForCompletion(ModuleSession.Current).All.Select(source => (source.Name, $"{source.Type}, {source.Url.Host}, {source.Status}"));
}
