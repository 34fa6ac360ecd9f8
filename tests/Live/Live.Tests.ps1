#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

# Reads a real organization or site, and prints how it behaves where Atlassian's documents are silent. It changes nothing. Set these variables first:
#   EXTERNALSOURCES_LIVE_ORGANIZATION_KEY, and for a key with scopes EXTERNALSOURCES_LIVE_ORGANIZATION_ID
#   EXTERNALSOURCES_LIVE_SITE, EXTERNALSOURCES_LIVE_EMAIL, EXTERNALSOURCES_LIVE_TOKEN

Describe 'A real service' {
    BeforeDiscovery {
        $noOrganization = -not $env:EXTERNALSOURCES_LIVE_ORGANIZATION_KEY
        $noSite = -not ($env:EXTERNALSOURCES_LIVE_SITE -and $env:EXTERNALSOURCES_LIVE_EMAIL -and $env:EXTERNALSOURCES_LIVE_TOKEN)
    }

    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'LiveFacts.psm1') -Force
        function ConvertTo-Secret([string] $Text) { [System.Net.NetworkCredential]::new('', $Text).SecurePassword }

        # The table goes to the host, so that it shows in every output mode of Pester.
        function Show([string] $Title, [object[]] $Facts) {
            Write-Host ("`n$Title`n" + ($Facts | Format-Table -AutoSize -Wrap | Out-String -Width 160).Trim() + "`n")
        }
    }

    It 'is an organization whose facts can be read' -Skip:$noOrganization {
        $parameters = @{ Key = ConvertTo-Secret $env:EXTERNALSOURCES_LIVE_ORGANIZATION_KEY }
        if ($env:EXTERNALSOURCES_LIVE_ORGANIZATION_ID) { $parameters.OrganizationId = $env:EXTERNALSOURCES_LIVE_ORGANIZATION_ID }
        if ($env:EXTERNALSOURCES_LIVE_ADDRESS) { $parameters.Address = $env:EXTERNALSOURCES_LIVE_ADDRESS }
        $facts = Get-OrganizationFact @parameters
        Show 'Organization' $facts
        $facts | Should -Not -BeNullOrEmpty
        $facts.Answer | Should -Not -Contain ''
    }

    It 'is a site whose facts can be read' -Skip:$noSite {
        $facts = Get-SiteFact -Address $env:EXTERNALSOURCES_LIVE_SITE -UserEmail $env:EXTERNALSOURCES_LIVE_EMAIL -Token (ConvertTo-Secret $env:EXTERNALSOURCES_LIVE_TOKEN)
        Show 'Site' $facts
        $facts | Should -Not -BeNullOrEmpty
        $facts.Answer | Should -Not -Contain ''
    }
}
