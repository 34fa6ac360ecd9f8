function Unlock-SecretVault {
    [CmdletBinding()]
    param (
        [Parameter(Position = 0, Mandatory)]
        [ArgumentCompleter({ param ($Command, $Parameter, $Word) & (Get-Module Microsoft.PowerShell.SecretManagement) { Get-VaultCompletion $args[0] } $Word })]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Position = 1, Mandatory)]
        [securestring] $Password
    )

    end {
        . Use-CallerPreference $PSBoundParameters
        Add-Call $PSCmdlet -Vault $Name
        $vault = Resolve-Vault $PSCmdlet $Name
        Wait-Vault $vault
        if (Test-Password $vault $Password) {
            $vault.Knobs.Locked = $false
            return
        }

        $message = "$($vault.Name) Vault Unlock operation failed with error: Store file integrity check failed.`nThe provided password may be invalid, or store files have become corrupted or have been tampered with."
        $exception = [System.Security.Authentication.AuthenticationException]::new($message)
        Write-CommandError $PSCmdlet (New-Record $exception 'SecretStoreUnlockFailed' 'AuthenticationError' $null)
    }
}
