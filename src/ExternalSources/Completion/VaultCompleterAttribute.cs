using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using ExternalSources.Secrets;

namespace ExternalSources.Completion;

/// <summary>Completes the names of registered vaults. That list is SecretManagement's own; no vault is opened for it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class VaultCompleterAttribute : ArgumentCompleterAttribute
{
    public VaultCompleterAttribute()
        : base(typeof(VaultCompleter)) { }
}

/// <summary>Completes the names of registered vaults.</summary>
public sealed class VaultCompleter : LocalCompleter
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private protected override IEnumerable<(string Name, string Tip)> Offers(string parameterName, string typed)
    {
        // Another session of this process may be at a vault, and even wait for its password.
        using var wait = new CancellationTokenSource(Limit);
        return new SecretVault(null, Limit, wait.Token).Names().Select(name => (name, "SecretManagement vault")).ToArray();
    }
}
