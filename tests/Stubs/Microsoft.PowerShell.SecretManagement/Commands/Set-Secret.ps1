function Set-Secret {
    [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'SecureStringParameterSet')]
    param (
        [Parameter(ParameterSetName = 'ObjectParameterSet', Position = 0, Mandatory)]
        [Parameter(ParameterSetName = 'SecureStringParameterSet', Position = 0, Mandatory)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(ParameterSetName = 'ObjectParameterSet', Position = 1, Mandatory, ValueFromPipeline)]
        [object] $Secret,

        [Parameter(ParameterSetName = 'SecureStringParameterSet', Position = 1, Mandatory, ValueFromPipeline)]
        [securestring] $SecureStringSecret,

        [Parameter(ParameterSetName = 'SecretInfoParameterSet', Position = 1, Mandatory, ValueFromPipeline)]
        [PSTypeName('Microsoft.PowerShell.SecretManagement.SecretInformation')] $SecretInfo,

        [Parameter(ParameterSetName = 'ObjectParameterSet', Position = 2)]
        [Parameter(ParameterSetName = 'SecureStringParameterSet', Position = 2)]
        [Parameter(ParameterSetName = 'SecretInfoParameterSet', Mandatory)]
        [ArgumentCompleter({ param ($Command, $Parameter, $Word) & (Get-Module Microsoft.PowerShell.SecretManagement) { Get-VaultCompletion $args[0] } $Word })]
        [string] $Vault,

        [Parameter(ParameterSetName = 'ObjectParameterSet', Position = 3)]
        [Parameter(ParameterSetName = 'SecureStringParameterSet', Position = 3)]
        [hashtable] $Metadata,

        [switch] $NoClobber
    )

    begin {
        . Use-CallerPreference $PSBoundParameters
        Write-NoVaultWarning
    }

    process {
        $isCopy = $PSCmdlet.ParameterSetName -eq 'SecretInfoParameterSet'
        $target = if ($isCopy) { $SecretInfo.Name } else { $Name }
        $value = $Secret
        if ($PSCmdlet.ParameterSetName -eq 'SecureStringParameterSet') { $value = $SecureStringSecret }
        $described = if ($isCopy) { $SecretInfo.Metadata } else { $Metadata }
        Add-Call $PSCmdlet -Name $target -Vault $Vault -Metadata $described -Secret $value
        if (-not $PSCmdlet.ShouldProcess($Vault, 'Write secret to vault and override any existing secret of the same name')) { return }

        if ($isCopy) {
            $read = Invoke-Read $PSCmdlet (Resolve-Vault $PSCmdlet $SecretInfo.VaultName) $target
            $value = $null
            if ($read.Count) { $value = $read[0] }
        }

        $vaultName = if ($Vault) { $Vault } else { $script:State.DefaultVault }
        if (-not $vaultName) {
            $exception = [System.Management.Automation.PSInvalidOperationException]::new('Unable to set secret because no vault was provided and there is no default vault designated.')
            Stop-Command $PSCmdlet (New-Record $exception 'SetSecretCommandFailNoVault' 'InvalidOperation' $PSCmdlet)
        }

        $destination = Resolve-Vault $PSCmdlet $vaultName
        if ($NoClobber -and (Invoke-Read $PSCmdlet $destination $target).Count) {
            $exception = [System.Management.Automation.PSInvalidOperationException]::new("A secret with name $target already exists in vault $($destination.Name).")
            $record = New-Record $exception 'SetSecretCommandAlreadyExistsWithNoClobber' 'ResourceExists' $PSCmdlet
            if (-not $isCopy) { Stop-Command $PSCmdlet $record }
            Write-CommandError $PSCmdlet $record
            return
        }

        $table = if ($isCopy) { Copy-Dictionary $described } else { $Metadata }
        Invoke-Write $PSCmdlet $destination $target $value $table
    }
}

function Copy-Dictionary {
    param ($Dictionary)

    $copy = @{}
    if ($null -ne $Dictionary) {
        foreach ($key in $Dictionary.Keys) { $copy[$key] = $Dictionary[$key] }
    }

    $copy
}
