# What the tests share: a simulator in a process of its own, a vault, an empty list of sources, child shells. Nothing of the user's is touched:
# sources are in a temporary folder; keys are in the stand-in's memory or, where EXTERNALSOURCES_PESTER_VAULT names a registered vault, there.

$script:Root = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..'))
$script:Stub = [System.IO.Path]::Combine($script:Root, 'tests', 'Stubs', 'Microsoft.PowerShell.SecretManagement', 'Microsoft.PowerShell.SecretManagement.psd1')

<#
.SYNOPSIS
Sets everything up, and returns what tests need to know of it. End it with Stop-TestWorld.
#>
function Start-TestWorld {
    $version = (Import-PowerShellDataFile (Join-Path $script:Root 'ExternalSources.psd1')).ModuleVersion
    $world = @{
        Manifest    = [System.IO.Path]::Combine($script:Root, 'out', 'ExternalSources', $version, 'ExternalSources.psd1')
        Quickstart  = [System.IO.Path]::Combine($script:Root, 'src', 'ExternalSources.Quickstart', 'quickstart.ps1')
        Stub        = $script:Stub
        IsRealVault = [bool] $env:EXTERNALSOURCES_PESTER_VAULT
        Vault       = if ($env:EXTERNALSOURCES_PESTER_VAULT) { $env:EXTERNALSOURCES_PESTER_VAULT } else { 'Pester' }
        OldHome     = $env:EXTERNALSOURCES_HOME
        # Not in TestDrive: Pester empties that after each context, and the keys of forgotten sources would stay behind.
        Home        = Join-Path ([System.IO.Path]::GetTempPath()) ('externalsources-pester-' + [guid]::NewGuid())
    }
    $env:EXTERNALSOURCES_HOME = $world.Home
    if (-not $world.IsRealVault) {
        Get-Module Microsoft.PowerShell.SecretManagement | Remove-Module -Force
        Import-Module $script:Stub -Global
        Register-SecretVault -Name $world.Vault -ModuleName Stub -DefaultVault
    }

    Import-Module $world.Manifest -Global -Force
    $world.Simulator = Start-Simulator
    $world
}

function Stop-TestWorld {
    param ([Parameter(Mandatory)] [hashtable] $World)

    if ($World.Simulator) {
        Get-ExternalSource | Remove-ExternalSource -Confirm:$false
        Get-SecretInfo -Vault $World.Vault -Name 'pester-*' | Remove-Secret
        # dotnet run is one process and the simulator another.
        $World.Simulator.Process.Kill($true)
        $World.Simulator.Process.Dispose()
    }

    Remove-Module ExternalSources -Force -ErrorAction Ignore
    if (-not $World.IsRealVault) { Remove-Module Microsoft.PowerShell.SecretManagement -Force -ErrorAction Ignore }
    $env:EXTERNALSOURCES_HOME = $World.OldHome
    Remove-Item -Path $World.Home -Recurse -Force -ErrorAction Ignore
}

<#
.SYNOPSIS
Starts the simulator that was built last, on a free port.
#>
function Start-Simulator {
    $project = [System.IO.Path]::Combine($script:Root, 'src', 'ExternalSources.Simulator')
    $built = Get-ChildItem -Path (Join-Path $project 'bin') -Filter ExternalSources.Simulator.dll -Recurse | Sort-Object LastWriteTime -Descending | Select-Object -First 1
    if (-not $built) { throw 'Build the solution first: dotnet build' }

    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($argument in 'run', '--no-build', '--configuration', $built.Directory.Parent.Name, '--project', $project, '--', '--port', '0', '--users', '10') { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardOutput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    while ($null -ne ($line = $process.StandardOutput.ReadLine())) {
        if ($line -match 'http://127\.0\.0\.1:\d+') { return @{ Process = $process; Address = $Matches[0] } }
    }

    throw 'The simulator ended before it said where it listens.'
}

<#
.SYNOPSIS
A key as it must be given.
#>
function ConvertTo-Key {
    param ([Parameter(Mandatory)] [string] $Text)

    [System.Net.NetworkCredential]::new('', $Text).SecurePassword
}

<#
.SYNOPSIS
Runs a script in a shell of its own that nobody watches. A shell that waits for somebody is ended, and the test fails.
#>
function Invoke-ChildShell {
    param ([Parameter(Mandatory)] [string] $Script, [Parameter(Mandatory)] [string] $Folder)

    $file = Join-Path $Folder 'child.ps1'
    Set-Content -Path $file -Value $Script
    $start = [System.Diagnostics.ProcessStartInfo]::new([System.Environment]::ProcessPath)
    foreach ($argument in '-NoProfile', '-NonInteractive', '-File', $file) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    try {
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        if (-not $process.WaitForExit(60000)) {
            $process.Kill($true)
            throw "The shell did not end. It wrote: $($output.Result) $($errors.Result)"
        }

        # Views wrap at the width of a screen: a test looks for words, so all white space counts the same.
        @{ ExitCode = $process.ExitCode; Text = ($output.Result + $errors.Result) -replace '\x1b\[[0-9;]*m' -replace '[\s|]+', ' ' }
    }
    finally {
        $process.Dispose()
    }
}

Export-ModuleMember -Function Start-TestWorld, Stop-TestWorld, ConvertTo-Key, Invoke-ChildShell
