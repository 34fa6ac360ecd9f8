using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using ExternalSources.Core.Sources;

namespace ExternalSources.Secrets;

/// <summary>
/// Keys in SecretManagement vaults, by way of its own cmdlets in the caller's own session: there its vaults are registered, unlocked, and
/// may ask for a password. Only to be used on the pipeline thread.
/// </summary>
internal sealed class SecretVault
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    // SecretManagement and SecretStore keep what all runspaces of a process share without a lock of their own: in ForEach-Object -Parallel some
    // of the calls fail. So one at a time. A lock of the thread, because what a vault runs may call us again on it.
    private static readonly object OneCall = new();

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);

    private readonly ArrayList? _errorList;
    private readonly TimeSpan _limit;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Access to the vaults of the current runspace.</summary>
    /// <param name="errorList">The session's $Error, in which a vault's inner failures have no place: the caller reports them in its own words.</param>
    /// <param name="limit">How long one call may take; infinite where somebody is there to answer a vault's question.</param>
    /// <param name="cancellationToken">Ends a call, as Ctrl+C does.</param>
    public SecretVault(ArrayList? errorList, TimeSpan limit, CancellationToken cancellationToken)
    {
        _errorList = errorList;
        _limit = limit;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The names of the registered vaults, the default one first.</summary>
    public IReadOnlyList<string> Names() => Vaults().OrderByDescending(vault => vault.IsDefault).Select(vault => vault.Name).ToArray();

    /// <summary>The vault to use: the named one, as it is registered, or else the default.</summary>
    /// <exception cref="VaultException">There is none.</exception>
    public string Choose(string? name)
    {
        var vaults = Vaults();
        if (name is { Length: > 0 })
        {
            var match = vaults.FirstOrDefault(vault => vault.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Name;
            if (match is null)
            {
                ApiKeyDetector.Refuse("Vault", name);
            }

            return match ?? throw VaultFailures.VaultNotFound(name);
        }

        if (vaults.Length == 0)
        {
            throw VaultFailures.NoVault();
        }

        return vaults.FirstOrDefault(vault => vault.IsDefault).Name
            ?? throw VaultFailures.NoDefaultVault(string.Join(", ", vaults.Select(vault => vault.Name)));
    }

    /// <summary>
    /// Whether a vault loses what other processes write at nearly the same time. SecretStore keeps one file for all secrets, writes it whole, and
    /// reads what others wrote only five seconds later (https://github.com/PowerShell/SecretStore, SecureStoreFile.UpdateData).
    /// </summary>
    public bool NeedsTurns(string vault) =>
        Vaults()
            .Any(registered =>
                registered.Name.Equals(vault, StringComparison.OrdinalIgnoreCase)
                && registered.ModuleName.EndsWith("Microsoft.PowerShell.SecretStore", StringComparison.OrdinalIgnoreCase)
            );

    /// <summary>Reads a secret that may or may not be there: what matters is that the vault answers, and if need be asks for its password now.</summary>
    public void EnsureOpen(SecretReference anySecret)
    {
        try
        {
            Read(anySecret);
        }
        catch (VaultException exception) when (exception.Failure == VaultFailure.SecretMissing)
        {
            // An open vault without that secret: just as it should be.
        }
    }

    /// <summary>Reads a key. The password of a credential counts as one.</summary>
    public SecureString Get(SecretReference secret) =>
        Read(secret) switch
        {
            SecureString key => key,
            PSCredential credential => credential.Password,
            string text => Secure(text),
            null => throw VaultFailures.WrongSecretType(secret, "empty text"),
            { } other => throw VaultFailures.WrongSecretType(secret, other.GetType().Name),
        };

    public void Set(SecretReference secret, SecureString key, ExternalSource source)
    {
        var parameters = new Dictionary<string, object>
        {
            ["Name"] = secret.Name,
            ["SecureStringSecret"] = key,
            ["Vault"] = secret.Vault,
            // The caller was asked, if need be, by the cmdlet itself.
            ["Confirm"] = false,
            ["WhatIf"] = false,
        };
        try
        {
            Invoke("Set-Secret", new Dictionary<string, object>(parameters) { ["Metadata"] = Metadata(source) }, secret, key);
        }
        catch (VaultException exception) when (exception.Failure == VaultFailure.WriteFailed)
        {
            // Not every vault keeps metadata, and none says so in a way that could be told from other failures.
            Invoke("Set-Secret", parameters, secret, key);
        }
    }

    /// <summary>Keeps a secret's metadata in step with its source, where the vault supports that.</summary>
    public void Describe(SecretReference secret, ExternalSource source)
    {
        try
        {
            Invoke(
                "Set-SecretInfo",
                new Dictionary<string, object>
                {
                    ["Name"] = secret.Name,
                    ["Vault"] = secret.Vault,
                    ["Metadata"] = Metadata(source),
                    ["Confirm"] = false,
                    ["WhatIf"] = false,
                },
                secret,
                written: null,
                writing: true
            );
        }
        catch (VaultException)
        {
            // The metadata is for people who look into the vault; the source does not depend on it.
        }
    }

    /// <summary>Removes a secret; <see langword="false"/> when it was gone already.</summary>
    public bool Remove(SecretReference secret)
    {
        // What Remove-Secret says of a missing secret differs from vault to vault; what Get-Secret says does not.
        try
        {
            Read(secret);
        }
        catch (VaultException exception) when (exception.Failure == VaultFailure.SecretMissing)
        {
            return false;
        }

        Invoke(
            "Remove-Secret",
            new Dictionary<string, object>
            {
                ["Name"] = secret.Name,
                ["Vault"] = secret.Vault,
                ["Confirm"] = false,
                ["WhatIf"] = false,
            },
            secret,
            written: null,
            writing: true
        );
        return true;
    }

    private (string Name, string ModuleName, bool IsDefault)[] Vaults() =>
        Invoke("Get-SecretVault", new Dictionary<string, object>(), new SecretReference("SecretManagement", string.Empty))
            .Select(vault =>
                (
                    Name: (string)vault.Properties["Name"].Value,
                    ModuleName: vault.Properties["ModuleName"]?.Value as string ?? string.Empty,
                    IsDefault: vault.Properties["IsDefault"]?.Value is true
                )
            )
            .ToArray();

    private object? Read(SecretReference secret)
    {
        var found = Invoke("Get-Secret", new Dictionary<string, object> { ["Name"] = secret.Name, ["Vault"] = secret.Vault }, secret);
        return found.Count == 0 ? null : found[0]?.BaseObject;
    }

    // SecretStore takes text, int and DateTime as metadata, and nothing else.
    private static Hashtable Metadata(ExternalSource source)
    {
        var metadata = new Hashtable { ["ExternalSource"] = source.Name, ["Type"] = source.Type.ToString() };
        if (source.ExpiresOn is { } date)
        {
            metadata["ExpiresOn"] = date.UtcDateTime;
        }

        return metadata;
    }

    private Collection<PSObject> Invoke(
        string command,
        Dictionary<string, object> parameters,
        SecretReference secret,
        SecureString? written = null,
        bool writing = false
    )
    {
        AwaitTurn();
        try
        {
            return InvokeNow(command, parameters, secret, written, writing);
        }
        finally
        {
            Monitor.Exit(OneCall);
        }
    }

    private void AwaitTurn()
    {
        do
        {
            _cancellationToken.ThrowIfCancellationRequested();
        } while (!Monitor.TryEnter(OneCall, Turn));
    }

    private Collection<PSObject> InvokeNow(string command, Dictionary<string, object> parameters, SecretReference secret, SecureString? written, bool writing)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(Module + "\\" + command).AddParameters(parameters).AddParameter("ErrorAction", ActionPreference.Stop);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken);
        if (_limit != Timeout.InfiniteTimeSpan)
        {
            limit.CancelAfter(_limit);
        }

        using var stop = limit.Token.Register(() => shell.BeginStop(null, null));
        var latestError = _errorList is { Count: > 0 } ? _errorList[0] : null;
        try
        {
            var output = shell.Invoke();
            // A call that was stopped returns as if it had ended, with whatever it had written until then.
            if (shell.InvocationStateInfo.State != PSInvocationState.Stopped)
            {
                return output;
            }
        }
        catch (PipelineStoppedException) when (limit.IsCancellationRequested)
        {
            // As above, in the shells that do throw.
        }
        catch (Exception exception) when (exception is RuntimeException and not PipelineStoppedException)
        {
            ForgetErrorsSince(latestError);
            throw VaultFailures.Translate(exception, secret, writing || written is not null, written);
        }

        _cancellationToken.ThrowIfCancellationRequested();
        // Stopped, but not by us: the vault asked something, and the console's input had ended.
        throw limit.IsCancellationRequested ? VaultFailures.NotResponding(secret.Vault, _limit) : VaultFailures.Locked(secret.Vault);
    }

    private void ForgetErrorsSince(object? latest)
    {
        while (_errorList is { Count: > 0 } && !ReferenceEquals(_errorList[0], latest))
        {
            _errorList.RemoveAt(0);
        }
    }

    private static SecureString Secure(string text)
    {
        var secret = new SecureString();
        foreach (var c in text)
        {
            secret.AppendChar(c);
        }

        secret.MakeReadOnly();
        return secret;
    }
}
