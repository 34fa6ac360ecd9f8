using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Contract.Tests.Module;

/// <summary>
/// A script that uses the module. Its variables: <c>$organization</c> and <c>$site</c> are addresses; <c>$key</c>, <c>$scopedKey</c>, <c>$token</c>,
/// <c>$scopedToken</c>, and <c>$wrong</c> are keys; <c>$ids</c> are the account ids of the drive's people; <c>$id</c> belongs to the first of them, and
/// <c>$email</c> to the second; <c>$group</c> and <c>$groupId</c> are a group without members; <c>$seats</c> and <c>$seatsId</c> are a group that grants
/// an application; <c>$plan</c> is the path of a file.
/// </summary>
/// <param name="Name">What the drive does.</param>
/// <param name="Script">The script.</param>
internal sealed record Drive(string Name, string Script)
{
    private const string Limits = "-MaxTargets 50 -MaxPercent 100 -ThrottleLimit 2 -IncludeAdministrators";

    /// <summary>Drives with the same text act on the same people. Others have people of their own.</summary>
    public string People { get; init; } = Name;

    /// <summary>The id of the error that the script must end with; null when it must not fail.</summary>
    public string? Error { get; init; }

    /// <summary>All drives, in their order: they change the same organization and site.</summary>
    public static IReadOnlyList<Drive> All { get; } =
    [.. Sources(), .. Reads(), .. ActionCommands.SelectMany(Action), .. Runs(), .. Exemptions(), .. Issues(), .. Ends()];

    /// <summary>Each command that acts on users, with the source, its own parameters, and what brings its people into the state that it changes.</summary>
    private static (string Name, string Command, string? Prepare)[] ActionCommands =>
        [
            ("Disable", "Disable-ExternalUser -Source acme -Reason 'On leave' -IncludeSynced", null),
            ("Enable", "Enable-ExternalUser -Source acme -IncludeSynced", "Disable-ExternalUser -Source acme -User $ids -Force"),
            ("Delete", "Remove-ExternalUser -Source acme -IncludeSynced", null),
            ("Cancel deletion", "Restore-ExternalUser -Source acme -IncludeSynced", "Remove-ExternalUser -Source acme -User $ids -Force"),
            ("Suspend", "Suspend-ExternalUser -Source acme -Directory Acme -IncludeSynced", null),
            (
                "Resume",
                "Resume-ExternalUser -Source acme -Directory Acme -IncludeSynced",
                "Suspend-ExternalUser -Source acme -Directory Acme -User $ids -Force"
            ),
            ("From directory", "Remove-ExternalUser -FromDirectory -Directory Acme -Source acme", null),
            ("From site", "Remove-ExternalUser -Source acme-jira", null),
            ("Tokens", "Revoke-ExternalUserToken -Source acme", null),
            ("Add", "Add-ExternalGroupMember -Group $group -Source acme", null),
            ("Add on site", "Add-ExternalGroupMember -Group $groupId -Source acme-jira", null),
            ("Remove", "Remove-ExternalGroupMember -Group $group -Source acme", "Add-ExternalGroupMember -Group $group -Source acme -User $ids -Force"),
            (
                "Remove on site",
                "Remove-ExternalGroupMember -Group $groupId -Source acme-jira",
                "Add-ExternalGroupMember -Group $group -Source acme-jira -User $ids -Force"
            ),
            (
                "Revoke",
                "Revoke-ExternalUserAccess -Application jira-software -Source acme",
                "Add-ExternalGroupMember -Group $seats -Source acme -User $ids -Force"
            ),
            (
                "Revoke a workspace",
                "Revoke-ExternalUserAccess -Workspace (Get-ExternalWorkspace acme -Type jira-software)[0].Id -Source acme",
                "Add-ExternalGroupMember -Group $seats -Source acme -User $ids -Force"
            ),
            ("Revoke all", "Revoke-ExternalUserAccess -Source acme", "Add-ExternalGroupMember -Group $seats -Source acme -User $ids -Force"),
            (
                "Revoke on site",
                "Revoke-ExternalUserAccess -Application jira-software -Source acme-jira",
                "Add-ExternalGroupMember -Group $seats -Source acme-jira -User $ids -Force"
            ),
            ("Sync", "Sync-ExternalGroupMember -Group $group -AllowEmpty -Source acme", null),
            ("Sync on site", "Sync-ExternalGroupMember -Group $groupId -AllowEmpty -Source acme-jira", null),
        ];

