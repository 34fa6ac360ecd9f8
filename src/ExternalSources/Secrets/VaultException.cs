using System;
using ExternalSources.Core.Common;

namespace ExternalSources.Secrets;

/// <summary>Why a key could not be read from or written to a vault.</summary>
public enum VaultFailure
{
    /// <summary>The module Microsoft.PowerShell.SecretManagement is not installed.</summary>
    ModuleMissing,

    /// <summary>No vault is registered.</summary>
    NoVault,

    /// <summary>Vaults are registered, but none of them is the default.</summary>
    NoDefaultVault,

    /// <summary>No vault of that name is registered.</summary>
    VaultNotFound,

    /// <summary>The vault is locked, and nobody is there to unlock it.</summary>
    Locked,

    /// <summary>The vault has no such secret.</summary>
    SecretMissing,

    /// <summary>The secret is neither text nor a credential.</summary>
    WrongSecretType,

    /// <summary>The vault did not answer in time.</summary>
    NotResponding,

    /// <summary>Reading failed.</summary>
    ReadFailed,

    /// <summary>Writing or removing failed.</summary>
    WriteFailed,
}

/// <summary>A SecretManagement vault could not be used.</summary>
public sealed class VaultException : ExternalSourceException
{
    internal VaultException(VaultFailure failure, string message, string recommendation, Exception? inner = null)
        : base(message, recommendation, inner) => Failure = failure;

    /// <summary>What went wrong.</summary>
    public VaultFailure Failure { get; }
}
