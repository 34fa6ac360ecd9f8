using System;
using System.Management.Automation;

namespace ExternalSources.Completion;

/// <summary>Completes the ids of runs: of all, or with a completer of those that the command can do something with.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RunIdCompleterAttribute : ArgumentCompleterAttribute
{
    public RunIdCompleterAttribute()
        : base(typeof(RunIdCompleter)) { }

    public RunIdCompleterAttribute(Type completer)
        : base(completer) { }
}