    public override string ToString() => Name;

    private static IEnumerable<Drive> Action((string Name, string Command, string? Prepare) action)
    {
        if (action.Prepare is not null)
        {
            yield return new Drive(action.Name + ": prepare", action.Prepare) { People = action.Name };
        }

        yield return new Drive(action.Name + ": what if", $"{action.Command} -User $ids {Limits} -WhatIf") { People = action.Name };
        yield return new Drive(action.Name + ": plan", $"{action.Command} -AccountId $id -PlanPath $plan") { People = action.Name };
        yield return new Drive(action.Name + ": invoke plan", "Invoke-ExternalPlan -Path $plan -IncludeAdministrators -ThrottleLimit 2 -Force")
        {
            People = action.Name,
        };
        yield return new Drive(action.Name + ": by address", $"{action.Command} -Email $email -Confirm:$false") { People = action.Name };
        yield return new Drive(action.Name + ": all", $"{action.Command} -User $ids {Limits} -Force")
        {
            People = action.Name,
            // Who has been removed from a site cannot be found there again.
            Error = action.Name == "From site" ? "ActionFailed" : null,
        };
    }

    private static IEnumerable<Drive> Sources() =>
        [
            new("Connect an organization", "New-ExternalSource -Name acme -Type Access -Url $organization -ApiKey $key -OrganizationId $orgId -SessionOnly"),
            new("Connect a site", "New-ExternalSource -Name acme-jira -Type JiraCloud -Url $site -UserEmail admin@acme.example -ApiKey $token -SessionOnly"),
            new(
                "Connect with a scoped token",
                "New-ExternalSource -Name scoped-jira -Type JiraCloud -Url $site -UserEmail admin@acme.example -ApiKey $scopedToken -ScopedToken -SessionOnly"
            ),
            new(
                "Connect with a scoped key",
                "New-ExternalSource -Name scoped -Type Access -Url $organization -ApiKey $scopedKey -OrganizationId $orgId -SessionOnly"
            ),
            new("What if", "New-ExternalSource -Name kept -Type Access -Url $organization -ApiKey $key -WhatIf"),
            new(
                "Save a source",
                "New-ExternalSource -Name kept -Type Access -Url $organization -ApiKey $key "
                    + "-OrganizationId $orgId -Vault Secrets -ExpiresOn '2030-01-31' -Confirm:$false"
            ),
            new("Save it again", "New-ExternalSource -Name kept -Type Access -Url $organization -ApiKey $key -OrganizationId $orgId -Force"),
            new("Save without a test", "New-ExternalSource -Name untested -Type Access -Url $organization -ApiKey $key -SkipTest"),
            new("Save with a credential", "New-ExternalSource -Name kept-jira -Type JiraCloud -Url $site -Credential $credential"),
            new(
                "Save with a secret",
                "Set-Secret -Name mine -SecureStringSecret $key; "
                    + "New-ExternalSource -Name by-secret -Type Access -Url $organization -SecretName mine -OrganizationId $orgId"
            ),
            new("Wrong key", "New-ExternalSource -Name refused -Type Access -Url $organization -ApiKey $wrong -SessionOnly") { Error = "SourceCheckFailed" },
            new("Wrong token", "New-ExternalSource -Name refused -Type JiraCloud -Url $site -UserEmail admin@acme.example -ApiKey $wrong -SessionOnly")
            {
                Error = "SourceCheckFailed",
            },
            new("List", "Get-ExternalSource -Name * -Type Access, JiraCloud -Status Connected, Error, Unknown -ExpiringWithin 3650"),
            new("Refresh", "Get-ExternalSource -Refresh -ThrottleLimit 2"),
            new("Test", "Test-ExternalSource -Name acme, acme-jira, scoped, scoped-jira -ThrottleLimit 2"),
            new("Test quietly", "Test-ExternalSource kept -Quiet"),
            new("Rename", "Set-ExternalSource -Name untested -NewName renamed -ExpiresOn '2030-01-31' -PassThru -Confirm:$false"),
            new("Move", "Set-ExternalSource -Name renamed -Url $organization -OrganizationId $orgId -SkipTest"),
            new("Set what if", "Set-ExternalSource -Name renamed -ApiKey $key -WhatIf"),
            new("Set a key", "Set-ExternalSource -Name renamed -ApiKey $key -Vault Secrets"),
            new("Set a secret", "Set-ExternalSource -Name renamed -SecretName mine"),
            new("Set a credential", "Set-ExternalSource -Name kept-jira -Credential $credential"),
            new("Set an address", "Set-ExternalSource -Name kept-jira -UserEmail admin@acme.example -ApiKey $token -ScopedToken:$false"),
            new("Set a wrong key", "Set-ExternalSource -Name kept -ApiKey $wrong") { Error = "SourceCheckFailed" },
        ];

