function Get-SecretInfo {
    [CmdletBinding()]
    [OutputType('Microsoft.PowerShell.SecretManagement.SecretInformation')]
    param (
        [Parameter(Position = 0)]
        [SupportsWildcards()]
        [string] $Name,

        [Parameter(Position = 1)]
        [ArgumentCompleter({ param ($Command, $Parameter, $Word) & (Get-Module Microsoft.PowerShell.SecretManagement) { Get-VaultCompletion $args[0] } $Word })]
        [string] $Vault
    )

    end {
        . Use-CallerPreference $PSBoundParameters
        Write-NoVaultWarning
        Add-Call $PSCmdlet -Name $Name -Vault $Vault
        $filter = if ($Name) { $Name } else { '*' }
        $vaults = if ($Vault) { Resolve-Vault $PSCmdlet $Vault } else { @(Get-SearchOrder) }
        foreach ($each in $vaults) {
            $reply = Find-InVault $PSCmdlet $each $filter
            if (Test-IsLocked $reply) {
                Write-CommandError $PSCmdlet (New-Record $reply.Failure 'GetSecretInfoException' 'InvalidOperation' $PSCmdlet)
                continue
            }

            $reply.Output
        }
    }
}
