function Unregister-SecretVault {
    [CmdletBinding(SupportsShouldProcess)]
    param (
        [Parameter(ParameterSetName = 'NameParameterSet', Position = 0, Mandatory, ValueFromPipeline)]
        [ArgumentCompleter({ param ($Command, $Parameter, $Word) & (Get-Module Microsoft.PowerShell.SecretManagement) { Get-VaultCompletion $args[0] } $Word })]
        [SupportsWildcards()]
        [ValidateNotNullOrEmpty()]
        [string[]] $Name,

        [Parameter(ParameterSetName = 'SecretVaultParameterSet', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNull()]
        [PSTypeName('Microsoft.PowerShell.SecretManagement.SecretVaultInfo')] $SecretVault
    )

    begin {
        . Use-CallerPreference $PSBoundParameters
    }

    process {
        $wanted = if ($PSCmdlet.ParameterSetName -eq 'NameParameterSet') { $Name } else { $SecretVault.Name }
        foreach ($each in $wanted) {
            $matching = if ([System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($each)) {
                @($script:State.Vaults.Keys) -like $each
            }
            else {
                $each
            }

            foreach ($vaultName in $matching) {
                Add-Call $PSCmdlet -Vault $vaultName
                if (-not $PSCmdlet.ShouldProcess($vaultName, 'Unregister SecretManagement extension vault module for current user')) { continue }

                if (-not $script:State.Vaults.Remove($vaultName)) {
                    $exception = [System.Management.Automation.ItemNotFoundException]::new("Unable to find secret vault $vaultName to unregister it.")
                    Write-CommandError $PSCmdlet (New-Record $exception 'UnregisterSecretVaultObjectNotFound' 'ObjectNotFound' $PSCmdlet)
                    continue
                }

                if ($script:State.DefaultVault -eq $vaultName) { $script:State.DefaultVault = '' }
            }
        }
    }
}
