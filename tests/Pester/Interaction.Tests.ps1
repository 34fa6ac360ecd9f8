#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

Describe 'Interaction' {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
        $world = Start-TestWorld -Users 60
        $sim = $world.Simulator.Address
        $connect = "Import-Module '$($world.Manifest)'; Import-Module '$(Join-Path $PSScriptRoot 'Support.psm1')'; `$sim = '$sim'; Connect-Simulator `$sim`n"
        Connect-Simulator $sim
        function Complete([string] $Line) { (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches.CompletionText }
    }

    AfterAll { Stop-TestWorld $world }

    Context 'Tab' {
        It 'completes commands, parameters, and values' {
            Complete 'Get-ExternalUs' | Should -Contain 'Get-ExternalUser'
            Complete 'Get-ExternalUser -Inact' | Should -Be '-InactiveFor'
            Complete 'Get-ExternalUser -Status De' | Should -Be 'Deactivated', 'Deleted'
            Complete 'Get-ExternalUser -Source acme-' | Should -Be 'acme-jira'
            Complete 'Get-ExternalUser | Disable-ExternalUser -Source ac' | Should -Contain 'acme'
        }
    }

    Context 'Ctrl+C' -Skip:$IsWindows {
        AfterEach { Clear-Fault $sim }

        It 'ends a list that waits for the service' {
            Add-Fault $sim @{ path = '/rest/api/3/users/**'; hold = $true }
            $list = 'try { Get-ExternalUser -Source acme-jira; "not reached" } finally { [Console]::Out.WriteLine("cleaned up") }'
            $shell = Start-ChildShell -Folder $TestDrive -Script ($connect + $list)
            Wait-Fault $sim
            # The service still holds the request, so only Ctrl+C can end the shell.
            kill -INT $shell.Id
            $run = Complete-ChildShell $shell
            $run.Text | Should -Match 'cleaned up'
            $run.Text | Should -Not -Match 'not reached'
        }

        It 'ends an action, whose run is logged and can be resumed' {
            Add-Fault $sim @{ method = 'POST'; path = '/rest/api/3/group/user'; nth = 3; hold = $true }
            $shell = Start-ChildShell -Folder $TestDrive -Script ($connect + @'
$users = Get-ExternalUser -Source acme -Status Active | Where-Object ManagedBy -ne Synced | Select-Object -First 20
$users | Add-ExternalGroupMember -Source acme-jira -Group nobody-yet -Force -MaxTargets 100 -ThrottleLimit 1
'not reached'
'@)
            Wait-Fault $sim
            # The service still holds the request, so only Ctrl+C can end the shell.
            kill -INT $shell.Id
            $run = Complete-ChildShell $shell
            $run.Text | Should -Not -Match 'not reached'
            Clear-Fault $sim

            $log = Get-ExternalRun -Last 1
            $log.Succeeded | Should -BeGreaterOrEqual 2
            $log.Pending | Should -BeGreaterThan 0
            $targets = @(Get-ExternalRun -Last 1 -Detail).Count
            $log | Resume-ExternalRun -Force | Out-Null
            $after = Get-ExternalRun -Id $log.Id
            $after.Pending | Should -Be 0
            $after.Status | Should -Be Completed
            @(Get-ExternalGroupMember -Source acme-jira -Group nobody-yet).Count | Should -Be $after.Succeeded
            @(Get-ExternalRun -Id $log.Id -Detail).Count | Should -Be $targets
        }
    }

    Context 'Prompts' {
        It 'a shell without a terminal does not take its input for an answer: the missing confirmation is an error' {
            $remove = 'Remove-ExternalSource acme; "left: " + ((Get-ExternalSource).Name -join ",") + "."'
            $shell = Start-ChildShell -Folder $TestDrive -Options @() -Script ($connect + $remove)
            $shell.StandardInput.WriteLine('Y')
            $shell.StandardInput.Close()
            $run = Complete-ChildShell $shell
            $run.Text | Should -Match 'left: acme,acme-jira\.'
            $run.Text | Should -Match '-Confirm:\$false'
        }
    }
}
