# All that a session remembers: registered vaults, what is in them, and the calls that were made.

function New-State {
    @{
        Vaults       = [System.Collections.Generic.SortedDictionary[string, object]]::new([System.StringComparer]::OrdinalIgnoreCase)
        Contents     = [System.Collections.Generic.Dictionary[string, object]]::new([System.StringComparer]::OrdinalIgnoreCase)
        Calls        = [System.Collections.Generic.List[object]]::new()
        DefaultVault = ''
    }
}

# A vault that is unregistered keeps its secrets, as a store on disk would.
function Get-VaultContent {
    param ([string] $VaultName)

    if (-not $script:State.Contents.ContainsKey($VaultName)) {
        $script:State.Contents[$VaultName] = [System.Collections.Generic.SortedDictionary[string, object]]::new([System.StringComparer]::OrdinalIgnoreCase)
    }

    , $script:State.Contents[$VaultName]
}

# The value of a secret is never part of the record: what is recorded may be printed.
function Add-Call {
    param ($Cmdlet, [string] $Name, [string] $Vault, $Metadata, $Secret)

    $script:State.Calls.Add([pscustomobject]@{
            PSTypeName = 'ExternalSources.Stubs.VaultCall'
            Command    = $Cmdlet.MyInvocation.MyCommand.Name
            Name       = $Name
            Vault      = $Vault
            SecretType = if ($null -eq $Secret) { $null } else { $Secret.GetType().Name }
            Metadata   = $Metadata
            WhatIf     = [bool] $WhatIfPreference
        })
}
