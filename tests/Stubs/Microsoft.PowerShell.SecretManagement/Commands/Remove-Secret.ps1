function Remove-Secret {
    [CmdletBinding(SupportsShouldProcess)]
    param (
        [Parameter(Position = 0, Mandatory, ValueFromPipeline, ParameterSetName = 'NameParameterSet')]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Position = 1, Mandatory, ParameterSetName = 'NameParameterSet')]
        [ArgumentCompleter({ param ($Command, $Parameter, $Word) & (Get-Module Microsoft.PowerShell.SecretManagement) { Get-VaultCompletion $args[0] } $Word })]
        [ValidateNotNullOrEmpty()]
        [string] $Vault,

        [Parameter(Position = 0, Mandatory, ValueFromPipeline, ParameterSetName = 'InfoParameterSet')]
        [PSTypeName('Microsoft.PowerShell.SecretManagement.SecretInformation')] $InputObject
    )

    begin {
        . Use-CallerPreference $PSBoundParameters
    }

    process {
        $target = $Name
        $vaultName = $Vault
        if ($PSCmdlet.ParameterSetName -eq 'InfoParameterSet') {
            $target = $InputObject.Name
            $vaultName = $InputObject.VaultName
        }

        Add-Call $PSCmdlet -Name $target -Vault $vaultName
        if (-not $PSCmdlet.ShouldProcess($Vault, 'Remove secret by name from vault')) { return }
        Invoke-Remove $PSCmdlet (Resolve-Vault $PSCmdlet $vaultName) $target
    }
}
