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
/// Reads and writes keys in SecretManagement vaults. Calls SecretManagement's cmdlets in the caller's session, where the vaults are registered and
/// unlocked and may ask for a password. Use it on the pipeline thread.
/// </summary>
internal sealed class SecretVault
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    // SecretManagement and SecretStore share state between all runspaces of a process without a lock, so parallel calls can fail. A vault may call this
    // class again on the same thread, so the lock belongs to the thread.
    private static readonly object OneCall = new();

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);

    private readonly ArrayList? _errorList;
    private readonly TimeSpan _limit;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Access to the vaults of the current runspace.</summary>
    /// <param name="errorList">The session's $Error. A vault's own errors are removed from it, because the caller reports them.</param>
    /// <param name="limit">How long one call may take. Infinite if somebody can answer the vault's questions.</param>
    /// <param name="cancellationToken">Ends a call, as Ctrl+C does.</param>
    public SecretVault(ArrayList? errorList, TimeSpan limit, CancellationToken cancellationToken)
    {
        _errorList = errorList;
        _limit = limit;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The names of the registered vaults, with the default vault first.</summary>
    public IReadOnlyList<string> Names() => Vaults().OrderByDescending(vault => vault.IsDefault).Select(vault => vault.Name).ToArray();

    /// <summary>The registered name of the given vault, or of the default vault.</summary>
    /// <exception cref="VaultException">There is no such vault.</exception>
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
    /// Whether a vault loses writes that several processes make at nearly the same time. SecretStore writes all secrets into one file, and reads the
    /// writes of other processes only five seconds later (https://github.com/PowerShell/SecretStore, SecureStoreFile.UpdateData).
    /// </summary>
    public bool NeedsTurns(string vault) =>
        Vaults()
            .Any(registered =>
                registered.Name.Equals(vault, StringComparison.OrdinalIgnoreCase)
                && registered.ModuleName.EndsWith("Microsoft.PowerShell.SecretStore", StringComparison.OrdinalIgnoreCase)
            );

    /// <summary>Reads a secret that may be missing, so that the vault asks for its password now.</summary>
    public void EnsureOpen(SecretReference anySecret)
    {
        try
        {
            Read(anySecret);
        }
        catch (VaultException exception) when (exception.Failure == VaultFailure.SecretMissing)
        {
            // The vault is open. It does not need to contain the secret.
        }
    }

    /// <summary>Reads a key: text, or the password of a credential.</summary>
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
            // The cmdlet itself has asked for confirmation.
            ["Confirm"] = false,
            ["WhatIf"] = false,
        };
        try
        {
            Invoke("Set-Secret", new Dictionary<string, object>(parameters) { ["Metadata"] = Metadata(source) }, secret, key);
        }
        catch (VaultException exception) when (exception.Failure == VaultFailure.WriteFailed)
        {
            // Some vaults do not support metadata, and their errors do not differ from other errors.
            Invoke("Set-Secret", parameters, secret, key);
        }
    }

    /// <summary>Updates a secret's metadata, if the vault supports it.</summary>
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
            // The metadata is only for people who look into the vault.
        }
    }

    /// <summary>Removes a secret. Returns <see langword="false"/> if it is missing.</summary>
    public bool Remove(SecretReference secret)
    {
        // Remove-Secret reports a missing secret differently in each vault. Get-Secret does not.
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

    // SecretStore accepts only text, int and DateTime as metadata.
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
            // A stopped call returns normally, with incomplete output.
            if (shell.InvocationStateInfo.State != PSInvocationState.Stopped)
            {
                return output;
            }
        }
        catch (PipelineStoppedException) when (limit.IsCancellationRequested)
        {
            // Some versions of PowerShell throw when a call is stopped.
        }
        catch (Exception exception) when (exception is RuntimeException and not PipelineStoppedException)
        {
            ForgetErrorsSince(latestError);
            throw VaultFailures.Translate(exception, secret, writing || written is not null, written);
        }

        _cancellationToken.ThrowIfCancellationRequested();
        // Something else stopped the call: the vault asked a question, and the console has no more input.
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
