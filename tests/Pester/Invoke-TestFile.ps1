<#
.SYNOPSIS
Runs one Pester file in this session and writes its results to a JSON file.
#>
param(
    # Pester's manifest.
    [Parameter(Mandatory)]
    [string] $Pester,

    # The file with the tests.
    [Parameter(Mandatory)]
    [string] $Path,

    # The JSON file to write.
    [Parameter(Mandatory)]
    [string] $Report
)

$ErrorActionPreference = 'Stop'
Import-Module $Pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$configuration.TestRegistry.Enabled = $false
$run = Invoke-Pester -Configuration $configuration

# A test of a file or a block that fails is not always marked itself: the containers and the blocks are reported as well.
$failedParts = @($run.FailedContainers) + @($run.FailedBlocks)
@{
    Tests    = @($run.Tests | ForEach-Object {
            @{
                Name         = $_.ExpandedPath
                Result       = [string] $_.Result
                Milliseconds = [int] $_.Duration.TotalMilliseconds
                Error        = ($_.ErrorRecord | Out-String).Trim()
            }
        })
    Problems = @($failedParts | Where-Object ErrorRecord | ForEach-Object { "${_}: " + ($_.ErrorRecord | Out-String).Trim() })
} | ConvertTo-Json -Depth 4 | Set-Content $Report
exit 0
