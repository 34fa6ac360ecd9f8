#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

Describe 'Sessions' {
    BeforeDiscovery {
        $cmdlets = 'Get-ExternalSource', 'New-ExternalSource', 'Remove-ExternalSource', 'Set-ExternalSource', 'Test-ExternalSource'
    }

    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
        $world = Start-TestWorld
        $sim = $world.Simulator.Address
        $key = ConvertTo-Key 'simulator-organization-key'
        foreach ($name in 'acme', 'acme jira') { New-ExternalSource -Name $name -Type Access -Url $sim -ApiKey $key -Vault $world.Vault -WarningAction SilentlyContinue | Out-Null }

        # What a runbook starts with: the module, the simulator's address, and a key that its platform injected.
        $prelude = @"
Import-Module '$($world.Manifest)'
`$sim = '$sim'
`$key = [System.Net.NetworkCredential]::new('', 'simulator-organization-key').SecurePassword

"@
        # A real vault is registered for every shell of this account; the stand-in's is not.
        $setUp = if (-not $world.IsRealVault) { "Import-Module '$($world.Stub)'; Register-SecretVault -Name $($world.Vault) -ModuleName Stub -DefaultVault;" }
        function Complete([string] $Line) { (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches.CompletionText }
    }

    AfterAll { Stop-TestWorld $world }

    Context 'At the prompt' {
        It 'completes names of sources, quoted where they must be' {
            Complete 'Get-ExternalSource ac' | Should -Be 'acme', "'acme jira'"
            Complete "Test-ExternalSource -Name 'ac" | Should -Be "'acme'", "'acme jira'"
        }

        It 'completes types and vaults' {
            Complete 'New-ExternalSource -Name x -Type ' | Sort-Object | Should -Be Access, JiraCloud
            Complete 'Set-ExternalSource acme -Vault ' | Should -Contain $world.Vault
        }

        It 'has full help of <_>' -ForEach $cmdlets {
            $help = Get-Help $_ -Full
            $help.Synopsis | Should -Not -BeLike "*$_ *``[*"
            @($help.examples.example).Count | Should -BeGreaterOrEqual 2
            $help.parameters.parameter | Where-Object { -not $_.description } | ForEach-Object Name | Should -BeNullOrEmpty
            $help | Out-String | Should -Match 'RELATED LINKS'
        }

        It 'has an about topic' { Get-Help about_ExternalSources | Out-String | Should -Match 'SHORT DESCRIPTION' }

        It 'writes no key into a transcript' {
            $file = Join-Path $TestDrive 'transcript.txt'
            Start-Transcript -Path $file | Out-Null
            try {
                New-ExternalSource -Name spoken -Type Access -Url $sim -ApiKey $key -Vault $world.Vault -Verbose -Debug -WarningAction Continue -Confirm:$false *>&1 | Out-Host
                New-ExternalSource -Name refused -Type Access -Url $sim -ApiKey (ConvertTo-Key 'CANARY-77aa') -Vault $world.Vault -Verbose -ErrorAction Continue *>&1 | Out-Host
                Get-ExternalSource -Refresh -Verbose *>&1 | Out-Host
                $Error[0] | Format-List Exception, ErrorDetails, FullyQualifiedErrorId, TargetObject | Out-Host
            }
            finally {
                Stop-Transcript | Out-Null
                Remove-ExternalSource spoken -Confirm:$false
            }

            $text = Get-Content $file -Raw
            $text | Should -Match 'spoken'
            $text | Should -Not -Match 'simulator-organization-key'
            $text -replace "ConvertTo-Key 'CANARY-77aa'" | Should -Not -Match 'CANARY-77aa'
        }
    }

    Context 'In a runbook' {
        It 'fails and does not wait when a key is missing' {
            $run = Invoke-ChildShell -Folder $TestDrive -Script ($prelude + '$ErrorActionPreference = "Stop"; New-ExternalSource -Name other -Type Access -Url $sim -SessionOnly')
            $run.ExitCode | Should -Be 1
            $run.Text | Should -Match 'has no -ApiKey, and this session is not interactive'
        }

        It 'fails and does not wait when a confirmation is missing' {
            $run = Invoke-ChildShell -Folder $TestDrive -Script ($prelude + '$ErrorActionPreference = "Stop"; New-ExternalSource -Name other -Type Access -Url $sim -ApiKey $key -SessionOnly | Out-Null; Remove-ExternalSource other')
            $run.ExitCode | Should -Be 1
        }

        It 'ends with an exit code and the reason in one line' {
            $run = Invoke-ChildShell -Folder $TestDrive -Script ($prelude + @'
New-ExternalSource -Name other -Type Access -Url $sim -ApiKey $key -SessionOnly -WarningAction Ignore | Out-Null
Invoke-RestMethod -Method Post "$sim/_simulator/keys/organization key/revoke" | Out-Null
try { $test = Test-ExternalSource other }
finally { Invoke-RestMethod -Method Post "$sim/_simulator/keys/organization key/restore" | Out-Null }
if ($test.Status -ne 'Connected') { throw $test.Reason }
'@)
            $run.ExitCode | Should -Be 1
            $run.Text | Should -Match '401'
            $run.Text | Should -Not -Match 'simulator-organization-key'
        }

        It 'ends with 0 when all is well' {
            $run = Invoke-ChildShell -Folder $TestDrive -Script ($prelude + 'New-ExternalSource -Name other -Type Access -Url $sim -ApiKey $key -SessionOnly | Out-Null; if (-not (Test-ExternalSource other -Quiet)) { throw "no" }')
            $run.ExitCode | Should -Be 0 -Because $run.Text
        }

        It 'sees the saved sources of other sessions' {
            (Invoke-ChildShell -Folder $TestDrive -Script ($prelude + '(Get-ExternalSource).Name -join ","')).Text.Trim() | Should -Be 'acme,acme jira'
            1..3 | ForEach-Object -Parallel { Import-Module $using:world.Manifest; @(Get-ExternalSource).Count } | Should -Be 2, 2, 2
        }
    }

    Context 'Two runbooks at once' {
        It 'lose no source and no key' {
            $support = Join-Path $PSScriptRoot 'Support.psm1'
            $runs = 'left', 'right' | ForEach-Object -Parallel {
                Import-Module $using:support
                $folder = (New-Item -ItemType Directory (Join-Path $using:TestDrive $_)).FullName
                Invoke-ChildShell -Folder $folder -Script ($using:prelude + $using:setUp + "`$ErrorActionPreference = 'Stop'; foreach (`$number in 1..3) { New-ExternalSource -Name $_-`$number -Type Access -Url `$sim -ApiKey `$key -Vault $($using:world.Vault) -WarningAction Ignore | Out-Null }")
            }
            try {
                foreach ($run in $runs) { $run.ExitCode | Should -Be 0 -Because $run.Text }
                (Get-ExternalSource left-*, right-*).Name | Should -Be left-1, left-2, left-3, right-1, right-2, right-3
                # The stand-in's keys were in the memory of shells that are gone. A new shell, as this one may see for seconds what SecretStore held before.
                if ($world.IsRealVault) {
                    (Invoke-ChildShell -Folder $TestDrive -Script ($prelude + 'Test-ExternalSource left-*, right-* -Quiet')).Text.Trim() | Should -Be 'True'
                }
            }
            finally { Remove-ExternalSource left-*, right-* -Confirm:$false }
        }
    }

    Context 'The quickstart' {
        It 'runs with keys in memory' {
            $run = Invoke-ChildShell -Folder $TestDrive -Script "& '$($world.Quickstart)' -Simulator $sim"
            $run.ExitCode | Should -Be 0 -Because $run.Text
            $run.Text | Should -Match 'Name Type LastUpdatedBy LastUpdated Expires Status'
            $run.Text | Should -Match "'acme-test' was not saved"
            $run.Text | Should -Not -Match 'simulator-(organization-key|site-token)'
        }

        It 'runs with keys in a vault, and leaves none there' {
            $vault = $world.Vault
            $run = Invoke-ChildShell -Folder $TestDrive -Script "$setUp `$before = @(Get-SecretInfo -Vault $vault).Count; & '$($world.Quickstart)' -Simulator $sim -Vault $vault; 'left over: {0}' -f (@(Get-SecretInfo -Vault $vault).Count - `$before)"
            $run.ExitCode | Should -Be 0 -Because $run.Text
            $run.Text | Should -Match 'left over: 0'
            $run.Text | Should -Match "'acme-test' was not saved"
        }
    }
}
