<#
.SYNOPSIS
Prepares the shell that the quickstart starts.

.DESCRIPTION
Imports the module and runs a script. Without a script, connects the simulator's sources for the prompt that follows.
#>
param(
    # The manifest of the module.
    [Parameter(Mandatory)]
    [string] $Module,

    # The address of the simulator.
    [Parameter(Mandatory)]
    [string] $Simulator,

    # The script to run.
    [string] $Script
)

Import-Module $Module -ErrorAction Stop
if ($Script) {
    & $Script
    exit $LASTEXITCODE
}

# The simulator's keys open nothing but the simulator.
$organization = @{ Type = 'Access'; ApiKey = [System.Net.NetworkCredential]::new('', 'simulator-organization-key').SecurePassword }
$site = @{ Type = 'JiraCloud'; UserEmail = 'admin@acme.example'; ApiKey = [System.Net.NetworkCredential]::new('', 'simulator-site-token').SecurePassword }
New-ExternalSource -Name acme -Url $Simulator -SessionOnly -WarningAction Ignore @organization | Out-Null
New-ExternalSource -Name acme-jira -Url $Simulator -SessionOnly -WarningAction Ignore @site | Out-Null
Remove-Variable Module, Script, organization, site
"The sources acme (Access) and acme-jira (JiraCloud) are connected to the simulator at $Simulator, for this session only."
'Get-Command -Module ExternalSources lists the commands. Get-Help about_ExternalSources explains them. exit closes the shell.'
