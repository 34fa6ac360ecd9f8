@{
    RootModule           = 'Microsoft.PowerShell.SecretManagement.psm1'
    ModuleVersion        = '1.1.2'
    GUID                 = '3b0f6a0e-7c3e-4f4b-9a3a-1d7c0f1f6b55'
    Author               = 'The ExternalSources contributors'
    Copyright            = '(c) The ExternalSources contributors. MIT licence.'
    Description          = 'A stand-in for tests: the commands of SecretManagement with vaults in the memory of one session. Do not use it for real secrets.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Core', 'Desktop')
    FormatsToProcess     = @('Microsoft.PowerShell.SecretManagement.format.ps1xml')
    CmdletsToExport      = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    FunctionsToExport    = @(
        # The commands of the real module.
        'Get-Secret'
        'Get-SecretInfo'
        'Get-SecretVault'
        'Register-SecretVault'
        'Remove-Secret'
        'Set-Secret'
        'Set-SecretInfo'
        'Set-SecretVaultDefault'
        'Test-SecretVault'
        'Unlock-SecretVault'
        'Unregister-SecretVault'

        # Commands for tests. The real module does not have them.
        'Clear-StubVaultCall'
        'Get-StubVaultCall'
        'Get-StubVaultContent'
        'Get-StubVaultState'
        'Set-StubVault'
        'Set-StubVaultState'
    )
}
