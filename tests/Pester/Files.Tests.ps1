#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

Describe 'Objects in files' {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
        $world = Start-TestWorld -Users 20
        Connect-Simulator $world.Simulator.Address
        $users = @(Get-ExternalUser -Source acme -Status Active | Where-Object ManagedBy -ne Synced | Select-Object -First 4)
        $sources = @(Get-ExternalSource)
        $groups = @(Get-ExternalGroup -Source acme -IncludeCounts | Select-Object -First 3)

        # Writes objects to a file and reads them back.
        function Convert-ThroughFile([string] $Format, [object[]] $Value) {
            $file = Join-Path $TestDrive ([guid]::NewGuid())
            switch ($Format) {
                'Csv' { $Value | Export-Csv -Path $file; Import-Csv -Path $file }
                'Json' { $Value | ConvertTo-Json -Depth 5 -EnumsAsStrings | Set-Content $file; Get-Content $file -Raw | ConvertFrom-Json }
                'Clixml' { $Value | Export-Clixml -Path $file; Import-Clixml -Path $file }
            }
        }
    }

    AfterAll { Stop-TestWorld $world }

    Context 'As <_>' -ForEach Csv, Json, Clixml {
        BeforeAll { $format = $_ }

        It 'users come back and pipe into a reading cmdlet' {
            $back = @(Convert-ThroughFile $format $users)
            $back.AccountId | Should -Be $users.AccountId
            $back.Name | Should -Be $users.Name
            $back.Status | ForEach-Object { [string] $_ } | Should -Be ($users.Status | ForEach-Object { [string] $_ })
            ($back | Get-ExternalUser).AccountId | Sort-Object | Should -Be ($users.AccountId | Sort-Object)
        }

        It 'users come back and pipe into an action' {
            $results = @(Convert-ThroughFile $format $users | Add-ExternalGroupMember -Source acme-jira -Group nobody-yet -Force -WhatIf)
            $results.AccountId | Sort-Object | Should -Be ($users.AccountId | Sort-Object)
            $results.Outcome | Sort-Object -Unique | Should -BeIn 'WhatIf', 'Skipped'
        }

        It 'sources come back without their keys and pipe into Test-ExternalSource' {
            $back = @(Convert-ThroughFile $format $sources)
            $back.Name | Should -Be $sources.Name
            ($back | Test-ExternalSource).Status | Should -Be Connected, Connected
        }

        It 'groups come back and pipe into Get-ExternalGroupMember' {
            $expected = @($groups | Get-ExternalGroupMember).AccountId | Sort-Object
            $expected | Should -Not -BeNullOrEmpty
            @(Convert-ThroughFile $format $groups | Get-ExternalGroupMember).AccountId | Sort-Object | Should -Be $expected
        }

        It 'results come back and pipe into the opposite action' {
            $added = @($users | Add-ExternalGroupMember -Source acme-jira -Group nobody-yet -Force | Where-Object Outcome -eq Succeeded)
            $added.Count | Should -BeGreaterThan 0
            $removed = @(Convert-ThroughFile $format $added | Remove-ExternalGroupMember -Group nobody-yet -Force)
            ($removed | Where-Object Outcome -eq Succeeded).AccountId | Sort-Object | Should -Be ($added.AccountId | Sort-Object)
            Get-ExternalGroupMember -Source acme-jira -Group nobody-yet | Should -BeNullOrEmpty
        }
    }

    It 'a run of a JSON file pipes into Get-ExternalRun' {
        $null = $users | Select-Object -First 1 | Add-ExternalGroupMember -Source acme-jira -Group nobody-yet -Force
        $run = Get-ExternalRun -Last 1
        (Convert-ThroughFile Json $run | Get-ExternalRun).Id | Should -Be $run.Id
    }
}
