function Register-SecretVault {
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType('Microsoft.PowerShell.SecretManagement.SecretVaultInfo')]
    param (
        # Any name is valid, because no module is loaded. A name that starts with NoSuch is not found. For a path, its last part is the name.
        [Parameter(Position = 0, Mandatory)]
        [ValidateNotNullOrEmpty()]
        [string] $ModuleName,

        [Parameter(Position = 1)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        # Keys with the name of a setting of Set-StubVault change that setting.
        [hashtable] $VaultParameters = @{},

        [switch] $DefaultVault,

        [switch] $AllowClobber,

        [switch] $PassThru,

        [string] $Description = ''
    )

    end {
        . Use-CallerPreference $PSBoundParameters
        $module = [System.IO.Path]::GetFileName($ModuleName)
        if ($module -match '\.ps[dm]1$') { $module = [System.IO.Path]::GetFileNameWithoutExtension($module) }
        if (-not $Name) { $Name = $module }
        Add-Call $PSCmdlet -Vault $Name

        if ($VaultParameters -and $VaultParameters.ContainsKey('Verbose')) {
            $exception = [System.Management.Automation.PSInvalidOperationException]::new("The 'Verbose' parameter name is reserved and cannot be used in 'VaultParameters'")
            Stop-Command $PSCmdlet (New-Record $exception 'RegisterSecretVaultCommandCannotUseReservedName' 'InvalidOperation' $PSCmdlet)
        }

        if ($script:State.Vaults.ContainsKey($Name) -and -not $AllowClobber) {
            $exception = [System.InvalidOperationException]::new('Provided Name for vault is already being used.')
            Stop-Command $PSCmdlet (New-Record $exception 'RegisterSecretVaultInvalidVaultName' 'InvalidArgument' $PSCmdlet)
        }

        if (-not $PSCmdlet.ShouldProcess($Name, 'Register module as a SecretManagement extension vault for current user')) { return }

        if ($module -like 'NoSuch*') {
            $reason = "The specified module '$ModuleName' was not loaded because no valid module file was found in any module directory."
            $exception = [System.Management.Automation.PSInvalidOperationException]::new("Could not load and retrieve module information for module: $ModuleName with error : $reason.")
            Stop-Command $PSCmdlet (New-Record $exception 'RegisterSecretVaultCantGetModuleInfo' 'InvalidOperation' $PSCmdlet)
        }

        $becomesDefault = if ($PSBoundParameters.ContainsKey('DefaultVault')) { [bool] $DefaultVault } else { $script:State.Vaults.Count -eq 0 }
        $script:State.Vaults[$Name] = New-Vault $Name $module $ModuleName $Description $VaultParameters
        if ($becomesDefault) { $script:State.DefaultVault = $Name }
        if ($PassThru) { New-VaultInfo $script:State.Vaults[$Name] }
    }
}
