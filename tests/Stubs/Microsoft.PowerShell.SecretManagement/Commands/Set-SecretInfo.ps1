function Set-SecretInfo {
    [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'NameParameterSet')]
    param (
        [Parameter(Position = 0, Mandatory, ParameterSetName = 'NameParameterSet')]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Position = 1, Mandatory, ValueFromPipeline, ParameterSetName = 'NameParameterSet')]
        [Parameter(Position = 0, Mandatory, ParameterSetName = 'InfoParameterSet')]
        [hashtable] $Metadata,

        [Parameter(Position = 2, ParameterSetName = 'NameParameterSet')]
        [ArgumentCompleter({ param ($Command, $Parameter, $Word) & (Get-Module Microsoft.PowerShell.SecretManagement) { Get-VaultCompletion $args[0] } $Word })]
        [string] $Vault,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InfoParameterSet')]
        [PSTypeName('Microsoft.PowerShell.SecretManagement.SecretInformation')] $InputObject
    )

    begin {
        . Use-CallerPreference $PSBoundParameters
        Write-NoVaultWarning
    }

    process {
        $target = $Name
        $vaultName = $Vault
        if ($PSCmdlet.ParameterSetName -eq 'InfoParameterSet') {
            $target = $InputObject.Name
            $vaultName = $InputObject.VaultName
        }

        Add-Call $PSCmdlet -Name $target -Vault $vaultName -Metadata $Metadata
        if (-not $PSCmdlet.ShouldProcess($Vault, 'Write secret metadata to vault and override any existing metadata associated with the secret')) { return }

        if (-not $vaultName) { $vaultName = $script:State.DefaultVault }
        if (-not $vaultName) {
            $exception = [System.Management.Automation.PSInvalidOperationException]::new('Unable to set secret metadata because no vault was provided and there is no default vault designated.')
            Stop-Command $PSCmdlet (New-Record $exception 'SetSecretInfoCommandFailNoVault' 'InvalidOperation' $PSCmdlet)
        }

        $null = Invoke-WriteMetadata $PSCmdlet (Resolve-Vault $PSCmdlet $vaultName) $target $Metadata
    }
}
