<#
.SYNOPSIS
A front door to the build for people with PowerShell. The build itself is MSBuild's: dotnet build does all of it.
#>
[CmdletBinding()]
param(
    # Build lays out the module in out/. Test runs xunit, then Pester where it is installed. Pack makes a zip of the module. Import loads it into this session.
    [ValidateSet('Build', 'Test', 'Pack', 'Import')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'ExternalSources.psd1')).ModuleVersion
$module = Join-Path $PSScriptRoot 'out' | Join-Path -ChildPath 'ExternalSources' | Join-Path -ChildPath $version

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args failed with exit code $LASTEXITCODE." }
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { Invoke-DotNet build --configuration $Configuration }
        'Test' {
            Invoke-DotNet test --configuration $Configuration
            if (Get-Module Pester -ListAvailable | Where-Object Version -ge '5.0') {
                Invoke-Pester -Path (Join-Path $PSScriptRoot 'tests/Pester') -CI
            }
            else {
                Write-Warning 'The Pester tests were skipped: Pester 5 is not installed (Install-Module Pester).'
            }
        }
        'Pack' {
            Invoke-DotNet build --configuration $Configuration
            $zip = Join-Path $PSScriptRoot "out/ExternalSources.$version.zip"
            Compress-Archive -Path (Join-Path $module '*') -DestinationPath $zip -Force
            Get-Item $zip
        }
        'Import' {
            Invoke-DotNet build --configuration $Configuration
            Import-Module (Join-Path $module 'ExternalSources.psd1') -Force -Global
        }
    }
}
finally {
    Pop-Location
}
