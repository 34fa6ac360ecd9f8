function Get-Secret {
    [CmdletBinding(DefaultParameterSetName = 'NameParameterSet')]
    [OutputType([object])]
    param (
        [Parameter(Position = 0, Mandatory, ValueFromPipeline, ParameterSetName = 'NameParameterSet')]
        [string] $Name,

        [Parameter(Position = 1, ParameterSetName = 'NameParameterSet')]
        [ArgumentCompleter({ param ($Command, $Parameter, $Word) & (Get-Module Microsoft.PowerShell.SecretManagement) { Get-VaultCompletion $args[0] } $Word })]
        [string] $Vault,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InfoParameterSet')]
        [PSTypeName('Microsoft.PowerShell.SecretManagement.SecretInformation')] $InputObject,

        [switch] $AsPlainText
    )

    begin {
        . Use-CallerPreference $PSBoundParameters
        Write-NoVaultWarning
    }

    process {
        $wanted = $Name
        $from = $Vault
        if ($PSCmdlet.ParameterSetName -eq 'InfoParameterSet') {
            $wanted = $InputObject.Name
            $from = $InputObject.VaultName
        }

        Add-Call $PSCmdlet -Name $wanted -Vault $from
        if ($from) {
            $found = Find-Secret $PSCmdlet (Resolve-Vault $PSCmdlet $from) $wanted
            if ($found.Locked) { return }
        }
        else {
            $found = Search-Secret $PSCmdlet $wanted
        }

        if ($found.Secret.Count) {
            $secret = $found.Secret[0]
            if ($secret -is [hashtable]) {
                $converted = @{}
                foreach ($key in $secret.Keys) { $converted[$key] = ConvertTo-Output $secret[$key] $AsPlainText }
                $PSCmdlet.WriteObject($converted)
            }
            else {
                $PSCmdlet.WriteObject((ConvertTo-Output $secret $AsPlainText))
            }

            return
        }

        $exception = [System.Management.Automation.ItemNotFoundException]::new("The secret $wanted was not found.")
        Write-CommandError $PSCmdlet (New-Record $exception 'GetSecretNotFound' 'ObjectNotFound' $PSCmdlet)
    }
}

# Searches all vaults. The default vault comes first. When it is locked, it ends the command.
function Search-Secret {
    param ($Cmdlet, [string] $Name)

    foreach ($vault in @(Get-SearchOrder)) {
        if ($vault.Name -eq $script:State.DefaultVault) {
            $reply = Find-InVault $Cmdlet $vault $Name
            $null = Complete-Reply $Cmdlet $reply "Unable to get secret information from vault $($vault.Name)" 'GetSecretInfoInvalidOperation'
            if (-not $reply.Output) { continue }
        }

        $found = Find-Secret $Cmdlet $vault $Name
        if ($found.Secret.Count) { return $found }
    }

    @{ Secret = @(); Locked = $false }
}

# Searches one vault. A locked vault is an error, and the search continues.
function Find-Secret {
    param ($Cmdlet, $Vault, [string] $Name)

    $reply = Read-Vault $Cmdlet $Vault $Name
    if (Test-IsLocked $reply) {
        Write-CommandError $Cmdlet (New-Record $reply.Failure 'GetSecretException' 'InvalidOperation' $Cmdlet)
        return @{ Secret = @(); Locked = $true }
    }

    @{ Secret = Invoke-Read $Cmdlet $Vault $Name $reply; Locked = $false }
}
