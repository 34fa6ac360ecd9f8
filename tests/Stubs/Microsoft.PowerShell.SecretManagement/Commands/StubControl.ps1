# Commands for tests. The real module does not have them.

<#
.SYNOPSIS
Changes how a registered vault misbehaves. Settings that you omit do not change. To turn off a setting, use for example -Locked:$false.
#>
function Set-StubVault {
    [CmdletBinding()]
    param (
        [Parameter(Position = 0, Mandatory)]
        [string] $Name,

        # Every access fails, as in a SecretStore with a password and Interaction None.
        [switch] $Locked,

        # A locked vault prompts for its password, once for each access, as with Interaction Prompt.
        [switch] $PromptWhenLocked,

        # The password, as plain text. Null accepts any password.
        [AllowNull()] $Password,

        # The extension of the vault does not support metadata.
        [switch] $NoMetadata,

        [switch] $FailRead,

        [switch] $FailWrite,

        # The command fails after it writes the secret.
        [switch] $FailAfterWrite,

        [switch] $FailRemove,

        # Get-Secret returns a secret of this type. Unsupported returns an object that is not a secret. An empty string returns the stored type.
        [ValidateSet('', 'String', 'SecureString', 'PSCredential', 'Hashtable', 'ByteArray', 'Unsupported')]
        [string] $ReturnType,

        # The delay of each access.
        [int] $DelayMilliseconds,

        # Every access waits until Ctrl+C.
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
Gets the recorded calls, oldest first, with Command, Name, Vault, SecretType, Metadata, and WhatIf. It never returns a secret.
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
Gets the content of a vault, locked or not, with Name, Secret (as stored), Text (the plain text of a text secret), and Metadata.
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
Gets the vaults and secrets of this session. Set-StubVaultState restores them in another session, like a vault on disk.
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
