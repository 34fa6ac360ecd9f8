# What the tests share: a simulator in a process of its own, a vault, an empty list of sources, child shells. Nothing of the user's is touched:
# sources are in a temporary folder; keys are in the stand-in's memory or, where EXTERNALSOURCES_PESTER_VAULT names a registered vault, there.

$script:Root = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..'))
$script:Stub = [System.IO.Path]::Combine($script:Root, 'tests', 'Stubs', 'Microsoft.PowerShell.SecretManagement', 'Microsoft.PowerShell.SecretManagement.psd1')

<#
.SYNOPSIS
Sets everything up, and returns what tests need to know of it. End it with Stop-TestWorld.
#>
function Start-TestWorld {
    param ([int] $Users = 10)

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
    $world.Simulator = Start-Simulator -Users $Users
    $world
}

function Stop-TestWorld {
    param ([Parameter(Mandatory)] [hashtable] $World)

    if ($World.Simulator) {
        Get-ExternalSource | Remove-ExternalSource -Confirm:$false
        Get-SecretInfo -Vault $World.Vault -Name 'pester-*' | Remove-Secret
        $World.Simulator.Process.Kill()
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
    param ([Parameter(Mandatory)] [int] $Users)

    $project = [System.IO.Path]::Combine($script:Root, 'src', 'ExternalSources.Simulator')
    $built = Get-ChildItem -Path (Join-Path $project 'bin') -Filter ExternalSources.Simulator.dll -Recurse |
        Sort-Object LastWriteTime -Descending |
        Select-Object -First 1
    if (-not $built) { throw 'Build the solution first: dotnet build' }

    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($argument in $built.FullName, '--port', '0', '--users', $Users) { $start.ArgumentList.Add($argument) }
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
Starts a script in a shell of its own, with streams that the caller reads and writes.
#>
function Start-ChildShell {
    param (
        [Parameter(Mandatory)] [string] $Script,
        [Parameter(Mandatory)] [string] $Folder,
        [string[]] $Options = @('-NonInteractive')
    )

    $file = Join-Path $Folder ('child-' + [guid]::NewGuid() + '.ps1')
    Set-Content -Path $file -Value $Script
    # PowerShell as a .NET tool runs in the process of dotnet.
    $program = @(if ([System.IO.Path]::GetFileNameWithoutExtension([System.Environment]::ProcessPath) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' })
    $start = [System.Diagnostics.ProcessStartInfo]::new([System.Environment]::ProcessPath)
    foreach ($argument in $program + '-NoProfile' + $Options + '-File' + $file) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    [System.Diagnostics.Process]::Start($start)
}

<#
.SYNOPSIS
Reads a child shell to its end. A shell that waits for an answer is ended, and the test fails.
#>
function Complete-ChildShell {
    param ([Parameter(Mandatory)] [System.Diagnostics.Process] $Process)

    try {
        $output = $Process.StandardOutput.ReadToEndAsync()
        $errors = $Process.StandardError.ReadToEndAsync()
        if (-not $Process.WaitForExit(60000)) {
            $Process.Kill($true)
            throw "The shell did not end. It wrote: $($output.Result) $($errors.Result)"
        }

        $raw = ($output.Result + $errors.Result) -replace '\x1b\[[0-9;?]*[a-zA-Z]'
        # Views wrap at the width of a screen: a test looks for words, so all white space counts the same.
        @{ ExitCode = $Process.ExitCode; Raw = $raw; Errors = $errors.Result; Text = $raw -replace '[\s|]+', ' ' }
    }
    finally {
        $Process.Dispose()
    }
}

<#
.SYNOPSIS
Runs a script in a shell of its own that nobody watches.
#>
function Invoke-ChildShell {
    param ([Parameter(Mandatory)] [string] $Script, [Parameter(Mandatory)] [string] $Folder)

    Complete-ChildShell (Start-ChildShell -Script $Script -Folder $Folder)
}

<#
.SYNOPSIS
Connects the simulator's organization and site for a session only.
#>
function Connect-Simulator {
    param ([Parameter(Mandatory)] [string] $Address)

    $organization = @{ Type = 'Access'; ApiKey = ConvertTo-Key 'simulator-organization-key' }
    $site = @{ Type = 'JiraCloud'; UserEmail = 'admin@acme.example'; ApiKey = ConvertTo-Key 'simulator-site-token' }
    New-ExternalSource -Name acme -Url $Address -SessionOnly -WarningAction Ignore @organization | Out-Null
    New-ExternalSource -Name acme-jira -Url $Address -SessionOnly -WarningAction Ignore @site | Out-Null
}

<#
.SYNOPSIS
Adds a fault to the simulator. Its members are those of a fault of the simulator.
#>
function Add-Fault {
    param ([Parameter(Mandatory)] [string] $Address, [Parameter(Mandatory)] [hashtable] $Fault)

    Invoke-RestMethod -Method Post "$Address/_simulator/faults" -ContentType application/json -Body ($Fault | ConvertTo-Json) | Out-Null
}

<#
.SYNOPSIS
Removes all faults of the simulator.
#>
function Clear-Fault {
    param ([Parameter(Mandatory)] [string] $Address)

    Invoke-RestMethod -Method Delete "$Address/_simulator/faults" | Out-Null
}

<#
.SYNOPSIS
Waits until the simulator holds a request.
#>
function Wait-Fault {
    param ([Parameter(Mandatory)] [string] $Address)

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not ((Invoke-RestMethod "$Address/_simulator/faults").faults | Where-Object held -gt 0)) {
        if ($watch.Elapsed.TotalSeconds -gt 60) { throw 'The simulator held no request.' }
    }
}

Export-ModuleMember -Function @(
    'Start-TestWorld', 'Stop-TestWorld', 'Start-Simulator', 'ConvertTo-Key', 'Connect-Simulator'
    'Start-ChildShell', 'Complete-ChildShell', 'Invoke-ChildShell'
    'Add-Fault', 'Clear-Fault', 'Wait-Fault'
)
