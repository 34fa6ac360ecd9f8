using System;
using System.Management.Automation;
using System.Security;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;

namespace ExternalSources.Secrets;

/// <summary>Translates the exceptions of SecretManagement and its vaults into errors of this module.</summary>
internal static class VaultFailures
{
    public const string Install = "Install-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore";
    public const string Register = "Register-SecretVault -Name Secrets -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault";

    public static VaultException ModuleMissing(Exception? inner = null) =>
        new(
            VaultFailure.ModuleMissing,
            "The module Microsoft.PowerShell.SecretManagement is not installed, so there is no vault for the API keys.",
            $"Install it and register a vault: {Install}; {Register}. Or use New-ExternalSource -SessionOnly, which needs no vault.",
            inner
        );

    public static VaultException NoVault() =>
        new(
            VaultFailure.NoVault,
            "No SecretManagement vault is registered, so there is no place for the API key.",
            $"Register one, for example: Install-Module Microsoft.PowerShell.SecretStore; {Register}. "
                + "Or use New-ExternalSource -SessionOnly, which needs no vault."
        );

    public static VaultException NoDefaultVault(string names) =>
        new(
            VaultFailure.NoDefaultVault,
            $"No SecretManagement vault is the default vault. The registered vaults are {names}.",
            "Give a vault with -Vault, or set the default vault with Set-SecretVaultDefault."
        );

    public static VaultException VaultNotFound(string vault, Exception? inner = null) =>
        new(
            VaultFailure.VaultNotFound,
            $"No SecretManagement vault named '{vault}' is registered for this account.",
            "Get-SecretVault lists the vaults. Register-SecretVault registers one.",
            inner
        );

    public static VaultException WrongSecretType(SecretReference secret, string type) =>
        new(
            VaultFailure.WrongSecretType,
            $"The secret '{secret.Name}' in the vault '{secret.Vault}' is of type {type}. "
                + "An API key is a String, a SecureString or the password of a PSCredential.",
            "Save the API key under this name with Set-Secret, or give the name of another secret."
        );

    public static VaultException Locked(string vault, Exception? inner = null) =>
        new(
            VaultFailure.Locked,
            $"The vault '{vault}' is locked.",
            "Unlock it with Unlock-SecretStore, or with Unlock-SecretVault for other vaults. "
                + "In a runbook, configure the vault to open without a password (Set-SecretStoreConfiguration), or use New-ExternalSource -SessionOnly.",
            inner
        );

    public static VaultException NotResponding(string vault, TimeSpan limit) =>
        new(
            VaultFailure.NotResponding,
            $"The vault '{vault}' did not respond within {Invariant.Duration(limit)}.",
            $"Test the vault with Test-SecretVault -Name '{vault}'. For unattended sessions, configure the vault to ask no questions."
        );

    /// <summary>The error of a failed call.</summary>
    /// <param name="exception">The exception of the call.</param>
    /// <param name="secret">The secret of the call.</param>
    /// <param name="writing">Whether the call makes a change.</param>
    /// <param name="written">The key of the call, to keep it out of the message.</param>
    public static VaultException Translate(Exception exception, SecretReference secret, bool writing, SecureString? written)
    {
        if (exception is CommandNotFoundException)
        {
            return ModuleMissing(exception);
        }

        var record = (exception as IContainsErrorRecord)?.ErrorRecord;
        var cause = record?.Exception ?? exception;
        var id = record?.FullyQualifiedErrorId ?? string.Empty;
        if (IsLocked(exception))
        {
            return Locked(secret.Vault, exception);
        }

        if (id.StartsWith("GetSecretVaultNotFound", StringComparison.Ordinal))
        {
            return VaultNotFound(secret.Vault, exception);
        }

        if (id.StartsWith("GetSecretNotFound", StringComparison.Ordinal))
        {
            return new VaultException(
                VaultFailure.SecretMissing,
                $"The vault '{secret.Vault}' has no secret named '{secret.Name}'.",
                $"Get-SecretInfo -Vault '{secret.Vault}' lists the secrets. "
                    + "Give the key again with -ApiKey, or give the name of another secret with -SecretName.",
                exception
            );
        }

        // The message of a vault may contain the key that it was given. So the key is removed, and the original exception is left out.
        return writing
            ? new VaultException(
                VaultFailure.WriteFailed,
                $"The vault '{secret.Vault}' did not accept the change: {Scrub(cause.Message, written).TrimEnd('.')}.",
                "Check your rights on the vault, or give another vault with -Vault."
            )
            : new VaultException(
                VaultFailure.ReadFailed,
                $"The vault '{secret.Vault}' returned an error: {cause.Message.TrimEnd('.')}.",
                $"Test the vault with Test-SecretVault -Name '{secret.Vault}'.",
                exception
            );
    }

    private static string Scrub(string message, SecureString? written)
    {
        if (written is null)
        {
            return message;
        }

        using var key = new ApiKey(written);
        return message.Replace(key.Reveal(), "***");
    }

    private static bool IsLocked(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            // The type is SecretManagement's own, and its module may not be loaded.
            if (
                exception.GetType().Name == "PasswordRequiredException"
                || (exception as IContainsErrorRecord)?.ErrorRecord?.Exception?.GetType().Name == "PasswordRequiredException"
            )
            {
                return true;
            }
            // The vault asked for its password in a session where nobody can answer.
            if (
                exception
                    is System.Management.Automation.Host.HostException
                        or PSInvalidOperationException { ErrorRecord.FullyQualifiedErrorId: "InvalidOperation" }
                && exception.Message.IndexOf("NonInteractive", StringComparison.OrdinalIgnoreCase) >= 0
            )
            {
                return true;
            }
        }

        return false;
    }
}
