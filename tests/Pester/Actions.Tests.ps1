#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

Describe 'Users and what is done to them' {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
        $world = Start-TestWorld
        $sim = $world.Simulator.Address
        Get-ExternalSource | Remove-ExternalSource -Confirm:$false
        Connect-Simulator $sim
        $csv = Join-Path $TestDrive 'people.csv'
        Get-ExternalUser -Source acme -Status Active | Where-Object ManagedBy -ne Synced | Select-Object -First 5 -Property Name, AccountId | Export-Csv -Path $csv

        function Get-WriteCount { @((Invoke-RestMethod "$sim/_simulator/writes") | ForEach-Object { $_ }).Count }
    }

    AfterAll { Stop-TestWorld $world }

    It 'groups users by status and measures them' {
        (Get-ExternalUser -Source acme | Group-Object -Property Status | Measure-Object -Property Count -Sum).Sum | Should -Be @(Get-ExternalUser -Source acme).Count
    }

    It 'ends when enough users were written' {
        @(Get-ExternalUser -Source acme-jira | Select-Object -First 3).Count | Should -Be 3
    }

    It 'changes nothing with -WhatIf, and shows the users that it would change' {
        $before = Get-WriteCount
        $results = Import-Csv -Path $csv | Add-ExternalGroupMember -Source acme-jira -Group nobody-yet -WhatIf
        $results | Where-Object Outcome -eq WhatIf | Should -Not -BeNullOrEmpty
        Get-WriteCount | Should -Be $before
    }

    It 'adds the people of a list, logs that, and takes it back' {
        $results = Import-Csv -Path $csv | Add-ExternalGroupMember -Source acme-jira -Group nobody-yet
        $added = @($results | Where-Object Outcome -eq Succeeded)
        $added.Count | Should -BeGreaterThan 0
        @(Get-ExternalGroupMember -Source acme-jira -Group nobody-yet).Count | Should -Be $added.Count
        (Get-ExternalRun -Last 1).Succeeded | Should -Be $added.Count
        Get-ExternalRun -Last 1 | Undo-ExternalRun -Force | Where-Object Outcome -ne Succeeded | Should -BeNullOrEmpty
        Get-ExternalGroupMember -Source acme-jira -Group nobody-yet | Should -BeNullOrEmpty
    }

    It 'refuses to filter the pipeline by -Email' {
        { Get-ExternalUser -Source acme | Disable-ExternalUser -Email '*@contractor.example' -Force -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidUser,*'
    }

    It 'plans, and does what was planned' {
        $plan = Join-Path $TestDrive 'plan.json'
        Import-Csv -Path $csv | Add-ExternalGroupMember -Source acme-jira -Group nobody-yet -PlanPath $plan | Out-Null
        Get-ExternalGroupMember -Source acme-jira -Group nobody-yet | Should -BeNullOrEmpty
        Invoke-ExternalPlan -Path $plan -Confirm:$false | Where-Object Outcome -ne Succeeded | Should -BeNullOrEmpty
        Get-ExternalGroupMember -Source acme-jira -Group nobody-yet | Should -Not -BeNullOrEmpty
    }
}
