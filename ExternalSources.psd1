@{
    RootModule           = 'bin/ExternalSources.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6d3f0a52-93b7-4c1e-8f57-2b1f6f0f9a3c'
    Author               = 'The ExternalSources contributors'
    CompanyName          = 'The ExternalSources contributors'
    Copyright            = '(c) The ExternalSources contributors. MIT licence.'
    Description          = 'Connects Atlassian organizations and Jira Cloud sites as named external sources, keeps their keys in SecretManagement vaults, and manages users through them.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Core', 'Desktop')
    FormatsToProcess     = @('ExternalSources.Format.ps1xml')
    TypesToProcess       = @('ExternalSources.Types.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Add-ExternalExemption'
        'Add-ExternalGroupMember'
        'Disable-ExternalUser'
        'Enable-ExternalUser'
        'Get-ExternalDirectory'
        'Get-ExternalExemption'
        'Get-ExternalGroup'
        'Get-ExternalGroupMember'
        'Get-ExternalRun'
        'Get-ExternalSource'
        'Get-ExternalUser'
        'Get-ExternalWorkspace'
        'Invoke-ExternalPlan'
        'New-ExternalIssue'
        'New-ExternalSource'
        'Remove-ExternalExemption'
        'Remove-ExternalGroupMember'
        'Remove-ExternalRun'
        'Remove-ExternalSource'
        'Remove-ExternalUser'
        'Restore-ExternalUser'
        'Resume-ExternalRun'
        'Resume-ExternalUser'
        'Revoke-ExternalUserAccess'
        'Revoke-ExternalUserToken'
        'Set-ExternalSource'
        'Suspend-ExternalUser'
        'Sync-ExternalGroupMember'
        'Test-ExternalSource'
        'Undo-ExternalRun'
    )
    PrivateData          = @{
        PSData = @{
            Tags                     = @('Atlassian', 'Jira', 'JiraCloud', 'AtlassianAccess', 'AtlassianGuard', 'UserManagement', 'PSEdition_Core', 'PSEdition_Desktop')
            ExternalModuleDependencies = @('Microsoft.PowerShell.SecretManagement')
        }
    }
}