    private static IEnumerable<Drive> Reads() =>
        [
            new("Directories", "Get-ExternalDirectory -Source acme -ThrottleLimit 2; Get-ExternalDirectory acme"),
            new("Everybody", "Get-ExternalUser -Source acme, acme-jira -Include Groups, Applications, Roles -ThrottleLimit 2") { Error = "NotSupported" },
            new("Organization", "Get-ExternalUser -Source acme -Include Groups, Applications, Roles -AccountType Person, App, Customer"),
            new("Site", "Get-ExternalUser -Source acme-jira -Include Groups, Applications -AccountType Person, App, Customer"),
            new("Scoped organization", "Get-ExternalUser -Source scoped"),
            new("Scoped site", "Get-ExternalUser -Source scoped-jira"),
            new("By e-mail", "Get-ExternalUser -Source acme -Email $emails"),
            new("By e-mail on a site", "Get-ExternalUser -Source acme-jira -Email $emails"),
            new("By pattern of e-mail", "Get-ExternalUser -Source acme, acme-jira -Email *@acme.example"),
            new("By name", "Get-ExternalUser -Source acme, acme-jira -Name a*, 'b?*'"),
            new("By one name", "Get-ExternalUser -Source acme, acme-jira -Name $name"),
            new("By id", "Get-ExternalUser -Source acme, acme-jira -AccountId $many"),
            new("By few ids", "Get-ExternalUser -Source acme, acme-jira -AccountId $id"),
            new("By user", "Get-ExternalUser -Source acme, acme-jira -User $email, $id"),
            new("By status", "Get-ExternalUser -Source acme -Status Active, Suspended, NotInvited, Deactivated, ForDeletion"),
            new("By status on a site", "Get-ExternalUser -Source acme-jira -Status Deactivated"),
            new("Managed", "Get-ExternalUser -Source acme -Managed -TwoStepVerification:$false"),
            new("Unmanaged", "Get-ExternalUser -Source acme -Managed:$false -TwoStepVerification"),
            new("By domain", "Get-ExternalUser -Source acme -EmailDomain acme.example, example.org"),
            new("By group", "Get-ExternalUser -Source acme, acme-jira -Group $seats -NotInGroup $group"),
            new("By group id", "Get-ExternalUser -Source acme, acme-jira -Group $seatsId, $groupId"),
            new("By directory", "Get-ExternalUser -Source acme -Directory Acme"),
            new("By two directories", "Get-ExternalUser -Source acme -Directory Acme, $directoryId"),
            new("By application", "Get-ExternalUser -Source acme, acme-jira -Application jira-software"),
            new("Unbilled", "Get-ExternalUser -Source acme -Application jira-software -IncludeUnbilled"),
            new("Workspaces", "Get-ExternalWorkspace -Source acme -Name * -Type jira-software, confluence -Status online -ThrottleLimit 2"),
            new("By workspace", "$jira = Get-ExternalWorkspace acme -Type jira-software -Status online; Get-ExternalUser acme -Workspace $jira[0].Id"),
            new("Inactive", "Get-ExternalUser -Source acme, acme-jira -InactiveFor 90"),
            new("Inactive in an application", "Get-ExternalUser -Source acme -InactiveFor 90 -Application jira-software"),
            new("Inactive by id", "Get-ExternalUser -Source acme -AccountId $many -InactiveFor 90") { Error = "UserNotFound" },
            new("Active before", "Get-ExternalUser -Source acme -LastActiveBefore '2026-01-31'"),
            new("Active after", "Get-ExternalUser -Source acme -LastActiveAfter '2020-01-31'"),
            new("Never active", "Get-ExternalUser -Source acme, acme-jira -NeverActive"),
            new("Effective", "Get-ExternalUser -Source acme, acme-jira -AccountId $id -Effective"),
            new("Effective for all", "Get-ExternalUser -Source acme, acme-jira -Effective"),
            new("Paged", "Get-ExternalUser -Source acme -First 30 -Skip 20 -IncludeTotalCount"),
            new("Piped users", "Get-ExternalUser -Source acme -Email $emails | Get-ExternalUser -Source acme-jira -Include Groups"),
            new("Input object", "Get-ExternalUser -Source acme -InputObject $email"),
            new("Groups", "Get-ExternalGroup -Source acme, acme-jira -IncludeCounts -IncludeApplications -ThrottleLimit 2"),
            new("Groups by name", "Get-ExternalGroup -Source acme, acme-jira -Name $seats, $group"),
            new("Groups by pattern", "Get-ExternalGroup -Source acme, acme-jira -Name jira*"),
            new("Groups by id", "Get-ExternalGroup -Source acme, acme-jira -Id $seatsId, $groupId"),
            new("Groups of an application", "Get-ExternalGroup -Source acme, acme-jira -Application jira-software"),
            new("Groups of a workspace", "$jira = Get-ExternalWorkspace acme -Type jira-software; Get-ExternalGroup acme -Workspace $jira[0].Id"),
            new("Groups piped", "Get-ExternalGroup -Source acme -Name $seats | Get-ExternalGroup -Source acme-jira"),
            new("Groups of input", "Get-ExternalGroup -Source acme -InputObject (Get-ExternalGroup acme -Name $seats)"),
            new("Groups of a scoped token", "Get-ExternalGroup -Source scoped-jira -IncludeCounts"),
            new("Members", "Get-ExternalGroupMember -Source acme, acme-jira -Group $seats -ThrottleLimit 2"),
            new("Members by status", "Get-ExternalGroupMember -Source acme, acme-jira -Group $seatsId -Status Active -AccountType Person"),
            new(
                "Wrong key later",
                "$null = New-ExternalSource -Name wrong -Type Access -Url $organization "
                    + "-ApiKey $wrong -OrganizationId $orgId -SessionOnly -SkipTest; Get-ExternalUser wrong"
            )
            {
                Error = "IncompleteList",
            },
            new(
                "Wrong token later",
                "$null = New-ExternalSource -Name wrong-jira -Type JiraCloud -Url $site -UserEmail admin@acme.example "
                    + "-ApiKey $wrong -SessionOnly -SkipTest; Get-ExternalGroup wrong-jira"
            )
            {
                Error = "IncompleteList",
            },
        ];

