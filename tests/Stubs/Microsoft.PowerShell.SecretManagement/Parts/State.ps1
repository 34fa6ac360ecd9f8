# The state of a session: registered vaults, their contents, and recorded calls.

function New-State {
    @{
        Vaults       = [System.Collections.Generic.SortedDictionary[string, object]]::new([System.StringComparer]::OrdinalIgnoreCase)
        Contents     = [System.Collections.Generic.Dictionary[string, object]]::new([System.StringComparer]::OrdinalIgnoreCase)
        Calls        = [System.Collections.Generic.List[object]]::new()
        DefaultVault = ''
    }
}

# An unregistered vault keeps its secrets, like a store on disk.
function Get-VaultContent {
    param ([string] $VaultName)

    if (-not $script:State.Contents.ContainsKey($VaultName)) {
        $script:State.Contents[$VaultName] = [System.Collections.Generic.SortedDictionary[string, object]]::new([System.StringComparer]::OrdinalIgnoreCase)
    }

    , $script:State.Contents[$VaultName]
}

# A record never contains the value of a secret, because tests can print records.
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
