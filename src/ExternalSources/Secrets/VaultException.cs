using System;
using ExternalSources.Core.Common;

namespace ExternalSources.Secrets;

/// <summary>The reason why a vault could not be used.</summary>
public enum VaultFailure
{
    /// <summary>The module Microsoft.PowerShell.SecretManagement is not installed.</summary>
    ModuleMissing,

    /// <summary>No vault is registered.</summary>
    NoVault,

    /// <summary>Vaults are registered, but none of them is the default.</summary>
    NoDefaultVault,

    /// <summary>No vault with this name is registered.</summary>
    VaultNotFound,

    /// <summary>The vault is locked, and nobody can unlock it.</summary>
    Locked,

    /// <summary>The vault does not contain the secret.</summary>
    SecretMissing,

    /// <summary>The secret is neither text nor a credential.</summary>
    WrongSecretType,

    /// <summary>The vault did not respond in time.</summary>
    NotResponding,

    /// <summary>A read failed.</summary>
    ReadFailed,

    /// <summary>A write or a removal failed.</summary>
    WriteFailed,
}

/// <summary>A SecretManagement vault could not be used.</summary>
public sealed class VaultException : ExternalSourceException
{
    internal VaultException(VaultFailure failure, string message, string recommendation, Exception? inner = null)
        : base(message, recommendation, inner) => Failure = failure;

    /// <summary>The reason.</summary>
    public VaultFailure Failure { get; }
}
