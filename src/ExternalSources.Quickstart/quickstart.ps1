<#
.SYNOPSIS
Shows ExternalSources at work, against the simulator.

.DESCRIPTION
This command starts the simulator and runs the script in the PowerShell that comes with the build:

    dotnet run --project src/ExternalSources.Quickstart

The script runs unchanged in your own PowerShell. Build the module, start the simulator in another window, and give its address:

    dotnet run --project src/ExternalSources.Simulator -- --port 5010 --sites 2
    ./src/ExternalSources.Quickstart/quickstart.ps1 -Simulator http://127.0.0.1:5010

With -Vault the keys go into that SecretManagement vault instead of this session's memory, and are removed at the end. Your own list of sources
is not touched.
#>
param(
    # The address of the simulator.
    [string] $Simulator = $Simulator,

    # A SecretManagement vault for the keys. Left out, sources and keys stay in this session's memory.
    [string] $Vault
)

# Shows a command as it would be typed, runs it, and shows its output.
# The new script block knows no file, so an error looks as it does at the prompt.
function Show([scriptblock] $Command) {
    $Host.UI.WriteLine()
    $Host.UI.WriteLine('PS> ' + $Command.ToString().Trim())
    & ([scriptblock]::Create($Command)) | Out-Host
}

function Say([string] $Text) {
    $Host.UI.WriteLine()
    $Host.UI.WriteLine('# ' + $Text)
}

if (-not $Simulator) {
    throw 'Give the address of the simulator: -Simulator http://127.0.0.1:5010. Start it with: dotnet run --project src/ExternalSources.Simulator -- --port 5010 --sites 2'
}

if (-not (Get-Module ExternalSources)) {
    $root = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $manifest = [System.IO.Directory]::GetFiles([System.IO.Path]::Combine($root, 'out', 'ExternalSources'), 'ExternalSources.psd1', 'AllDirectories')[-1]
    Import-Module $manifest
}

# The simulator's keys open nothing but the simulator.
$organizationKey = [System.Net.NetworkCredential]::new('', 'simulator-organization-key').SecurePassword
$siteToken = [System.Net.NetworkCredential]::new('', 'simulator-site-token').SecurePassword
$keep = if ($Vault) { @{ Vault = $Vault } } else { @{ SessionOnly = $true } }

