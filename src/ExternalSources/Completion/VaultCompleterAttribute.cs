using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;

namespace ExternalSources.Commands;

/// <summary>Completes the names of registered vaults.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class VaultCompleterAttribute : ArgumentCompleterAttribute
{
    public VaultCompleterAttribute()
        : base(typeof(VaultCompleter))
    {
    }
}

/// <summary>Completes the names of registered vaults. That list is SecretManagement's own; no vault is opened for it.</summary>
public sealed class VaultCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>The vaults whose names begin with what was typed.</summary>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return new SecretVault(null, Limit, CancellationToken.None).Names().Select(name => (name, "SecretManagement vault")).Matching(wordToComplete);
        }
        catch (VaultException)
        {
            return Array.Empty<CompletionResult>();
        }
    }
}
