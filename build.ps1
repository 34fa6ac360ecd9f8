<#
.SYNOPSIS
Builds, tests, packs, or imports the module from PowerShell. The build itself is MSBuild's: dotnet build does all of it.
#>
[CmdletBinding()]
param(
    # Build lays out the module in out/. Test runs all tests, with Pester's among them.
    # Pack makes a zip file of the module. Import loads the module into this session.
    [ValidateSet('Build', 'Test', 'Pack', 'Import')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'ExternalSources.psd1')).ModuleVersion
$module = Join-Path $PSScriptRoot 'out' | Join-Path -ChildPath 'ExternalSources' | Join-Path -ChildPath $version
$project = Join-Path $PSScriptRoot 'src' | Join-Path -ChildPath 'ExternalSources'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args failed with exit code $LASTEXITCODE." }
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { Invoke-DotNet build $project --configuration $Configuration }
        'Test' { Invoke-DotNet test --configuration $Configuration }
        'Pack' {
            Invoke-DotNet build $project --configuration $Configuration
            $zip = Join-Path $PSScriptRoot "out/ExternalSources.$version.zip"
            Compress-Archive -Path (Join-Path $module '*') -DestinationPath $zip -Force
            Get-Item $zip
        }
        'Import' {
            Invoke-DotNet build $project --configuration $Configuration
            Import-Module (Join-Path $module 'ExternalSources.psd1') -Force -Global
        }
    }
}
finally {
    Pop-Location
}
