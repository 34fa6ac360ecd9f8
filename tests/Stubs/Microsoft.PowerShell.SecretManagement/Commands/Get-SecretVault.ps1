function Get-SecretVault {
    [CmdletBinding()]
    [OutputType('Microsoft.PowerShell.SecretManagement.SecretVaultInfo')]
    param (
        [Parameter(Position = 0)]
        [ArgumentCompleter({ param ($Command, $Parameter, $Word) & (Get-Module Microsoft.PowerShell.SecretManagement) { Get-VaultCompletion $args[0] } $Word })]
        [SupportsWildcards()]
        [string[]] $Name = '*'
    )

    end {
        . Use-CallerPreference $PSBoundParameters
        foreach ($each in $Name) {
            Add-Call $PSCmdlet -Vault $each
            if ([System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($each)) {
                foreach ($vault in @($script:State.Vaults.Values)) {
                    if ($vault.Name -like $each) { New-VaultInfo $vault }
                }
            }
            elseif ($script:State.Vaults.ContainsKey($each)) {
                New-VaultInfo $script:State.Vaults[$each]
            }
            else {
                $exception = [System.Management.Automation.ItemNotFoundException]::new("Vault $each does not exist in registry.")
                Write-CommandError $PSCmdlet (New-Record $exception 'GetSecretVaultNotFound' 'ObjectNotFound' $PSCmdlet)
            }
        }
    }
}
