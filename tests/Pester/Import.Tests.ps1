#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

Describe 'Import by name' {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
        $world = Start-TestWorld
        # A folder of PSModulePath holds ExternalSources/<version>: that is the folder which the build lays out.
        $modules = Split-Path (Split-Path (Split-Path $world.Manifest))
        $prelude = "`$env:PSModulePath = '$modules' + [System.IO.Path]::PathSeparator + `$env:PSModulePath`n"
        $exported = @((Import-PowerShellDataFile $world.Manifest).CmdletsToExport)

        # One shell answers for all tests.
        $run = Invoke-ChildShell -Folder $TestDrive -Script ($prelude + @'
$before = @([System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object Location -like '*ExternalSources*').Count
$available = Get-Module ExternalSources -ListAvailable
$null = Get-ExternalSource
$loaded = Get-Module ExternalSources
Remove-Module ExternalSources
Import-Module ExternalSources -RequiredVersion $available.Version
@{
    Before    = $before
    Available = $available.Path
    Loaded    = $loaded.ModuleBase
    Commands  = @((Get-Command -Module ExternalSources).Name)
    Again     = @(Get-ExternalSource).Count
    About     = (Get-Help about_ExternalSources | Out-String).Length
    Errors    = $Error.Count
} | ConvertTo-Json
'@)
        $answer = $run.Raw | ConvertFrom-Json
    }

    AfterAll { Stop-TestWorld $world }

    It 'finds the module in PSModulePath without loading it' {
        $answer.Available | Should -Be $world.Manifest
        $answer.Before | Should -Be 0
    }

    It 'loads the module when a command is used' { $answer.Loaded | Should -Be (Split-Path $world.Manifest) }

    It 'exports what the manifest names, and nothing else' { $answer.Commands | Sort-Object | Should -Be ($exported | Sort-Object) }

    It 'imports again after it was removed' { $answer.Again | Should -Be 0 }

    It 'has an about topic' { $answer.About | Should -BeGreaterThan 1000 }

    It 'writes no error' {
        $answer.Errors | Should -Be 0
        $run.Errors | Should -BeNullOrEmpty
    }
}
