using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using ExternalSources.Secrets;

namespace ExternalSources.Completion;

/// <summary>Completes the names of registered vaults. SecretManagement keeps this list, so no vault is opened.</summary>
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
        // Another session of this process may use a vault and wait for its password.
        using var wait = new CancellationTokenSource(Limit);
        return new SecretVault(null, Limit, wait.Token).Names().Select(name => (name, "SecretManagement vault")).ToArray();
    }
}
