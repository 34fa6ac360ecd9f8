using System;
using System.Management.Automation;
using System.Security;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;

namespace ExternalSources.Secrets;

/// <summary>Turns what SecretManagement and its vaults throw into a failure with its way out.</summary>
internal static class VaultFailures
{
    public const string Install = "Install-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore";
    public const string Register = "Register-SecretVault -Name Secrets -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault";

    public static VaultException ModuleMissing(Exception? inner = null) =>
        new(
            VaultFailure.ModuleMissing,
            "The module Microsoft.PowerShell.SecretManagement, which keeps the API keys, is not installed.",
            $"Install it and register a vault: {Install}; {Register}. Or use New-ExternalSource -SessionOnly, which needs no vault.",
            inner
        );

    public static VaultException NoVault() =>
        new(
            VaultFailure.NoVault,
            "No SecretManagement vault is registered, so there is no place for the API key.",
            $"Register one, for instance: Install-Module Microsoft.PowerShell.SecretStore; {Register}. Or use New-ExternalSource -SessionOnly, which needs no vault."
        );

    public static VaultException NoDefaultVault(string names) =>
        new(
            VaultFailure.NoDefaultVault,
            $"No SecretManagement vault is the default. Registered are: {names}.",
            "Name the vault with -Vault, or make one the default with Set-SecretVaultDefault."
        );

    public static VaultException VaultNotFound(string vault, Exception? inner = null) =>
        new(
            VaultFailure.VaultNotFound,
            $"No SecretManagement vault named '{vault}' is registered for this account.",
            "Get-SecretVault lists the vaults there are; Register-SecretVault registers one.",
            inner
        );

    public static VaultException WrongSecretType(SecretReference secret, string type) =>
        new(
            VaultFailure.WrongSecretType,
            $"The secret '{secret.Name}' in the vault '{secret.Vault}' is of type {type}; an API key is a String, a SecureString or the password of a PSCredential.",
            "Save the API key under that name with Set-Secret, or name another secret."
        );

    public static VaultException Locked(string vault, Exception? inner = null) =>
        new(
            VaultFailure.Locked,
            $"The vault '{vault}' is locked.",
            "Unlock it first: Unlock-SecretStore, or Unlock-SecretVault for other vaults. For runbooks set the vault up to open without a password (Set-SecretStoreConfiguration), or use New-ExternalSource -SessionOnly.",
            inner
        );

    public static VaultException NotResponding(string vault, TimeSpan limit) =>
        new(
            VaultFailure.NotResponding,
            $"The vault '{vault}' did not answer within {Invariant.Duration(limit)}.",
            $"Try the vault by itself with Test-SecretVault -Name '{vault}'. In a session that nobody watches, set it up so that it asks nothing."
        );

    /// <summary>What a failed call means for the admin.</summary>
    /// <param name="exception">What the call threw.</param>
    /// <param name="secret">What was to be read or written.</param>
    /// <param name="writing">Whether the call was to change something.</param>
    /// <param name="written">The key that the call was given, to keep it out of the message.</param>
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
                $"Get-SecretInfo -Vault '{secret.Vault}' lists the secrets there are. Give the key anew with -ApiKey, or name another secret with -SecretName.",
                exception
            );
        }

        // The message is the vault's own, and a vault that was given a key might quote it: so that goes, and the original exception with it.
        return writing
            ? new VaultException(
                VaultFailure.WriteFailed,
                $"The vault '{secret.Vault}' did not take the change: {Scrub(cause.Message, written).TrimEnd('.')}.",
                "Check the rights on the vault, or choose another one with -Vault."
            )
            : new VaultException(
                VaultFailure.ReadFailed,
                $"The vault '{secret.Vault}' did not answer as it should: {cause.Message.TrimEnd('.')}.",
                $"Try the vault by itself with Test-SecretVault -Name '{secret.Vault}'.",
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
            // SecretManagement's own exception type for "a password is required"; its module may not even be loaded here.
            if (
                exception.GetType().Name == "PasswordRequiredException"
                || (exception as IContainsErrorRecord)?.ErrorRecord?.Exception?.GetType().Name == "PasswordRequiredException"
            )
            {
                return true;
            }
            // A vault that asks for its password in a session where nobody can answer.
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
