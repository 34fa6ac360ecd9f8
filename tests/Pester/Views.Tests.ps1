#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

Describe 'Table views at <_> columns' -ForEach 80, 120, 200 {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
        $world = Start-TestWorld -Users 30
        Connect-Simulator $world.Simulator.Address
        $width = $_
        $users = @(Get-ExternalUser -Source acme)
        $plain = @($users | Where-Object { $_.Status -eq 'Active' -and $_.ManagedBy -ne 'Synced' } | Select-Object -First 3)
        $results = @($plain | Add-ExternalGroupMember -Source acme-jira -Group nobody-yet -Force)
        $lists = @{
            Sources  = @(Get-ExternalSource)
            Users    = $users
            Groups   = @(Get-ExternalGroup -Source acme -IncludeCounts -IncludeApplications)
            Runs     = @(Get-ExternalRun)
            Results  = $results
        }

        # East Asian letters take two cells.
        function Measure-Cell([string] $Line) { $Host.UI.RawUI.LengthInBufferCells($Line) }
        function Get-View([string] $Name, [int] $Width = $width) {
            $lists[$Name] | Out-String -Width $Width -Stream | ForEach-Object { $_ -replace '\x1b\[[0-9;]*m' } | Where-Object { $_.Trim() }
        }
    }

    AfterAll { Stop-TestWorld $world }

    It 'shows <_> within the width, under one header' -ForEach Sources, Users, Groups, Runs, Results {
        $lists[$_].Count | Should -BeGreaterThan 0
        $lines = @(Get-View $_)
        $lines | Where-Object { (Measure-Cell $_) -gt $width } | Should -BeNullOrEmpty
        @($lines -match '^-+ +-+').Count | Should -Be 1
        $lines.Count | Should -BeGreaterOrEqual ($lists[$_].Count + 2)
    }

    It 'does not cut off the name or the status of a source' {
        $text = Get-View Sources
        foreach ($source in $lists.Sources) { $text -match "^$($source.Name) +$($source.Type) .* $($source.Status)" | Should -HaveCount 1 }
    }

    It 'does not cut off the status of a user' {
        $rows = @(Get-View Users | Select-Object -Skip 2)
        $rows | Where-Object { $_ -notmatch ' (Active|Suspended|Deactivated|ForDeletion|NotInvited|Deleted) ' } | Should -BeNullOrEmpty
    }

    It 'does not cut off the id and the status of a run' {
        foreach ($run in $lists.Runs) { (Get-View Runs) -match "^$($run.Id) $($run.Action) +$($run.Status) " | Should -HaveCount 1 }
    }

    It 'does not cut off the outcome and the detail of a result' {
        $lines = @(Get-View Results)
        foreach ($outcome in $results | Group-Object Outcome) { @($lines -match "^$($outcome.Name) +acme-jira ").Count | Should -Be $outcome.Count }
        # The detail is the last column, and wraps in it.
        $detail = ($lines | ForEach-Object { $_.Substring([Math]::Min($_.Length, $lines[1].LastIndexOf(' ') + 1)) }) -join '' -replace '\s'
        foreach ($result in $results) { $detail | Should -Match ([regex]::Escape($result.Detail -replace '\s')) }
    }

    It 'writes a file as it writes a screen, without colours' {
        $file = Join-Path $TestDrive 'view.txt'
        $lists.Users | Out-File $file -Width $width
        $saved = Get-Content $file | Where-Object { $_.Trim() }
        $saved | Should -Be @(Get-View Users)
        Get-Content $file -Raw | Should -Not -Match '\x1b'
    }
}
