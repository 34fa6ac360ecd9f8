# The registry of vaults.

function New-Vault {
    param ([string] $Name, [string] $ModuleName, [string] $ModulePath, [string] $Description, [hashtable] $VaultParameters)

    $vault = @{
        Name            = $Name
        ModuleName      = $ModuleName
        ModulePath      = $ModulePath
        Description     = $Description
        VaultParameters = $VaultParameters
        Knobs           = New-Knobs
    }
    foreach ($key in @($VaultParameters.Keys)) {
        if ($vault.Knobs.ContainsKey($key)) { $vault.Knobs[$key] = $VaultParameters[$key] }
    }

    $vault
}

# The settings for misbehavior. Register-SecretVault accepts them as VaultParameters, and Set-StubVault changes them.
function New-Knobs {
    @{
        Locked            = $false
        PromptWhenLocked  = $false
        Password          = $null
        NoMetadata        = $false
        FailRead          = $false
        FailWrite         = $false
        FailAfterWrite    = $false
        FailRemove        = $false
        ReturnType        = $null
        DelayMilliseconds = 0
        HangUntilStopped  = $false
    }
}

function ConvertTo-ReadOnlyDictionary {
    param ($Table)

    $copy = [System.Collections.Generic.Dictionary[string, object]]::new()
    if ($null -ne $Table) {
        foreach ($key in $Table.Keys) { $copy[$key] = $Table[$key] }
    }

    , [System.Collections.ObjectModel.ReadOnlyDictionary[string, object]]::new($copy)
}

function New-VaultInfo {
    param ($Vault)

    [pscustomobject]@{
        PSTypeName      = 'Microsoft.PowerShell.SecretManagement.SecretVaultInfo'
        Name            = $Vault.Name
        ModuleName      = $Vault.ModuleName
        ModulePath      = $Vault.ModulePath
        Description     = $Vault.Description
        VaultParameters = ConvertTo-ReadOnlyDictionary $Vault.VaultParameters
        IsDefault       = $Vault.Name -eq $script:State.DefaultVault
    }
}

# Returns the vault. When it is not registered, the error ends the command.
function Resolve-Vault {
    param ($Cmdlet, [string] $Name)

    $vault = $null
    if ($script:State.Vaults.TryGetValue($Name, [ref] $vault)) { return $vault }

    $exception = [System.Management.Automation.PSInvalidOperationException]::new("Vault not found in registry: $Name")
    Stop-Command $Cmdlet (New-Record $exception 'GetSecretVaultNotFound' 'ObjectNotFound' $Cmdlet)
}

# Returns the default vault first, then the others by name.
function Get-SearchOrder {
    $default = $script:State.DefaultVault
    if ($default) { $script:State.Vaults[$default] }
    foreach ($vault in @($script:State.Vaults.Values)) {
        if ($vault.Name -ne $default) { $vault }
    }
}

function Write-NoVaultWarning {
    if ($script:State.Vaults.Count -eq 0) {
        $PSCmdlet.WriteWarning("There are currently no extension vaults registered.`nhttps://aka.ms/SecretManagementVaults")
    }
}
