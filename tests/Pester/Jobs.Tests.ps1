#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

Describe 'Jobs and parallel runspaces' {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
        $world = Start-TestWorld
        $sim = $world.Simulator.Address
        $manifest = $world.Manifest
        $support = Join-Path $PSScriptRoot 'Support.psm1'
        Connect-Simulator $sim
    }

    AfterAll { Stop-TestWorld $world }

    It 'ForEach-Object -Parallel reads in each runspace with its own session sources' {
        $counts = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:manifest
            Import-Module $using:support
            Connect-Simulator $using:sim
            @(Get-ExternalUser -Source acme-jira).Count
        }
        $counts | Should -HaveCount 4
        @($counts | Sort-Object -Unique) | Should -HaveCount 1
        $counts[0] | Should -BeGreaterThan 0
    }

    It 'a source of one session is unknown in another' {
        1 | ForEach-Object -Parallel { Import-Module $using:manifest; @(Get-ExternalSource).Count } | Should -Be 0
        @(Get-ExternalSource).Count | Should -Be 2
    }

    It 'Start-ThreadJob acts in its own session, and all sessions see its run' {
        $people = @(Get-ExternalUser -Source acme -Status Active | Where-Object ManagedBy -ne Synced | Select-Object -First 3)
        $job = Start-ThreadJob {
            Import-Module $using:manifest
            Import-Module $using:support
            Connect-Simulator $using:sim
            $using:people | Add-ExternalGroupMember -Source acme-jira -Group nobody-yet -Force
        }
        $results = @($job | Receive-Job -Wait -AutoRemoveJob)
        $results | Should -HaveCount $people.Count
        (Get-ExternalRun -Last 1).Succeeded | Should -Be @($results | Where-Object Outcome -eq Succeeded).Count
    }

    It 'Stop-Job ends a list that waits for the service' {
        Add-Fault $sim @{ path = '/rest/api/3/users/**'; hold = $true }
        try {
            $job = Start-ThreadJob {
                Import-Module $using:manifest
                Import-Module $using:support
                Connect-Simulator $using:sim
                Get-ExternalUser -Source acme-jira
            }
            Wait-Fault $sim
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $job | Stop-Job
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
            $job.State | Should -Be Stopped
        }
        finally { Clear-Fault $sim; $job | Remove-Job -Force }
    }
}