    private static IEnumerable<Drive> Runs() =>
        [
            new("Run", "Add-ExternalGroupMember -Group $group -Source acme -User $ids -Force") { People = "run" },
            new("List runs", "Get-ExternalRun -Last 5 -Source acme -Since '2026-01-01'; Get-ExternalRun -Failed"),
            new("A run in detail", "Get-ExternalRun -Last 1 | ForEach-Object { Get-ExternalRun -Id $_.Id -Detail }"),
            new("Undo what if", "$run = Get-ExternalRun -Last 1; Undo-ExternalRun -Id $run.Id -IncludeAdministrators -ThrottleLimit 2 -WhatIf")
            {
                People = "run",
            },
            new("Undo", "$run = Get-ExternalRun -Last 1; Undo-ExternalRun -Id $run.Id -Force") { People = "run" },
            new("Run on a site", "Add-ExternalGroupMember -Group $group -Source acme-jira -User $ids -Force") { People = "run" },
            new("Undo on a site", "Undo-ExternalRun (Get-ExternalRun -Last 1).Id -Confirm:$false") { People = "run" },
            new(
                "Plan what if",
                "Disable-ExternalUser -Source acme -User $ids -PlanPath $plan; Invoke-ExternalPlan $plan -WhatIf; Invoke-ExternalPlan $plan -Confirm:$false"
            )
            {
                People = "planned",
            },
            new("Undo a deactivation", "Get-ExternalRun -Last 1 | Undo-ExternalRun -Force") { People = "planned" },
            new("Refused run", Failing + "Disable-ExternalUser -Source acme -User $ids -Force") { People = "resumed", Error = "ActionFailed" },
            new("Resume what if", Working + "$run = Get-ExternalRun -Last 1; Resume-ExternalRun -Id $run.Id -IncludeAdministrators -ThrottleLimit 2 -WhatIf")
            {
                People = "resumed",
            },
            new("Resume", "$run = Get-ExternalRun -Last 1; Resume-ExternalRun -Id $run.Id -Force") { People = "resumed" },
            new("Refused again", Failing + "Enable-ExternalUser -Source acme -User $ids -Force") { People = "resumed", Error = "ActionFailed" },
            new("Resume with a question", Working + "Get-ExternalRun -Last 1 | Resume-ExternalRun -Confirm:$false") { People = "resumed" },
        ];

