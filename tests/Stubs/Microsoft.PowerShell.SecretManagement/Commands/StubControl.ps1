# Test control. None of these commands exists in the real module.

<#
.SYNOPSIS
Makes a registered vault misbehave. What is left out stays as it was; -Locked:$false and the like switch a knob off.
#>
function Set-StubVault {
    [CmdletBinding()]
    param (
        [Parameter(Position = 0, Mandatory)]
        [string] $Name,

        # Every access fails, as in a SecretStore that has a password and must not ask (Interaction None).
        [switch] $Locked,

        # A locked vault asks for its password first, once for each access (Interaction Prompt).
        [switch] $PromptWhenLocked,

        # What unlocks the vault, as plain text. Anything does while it is null.
        [AllowNull()] $Password,

        # The vault's extension knows no metadata.
        [switch] $NoMetadata,

        [switch] $FailRead,

        [switch] $FailWrite,

        # The secret is written, and then the command fails.
        [switch] $FailAfterWrite,

        [switch] $FailRemove,

        # Get-Secret gives a secret of this type, whatever was stored. Unsupported: an object that is no secret. An empty text: as stored.
        [ValidateSet('', 'String', 'SecureString', 'PSCredential', 'Hashtable', 'ByteArray', 'Unsupported')]
        [string] $ReturnType,

        # How long each access takes.
        [int] $DelayMilliseconds,

        # No access ends but by Ctrl+C.
        [switch] $HangUntilStopped
    )

    $vault = $script:State.Vaults[$Name]
    foreach ($knob in @($vault.Knobs.Keys)) {
        if (-not $PSBoundParameters.ContainsKey($knob)) { continue }
        $value = $PSBoundParameters[$knob]
        $vault.Knobs[$knob] = if ($value -is [switch]) { [bool] $value } else { $value }
    }
}

<#
.SYNOPSIS
The calls that were made, oldest first: Command, Name, Vault, SecretType, Metadata, WhatIf. Never a secret.
#>
function Get-StubVaultCall {
    [CmdletBinding()]
    param ([Parameter(Position = 0)] [string] $Command = '*')

    foreach ($call in @($script:State.Calls)) {
        if ($call.Command -like $Command) { $call }
    }
}

function Clear-StubVaultCall {
    [CmdletBinding()]
    param ()

    $script:State.Calls.Clear()
}

<#
.SYNOPSIS
What is in a vault, locked or not: Name, Secret (as stored), Text (the secret in plain text, where it is text), Metadata.
#>
function Get-StubVaultContent {
    [CmdletBinding()]
    param (
        [Parameter(Position = 0, Mandatory)] [string] $Vault,
        [Parameter(Position = 1)] [string] $Name = '*'
    )

    $contents = Get-VaultContent $Vault
    foreach ($key in @($contents.Keys)) {
        if ($key -notlike $Name) { continue }
        $secret = $contents[$key].Secret
        [pscustomobject]@{
            PSTypeName = 'ExternalSources.Stubs.VaultContent'
            Name       = $key
            Secret     = $secret
            Text       = if ($secret -is [securestring]) { ConvertFrom-Secret $secret } elseif ($secret -is [string]) { $secret }
            Metadata   = $contents[$key].Metadata
        }
    }
}

<#
.SYNOPSIS
All that this session remembers, to hand it to another session (Set-StubVaultState): what a vault on disk would have survived.
#>
function Get-StubVaultState {
    [CmdletBinding()]
    param ()

    $script:State
}

function Set-StubVaultState {
    [CmdletBinding()]
    param ([Parameter(Position = 0, Mandatory)] [hashtable] $State)

    $script:State = $State
}

function Get-VaultCompletion {
    param ([string] $Word)

    foreach ($name in @($script:State.Vaults.Keys)) {
        if ($name -notlike "$($Word.Trim("'", '"'))*") { continue }
        if ($name -match '\s') { "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($name) + "'" } else { $name }
    }
}