$ownHome = $env:EXTERNALSOURCES_HOME
$env:EXTERNALSOURCES_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), 'ExternalSources-quickstart-' + [guid]::NewGuid())
[System.IO.Directory]::CreateDirectory($env:EXTERNALSOURCES_HOME) | Out-Null
try {
    Say 'Connect an organization and a Jira Cloud site. Each is tested before it is saved.'
    $inThreeWeeks = [DateTimeOffset]::UtcNow.AddDays(21)
    $inHalfAYear = [DateTimeOffset]::UtcNow.AddDays(180)
    Show { New-ExternalSource -Name acme -Type Access -ApiKey $organizationKey -Url $Simulator -ExpiresOn $inHalfAYear @keep }
    Show { New-ExternalSource -Name acme-jira -Type JiraCloud -Url $Simulator -UserEmail admin@acme.example -ApiKey $siteToken -ExpiresOn $inThreeWeeks @keep }

    Say 'A misconfigured source is refused with the reason, and nothing of it is saved.'
    Show { New-ExternalSource -Name acme-test -Type JiraCloud -Url $Simulator -UserEmail nobody@acme.example -ApiKey $siteToken @keep }

    Say 'Test a source, check by check.'
    Show { Test-ExternalSource acme }
    Show { (Test-ExternalSource acme-jira).Checks }

    Say 'Edit it. A new address or e-mail address would need the key again.'
    Show { Set-ExternalSource acme-jira -NewName acme-site }
    Show { Set-ExternalSource acme-site -UserEmail other@acme.example }

    Say 'Keep an eye on all of them: checked live, side by side.'
    Show { Get-ExternalSource -Refresh }
    Show { Get-ExternalSource -ExpiringWithin 30 | ForEach-Object { '{0}: {1} days' -f $_.Name, $_.DaysToExpiry } }

    Say 'List users, of one source or of all: the first ones, those who match, those of a group.'
    Show { Get-ExternalUser -Source acme -First 5 }
    Show { Get-ExternalUser -Source acme-site -Name 'a*' -Status Deactivated }
    Show { Get-ExternalGroup -Source acme -Application jira-software -IncludeCounts }
    Show { Get-ExternalGroupMember -Source acme-site -Group jira-administrators }

    Say 'Who has not used Jira for 90 days and still holds a seat? A site does not know; the organization does.'
    Show { Get-ExternalUser -Source acme-site -Application jira-software -InactiveFor 90 -Status Active }

    Say 'The organization has more sites. Its workspaces say where they are, and a second site is connected like the first.'
    Show { Get-ExternalWorkspace -Source acme -Type jira-software }
    $second = (Get-ExternalWorkspace -Source acme -Type jira-software -Name acme-2).Url
    Show { New-ExternalSource -Name acme-2 -Type JiraCloud -Url $second -UserEmail admin@acme.example -ApiKey $siteToken -ExpiresOn $inThreeWeeks @keep }

    Say 'Seats and activity are those of the instance that is meant: here, Jira of the second site.'
    Show { Get-ExternalUser -Source acme -Application jira-software -Workspace acme-2 -InactiveFor 90 -Status Active }

    Say 'How many users are in which state?'
    Show {
        $count = @{}
        Get-ExternalUser -Source acme | ForEach-Object { $count[$_.Status]++ }
        $count
    }

    Say 'One person, as all sources together see them.'
    $deactivated = Get-ExternalUser -Source acme -Status Deactivated -First 1
    Show { Get-ExternalUser -AccountId $deactivated.AccountId -Effective }

    Say 'Take Jira of the first site away from those who did not use it for a year: first a dry run, then a plan that a colleague can read.'
    # An identity provider manages the group contractors. The seats that it grants are taken away there.
    $seats = Get-ExternalUser -Source acme -Application jira-software -Workspace acme -InactiveFor 365 -Status Active -NotInGroup contractors
    Show { $seats | Revoke-ExternalUserAccess -Application jira-software -Workspace acme -WhatIf }
    $plan = [System.IO.Path]::Combine($env:EXTERNALSOURCES_HOME, 'seats.json')
    Show { $seats | Revoke-ExternalUserAccess -Application jira-software -Workspace acme -PlanPath $plan | Where-Object Outcome -eq WhatIf | ForEach-Object Name }

    Say 'Do what the plan says. Every run has a log, kept on disk while it goes on.'
    Show { Invoke-ExternalPlan $plan -Confirm:$false }
    Show { Get-ExternalRun }
    Show { Get-ExternalRun -Last 1 -Detail | Where-Object Outcome -eq Succeeded | ForEach-Object { '{0} left {1}' -f $_.Name, $_.Group } }

    Say 'Take it back: the state is what it was.'
    Show { Get-ExternalRun -Last 1 | Undo-ExternalRun -Confirm:$false }
    Show {
        $now = Get-ExternalUser -Source acme -Application jira-software -Workspace acme -InactiveFor 365 -Status Active -NotInGroup contractors
        '{0} inactive users held a seat before, {1} do now.' -f @($seats).Count, @($now).Count
    }

    Say 'Remove what is not needed any more; first see what that would do.'
    Show { Remove-ExternalSource acme* -WhatIf }
    Show { Remove-ExternalSource acme* -Confirm:$false }
    Show { Get-ExternalSource }
}
finally {
    Get-ExternalSource | Remove-ExternalSource -Confirm:$false
    if ([System.IO.Directory]::Exists($env:EXTERNALSOURCES_HOME)) { [System.IO.Directory]::Delete($env:EXTERNALSOURCES_HOME, $true) }
    $env:EXTERNALSOURCES_HOME = $ownHome
}
