function Set-SecretVaultDefault {
    [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'NameParameterSet')]
    param (
        [Parameter(ParameterSetName = 'NameParameterSet', Position = 0, Mandatory, ValueFromPipeline)]
        [ArgumentCompleter({ param ($Command, $Parameter, $Word) & (Get-Module Microsoft.PowerShell.SecretManagement) { Get-VaultCompletion $args[0] } $Word })]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(ParameterSetName = 'SecretVaultParameterSet', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNull()]
        [PSTypeName('Microsoft.PowerShell.SecretManagement.SecretVaultInfo')] $SecretVault,

        [Parameter(ParameterSetName = 'ClearParameterSet')]
        [switch] $ClearDefault
    )

    end {
        . Use-CallerPreference $PSBoundParameters
        Add-Call $PSCmdlet -Vault $Name
        if (-not $PSCmdlet.ShouldProcess($Name, 'Set vault as default')) { return }

        $wanted = switch ($PSCmdlet.ParameterSetName) {
            'NameParameterSet' { $Name }
            'SecretVaultParameterSet' { $SecretVault.Name }
            'ClearParameterSet' { '' }
        }

        if (-not $wanted) {
            $script:State.DefaultVault = ''
        }
        elseif ($script:State.Vaults.ContainsKey($wanted)) {
            $script:State.DefaultVault = $script:State.Vaults[$wanted].Name
        }
        else {
            $exception = [System.Management.Automation.ItemNotFoundException]::new('Vault name was not found.')
            Stop-Command $PSCmdlet (New-Record $exception 'VaultNotFound' 'ObjectNotFound' $PSCmdlet)
        }
    }
}
