#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

Describe 'Unattended scripts' {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
        $world = Start-TestWorld
        $sim = $world.Simulator.Address
        $connect = "Import-Module '$($world.Manifest)'; Import-Module '$(Join-Path $PSScriptRoot 'Support.psm1')'; `$sim = '$sim'; Connect-Simulator `$sim`n"
        # The first lines of a runbook, as the README has them.
        $begin = @'
$ErrorActionPreference = 'Stop'
trap { [Console]::Error.WriteLine("$_"); exit 1 }

'@
        $oneUser = '$user = Get-ExternalUser -Source acme -Status Active | Where-Object ManagedBy -ne Synced | Select-Object -First 1; '
    }

    AfterAll { Stop-TestWorld $world }

    It 'the first error ends a runbook with its reason in one line and exit code 1' {
        $run = Invoke-ChildShell -Folder $TestDrive -Script ($begin + $connect + "Get-ExternalUser -Source nobody; 'not reached'")
        $run.ExitCode | Should -Be 1
        @($run.Errors.Trim() -split '\r?\n') | Should -HaveCount 1
        $run.Errors | Should -Match "'nobody'"
        $run.Text | Should -Not -Match 'not reached'
    }

    It 'a list that breaks off ends a runbook before the next command sees a part of it' {
        Add-Fault $sim @{ path = '/rest/api/3/users/**'; status = 403 }
        try {
            $export = "Get-ExternalUser -Source acme-jira | Export-Csv -Path '$(Join-Path $TestDrive 'users.csv')'; 'not reached'"
            $run = Invoke-ChildShell -Folder $TestDrive -Script ($begin + $connect + $export)
        }
        finally { Clear-Fault $sim }
        $run.ExitCode | Should -Be 1
        $run.Text | Should -Match '403'
        $run.Text | Should -Not -Match 'not reached'
    }

    It 'a bulk action goes on after a failure, and the runbook ends with exit code 1' {
        Add-Fault $sim @{ method = 'POST'; path = '/rest/api/3/group/user'; nth = 1; status = 403 }
        try {
            $run = Invoke-ChildShell -Folder $TestDrive -Script ($begin + $connect + @'
$users = Get-ExternalUser -Source acme -Status Active | Where-Object ManagedBy -ne Synced | Select-Object -First 3
$add = @{ Source = 'acme-jira'; Group = 'nobody-yet'; ThrottleLimit = 1; MaxTargets = 50; Confirm = $false }
$results = $users | Add-ExternalGroupMember @add -ErrorAction Continue -ErrorVariable failed
'outcomes: ' + (($results.Outcome | ForEach-Object ToString | Sort-Object) -join ',')
if ($failed) { exit 1 }
'@)
        }
        finally { Clear-Fault $sim }
        $run.ExitCode | Should -Be 1
        $run.Text | Should -Match 'outcomes: Failed,.*Succeeded'
    }

    It 'a runbook without an error ends with exit code 0' {
        $run = Invoke-ChildShell -Folder $TestDrive -Script ($begin + $connect + @'
if (-not (Test-ExternalSource acme -Quiet)) { throw 'acme does not work' }
(Get-ExternalUser -Source acme-jira -First 1).Name
'@)
        $run.ExitCode | Should -Be 0 -Because $run.Text
        $run.Errors | Should -BeNullOrEmpty
    }

    It 'with -NonInteractive a missing confirmation is an error, and nothing is sent' {
        $before = @(Invoke-RestMethod "$sim/_simulator/writes" | ForEach-Object { $_ }).Count
        $run = Invoke-ChildShell -Folder $TestDrive -Script ($begin + $connect + $oneUser + '$user | Remove-ExternalUser -Source acme-jira; "not reached"')
        $run.ExitCode | Should -Be 1
        $run.Text | Should -Not -Match 'not reached'
        @(Invoke-RestMethod "$sim/_simulator/writes" | ForEach-Object { $_ }).Count | Should -Be $before
    }

    It 'with -NonInteractive a missing mandatory value is an error' {
        $run = Invoke-ChildShell -Folder $TestDrive -Script ($begin + $connect + 'New-ExternalSource -Name other; "not reached"')
        $run.ExitCode | Should -Be 1
        $run.Text | Should -Not -Match 'not reached'
    }

    It 'writes no key into a transcript of a whole runbook' {
        $file = Join-Path $TestDrive 'transcript.txt'
        $run = Invoke-ChildShell -Folder $TestDrive -Script ("Start-Transcript -Path '$file' | Out-Null`n" + $connect + @'
Get-ExternalSource -Refresh -Verbose -Debug *>&1 | Out-Host
Test-ExternalSource -Verbose *>&1 | Out-Host
Get-ExternalUser -Source acme -First 3 -Verbose *>&1 | Out-Host
Get-ExternalUser -Source acme -Status Active -First 1 | Add-ExternalGroupMember -Source acme-jira -Group nobody-yet -WhatIf -Verbose *>&1 | Out-Host
Stop-Transcript | Out-Null
'@)
        $run.ExitCode | Should -Be 0 -Because $run.Text
        $text = Get-Content $file -Raw
        $text | Should -Match 'acme-jira'
        $text + $run.Raw | Should -Not -Match 'simulator-(organization-key|site-token)'
    }
}