    private const string Failing = "$refuse.Invoke(); ";
    private const string Working = "$accept.Invoke(); ";

    private static IEnumerable<Drive> Exemptions() =>
        [
            new("Exempt what if", "Add-ExternalExemption -AccountId $id -Reason 'why' -WhatIf"),
            new("Exempt", "Add-ExternalExemption -AccountId $id -Reason 'why' -Source acme -Action DisableUser -PassThru -Confirm:$false")
            {
                People = "exempt",
            },
            new("Exempt an address", "Add-ExternalExemption -Email $email -Reason 'why'") { People = "exempt" },
            new("Exempt a group", "Add-ExternalExemption -Group $seats -Reason 'why'"),
            new("List exemptions", "Get-ExternalExemption -Kind User -Value *; Get-ExternalExemption"),
            new("Act on exempt people", "Disable-ExternalUser -Source acme -User $ids -Force") { People = "exempt" },
            new("Act on exempt people of a site", "Remove-ExternalUser -Source acme-jira -User $ids -WhatIf") { People = "exempt" },
            new("Forget what if", "Get-ExternalExemption | ForEach-Object { Remove-ExternalExemption -Id $_.Id -WhatIf }"),
            new("Forget", "Get-ExternalExemption | ForEach-Object { Remove-ExternalExemption -Id $_.Id -Confirm:$false }"),
        ];

    private static IEnumerable<Drive> Issues() =>
        [
            new("Issue what if", Issue + " -WhatIf"),
            new("Issue", Issue + " -Description \"Two`n`nparagraphs\" -User $users -MaxTargets 50 -ThrottleLimit 2 -Confirm:$false"),
            new("Issue for each", "Get-ExternalUser -Source acme -AccountId $ids | " + Issue + " -PerUser -Confirm:$false"),
            new("Issue of a scoped token", Issue.Replace("acme-jira", "scoped-jira", System.StringComparison.Ordinal) + " -Confirm:$false"),
            new("Issue in no project", Issue.Replace("ADM", "NONE", System.StringComparison.Ordinal) + " -Confirm:$false") { Error = "ActionFailed" },
        ];

    private const string Issue = "New-ExternalIssue -Source acme-jira -Project ADM -IssueType Task -Summary 'Unused seats'";

    private static IEnumerable<Drive> Ends() =>
        [
            new("Remove a run what if", "Remove-ExternalRun -Id (Get-ExternalRun -Last 1).Id -WhatIf"),
            new("Remove a run", "Remove-ExternalRun -Id (Get-ExternalRun -Last 1).Id -Confirm:$false"),
            new("Remove old runs", "Remove-ExternalRun -OlderThan 3650 -Confirm:$false"),
            new("Remove a source what if", "Remove-ExternalSource -Name kept -WhatIf"),
            new("Remove a source", "Remove-ExternalSource -Name kept, kept-jira -Confirm:$false"),
            new("Remove a source and keep its key", "Remove-ExternalSource -Name renamed -KeepSecret -Confirm:$false"),
        ];
}
