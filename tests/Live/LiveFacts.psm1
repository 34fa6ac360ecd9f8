# Finds out how a real organization or site behaves where Atlassian's documents are silent. It only reads: it sends GET requests and searches, and refuses to
# send anything else. Its answers contain no names, ids, or addresses.

$ErrorActionPreference = 'Stop'
$script:Users = 100
$script:RoleReads = 40

<#
.SYNOPSIS
Returns the facts of an organization, each with its answer.
.PARAMETER Key
An organization API key.
.PARAMETER OrganizationId
The id of the organization. A key without scopes does not need it.
.PARAMETER Address
The address of the admin API.
#>
function Get-OrganizationFact {
    param (
        [Parameter(Mandatory)] [securestring] $Key,
        [string] $OrganizationId,
        [uri] $Address = 'https://api.atlassian.com'
    )

    $service = New-Service $Address ('Bearer ' + [System.Net.NetworkCredential]::new('', $Key).Password)
    if (-not $OrganizationId) {
        $OrganizationId = @(@((Send $service 'admin/v1/orgs').Json.data).Where({ $_ }).id)[0]
        if (-not $OrganizationId) { throw 'The key does not show its organization. Set EXTERNALSOURCES_LIVE_ORGANIZATION_ID.' }
    }

    $root = "admin/v2/orgs/$OrganizationId"
    $search = "$root/directories/-/users/search"
    $first = Send $service $search @{ limit = $script:Users; expand = @('groups', 'productAccess') }
    if ($first.Status -ne 200) { throw "The organization cannot be read. Status: $($first.Status)." }
    $rows = @($first.Json.data)
    $users = $rows.Where({ $_ })
    $workspaces = Send $service "$root/workspaces" @{ limit = 100 }

    Fact 'Group ids in users/search' (Get-IdForm @($users.groups.Where({ $_ }).id))
    Fact 'Keys of products' (Get-KeyForm @($users.productAccess.Where({ $_ }).key))
    Fact 'Activity of users' $(if ($users.productAccess.Where({ $_.lastActiveTimestamp })) { 'shown' } else { 'not shown' })
    Fact 'Owners in the ARIs of workspaces' (Get-KeyForm @(@($workspaces.Json.data).Where({ $_ }).id | ForEach-Object { ($_ -split ':')[2] }))
    Fact 'Next link of workspaces' (Get-LinkForm (Send $service "$root/workspaces" @{ limit = 1 }).Json.links.next)
    Fact 'Rows that are null' $(if ($rows.Count -gt $users.Count -or $null -in @($workspaces.Json.data)) { 'yes' } else { 'not seen' })
    Fact 'Headers X-RateLimit' (Get-RateHeader $first)
    Get-RoleFact $service $root $search $users
    Fact 'users/count' (Get-CountAnswer $service $root $search)

    $id = '00000000-0000-4000-8000-{0:d12}'
    $groups = "$root/directories/-/groups/search"
    Fact 'Limit users/search.accountIds' (Get-LimitAnswer $service $search accountIds 10 'live:{0}')
    Fact 'Limit users/search.groupIds' (Get-LimitAnswer $service $search groupIds 10 $id)
    Fact 'Limit users/search.directoryIds' (Get-LimitAnswer $service $search directoryIds 10 $id)
    Fact 'Limit users/search.emailDomains' (Get-LimitAnswer $service $search emailDomains 10 'live-{0}.invalid')
    Fact 'Limit users/search.emails' (Get-LimitAnswer $service $search emails 100 'live@live-{0}.invalid')
    Fact 'Limit users/search.resourceIds' (Get-LimitAnswer $service $search resourceIds 20 "ari:cloud:confluence::site/$id")
    Fact 'Limit users/search.limit' (Get-LimitAnswer $service $search limit 100)
    Fact 'Limit groups/search.groupIds' (Get-LimitAnswer $service $groups groupIds 10 $id)
    Fact 'Limit groups/search.groupNames' (Get-LimitAnswer $service $groups groupNames 100 'live-{0}')
    Fact 'Limit groups/search.limit' (Get-LimitAnswer $service $groups limit 100)
    Fact 'Limit workspaces.limit' (Get-LimitAnswer $service "$root/workspaces" limit 1000)

    $keys = Send $service "admin/api-access/v1/orgs/$OrganizationId/api-keys"
    Fact 'List of keys' $(if ($keys.Status -eq 200) { "200, $(Get-Shape @($keys.Json.data)[0])" } else { "$($keys.Status)" })
    Fact 'Error of a wrong cursor' (Get-ErrorShape (Send $service $search @{ cursor = 'live' }))
    Fact 'Error of an unknown user' (Get-ErrorShape (Send $service "$root/directories/-/users/live"))
    Fact 'Error of version 1 without a key' (Get-ErrorShape (Send (New-Service $Address $null) 'admin/v1/orgs'))
    Fact 'Error of workspaces' (Get-ErrorShape (Send $service "$root/workspaces" @{ cursor = 'live' }))
}

<#
.SYNOPSIS
Returns the facts of a Jira Cloud site, each with its answer. It tries to log in with a wrong token once.
.PARAMETER Address
The address of the site.
.PARAMETER UserEmail
The e-mail address of the account that owns the token.
.PARAMETER Token
An API token without scopes.
#>
function Get-SiteFact {
    param (
        [Parameter(Mandatory)] [uri] $Address,
        [Parameter(Mandatory)] [string] $UserEmail,
        [Parameter(Mandatory)] [securestring] $Token
    )

    $service = New-Service $Address (ConvertTo-Basic $UserEmail ([System.Net.NetworkCredential]::new('', $Token).Password))
    $myself = Send $service 'rest/api/3/myself'
    if ($myself.Status -ne 200) { throw "The site cannot be read. Status: $($myself.Status)." }
    $users = Send $service 'rest/api/3/users/search?startAt=0&maxResults=1000'
    $rows = @($users.Json)
    $bulk = Send $service ("rest/api/3/user/bulk?maxResults=10&accountId=live&accountId=" + [uri]::EscapeDataString($myself.Json.accountId))
    $roles = @((Send $service 'rest/api/3/applicationrole').Json).Where({ $_ })
    $wrong = Send (New-Service $Address (ConvertTo-Basic $UserEmail 'wrong-token')) 'rest/api/3/group/bulk?maxResults=1'

    Fact 'Cloud id without a key' $(if ((Send (New-Service $Address $null) '_edge/tenant_info').Json.cloudId) { 'returned' } else { 'not returned' })
    Fact 'Wrong token' "$($wrong.Status), X-Seraph-LoginReason $(if ($wrong.LoginReason) { $wrong.LoginReason } else { 'missing' })"
    Fact 'Right token' "$($users.Status), X-Seraph-LoginReason $(if ($users.LoginReason) { $users.LoginReason } else { 'missing' })"
    Fact 'Rows of a page of users' $(if ($rows.Count -gt 1000) { 'more than 1000' } elseif ($rows.Count -eq 1000) { '1000' } else { 'fewer than 1000 users, or a lower limit' })
    Fact 'Rows that are null' $(if ($null -in $rows) { 'yes' } else { 'not seen' })
    Fact 'Unknown account in user/bulk' $(
        if ($bulk.Status -ne 200) { "$($bulk.Status)" } elseif ($null -in @($bulk.Json.values)) { 'a row that is null' } else { 'left out' }
    )
    Fact 'userCount of application roles' $(if ($roles.Where({ $null -ne $_.userCount })) { 'returned' } else { 'not returned' })
    Fact 'Ids of the groups of application roles' $(if ($roles.groupDetails.Where({ $_.groupId })) { 'returned' } else { 'not returned' })
    Fact 'Headers X-RateLimit' (Get-RateHeader $users)
    Fact 'Error of an unknown user' (Get-ErrorShape (Send $service 'rest/api/3/user?accountId=live'))
}

function Fact([string] $Name, [string] $Answer) {
    [pscustomobject]@{ Fact = $Name; Answer = $Answer }
}

function New-Service([uri] $Address, [string] $Authorization) {
    if ($Address.Scheme -ne 'https' -and -not $Address.IsLoopback) { throw 'The address must begin with https://.' }
    @{ Address = $Address; Authorization = $Authorization }
}

function ConvertTo-Basic([string] $UserEmail, [string] $Token) {
    'Basic ' + [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes("${UserEmail}:$Token"))
}

# Sends a GET request, or a search if there is a body.
function Send([hashtable] $Service, [string] $Path, [hashtable] $Body) {
    if ($Body -and $Path -notmatch '/(search|workspaces)$') { throw "A body is only for searches, not for $Path." }
    $request = @{
        Uri                = [uri]::new($Service.Address, $Path)
        Method             = if ($Body) { 'Post' } else { 'Get' }
        Headers            = if ($Service.Authorization) { @{ Authorization = $Service.Authorization; Accept = 'application/json' } } else { @{ Accept = 'application/json' } }
        SkipHttpErrorCheck = $true
        MaximumRedirection = 0
        TimeoutSec         = 60
        Verbose            = $false
        Debug              = $false
        ProgressAction     = 'Ignore'
    }
    if ($Body) {
        $request.Body = ConvertTo-Json $Body -Depth 5
        $request.ContentType = 'application/json'
    }

    foreach ($attempt in 1..3) {
        $response = Invoke-WebRequest @request
        if ($response.StatusCode -ne 429) { break }
        $wait = "$($response.Headers['Retry-After'])" -as [int]
        Start-Sleep -Seconds ([System.Math]::Clamp($(if ($wait) { $wait } else { 5 }), 1, 60))
    }

    $json = try { $response.Content | ConvertFrom-Json -NoEnumerate } catch { $null }
    @{
        Status      = [int] $response.StatusCode
        Headers     = $response.Headers
        LoginReason = "$($response.Headers['X-Seraph-LoginReason'])"
        Json        = $json
    }
}

function Get-IdForm([object[]] $Ids) {
    $known = @($Ids).Where({ $_ })
    if (-not $known) { 'unknown' }
    elseif ($known.Where({ $_ -like 'ari:*' }).Count -eq $known.Count) { 'ari' }
    elseif ($known.Where({ $_ -like 'ari:*' })) { 'both' }
    else { 'bare' }
}

# jira and jira-service-desk are products. jira-software and jira-servicedesk are applications. Other names are the same.
function Get-KeyForm([object[]] $Keys) {
    $known = @($Keys).Where({ $_ }) | Sort-Object -Unique
    $products = @($known).Where({ $_ -in 'jira', 'jira-service-desk' })
    $applications = @($known).Where({ $_ -in 'jira-software', 'jira-servicedesk' })
    $form = if ($products -and $applications) { 'both' } elseif ($products) { 'product' } elseif ($applications) { 'application' } else { 'unknown' }
    if ($known) { "$form ($($known -join ', '))" } else { $form }
}

function Get-LinkForm([string] $Next) {
    if (-not $Next) { 'unknown' } elseif ($Next -match '^https?:') { 'url' } else { 'cursor' }
}

function Get-RateHeader([hashtable] $Response) {
    $names = @($Response.Headers.Keys).Where({ $_ -like 'X-RateLimit-*' }) | Sort-Object
    if ($names) { $names -join ', ' } else { 'missing' }
}

# The members of an object, without their values.
function Get-Shape($Value) {
    if ($null -eq $Value) { 'no rows' } else { ($Value.PSObject.Properties.Name | Sort-Object) -join ', ' }
}

function Get-ErrorShape([hashtable] $Response) {
    $body = $Response.Json
    $text = if ($null -eq $body) { 'no JSON' }
    elseif ($body -is [array]) { "[$(Get-Shape $body[0])]" }
    elseif ($body.errors -is [array]) { "errors[$(Get-Shape $body.errors[0])]" }
    else { Get-Shape $body }
    "$($Response.Status), $text"
}

# Sends as many values as the documents allow, and then one more. Values that cannot exist find nobody, so only their number decides.
function Get-LimitAnswer([hashtable] $Service, [string] $Path, [string] $Member, [int] $Most, [string] $Format) {
    $bodies = foreach ($count in $Most, ($Most + 1)) {
        @{ $Member = if ($Format) { @(1..$count | ForEach-Object { $Format -f $_ }) } else { $count } }
    }
    $within = (Send $Service $Path $bodies[0]).Status
    if ($within -ne 200) { return "unknown: $within within the limit" }
    switch ((Send $Service $Path $bodies[1]).Status) {
        200 { 'not enforced' }
        400 { 'enforced' }
        default { "unknown: $_ beyond the limit" }
    }
}

function Get-CountAnswer([hashtable] $Service, [string] $Root, [string] $Search) {
    $count = Send $Service "$Root/directories/-/users/count?claimStatus=managed"
    if ($count.Status -ne 200) { return "gone ($($count.Status))" }
    $found = 0
    $body = @{ limit = 100; claimStatus = 'managed' }
    foreach ($page in 1..50) {
        $response = Send $Service $Search $body
        if ($response.Status -ne 200) { return "unknown: the search ended with $($response.Status)" }
        $found += @($response.Json.data).Where({ $_ }).Count
        $body.cursor = $response.Json.links.next
        if (-not $body.cursor) {
            $more = $count.Json.count - $found
            return $(if ($more -eq 0) { 'the same as a search' } elseif ($more -gt 0) { "$more more than a search" } else { "$(-$more) fewer than a search" })
        }
    }

    'unknown: more than 5000 managed accounts'
}

# Whether filters by role find a role that is held through a group, and whether they combine across assignments.
function Get-RoleFact([hashtable] $Service, [string] $Root, [string] $Search, [object[]] $Users) {
    $throughGroup = $across = 'unknown'
    $administrators = @((Send $Service $Search @{ limit = 20; roleIds = @('atlassian/admin') }).Json.data).Where({ $_ })
    $ids = @(@($administrators) + @($Users.Where({ $_.accountType -eq 'atlassian' -and $_.status -eq 'active' }))).accountId | Select-Object -Unique -First $script:RoleReads
    foreach ($id in $ids) {
        $assignments = @((Send $Service "$Root/directories/-/users/$([uri]::EscapeDataString($id))/role-assignments?limit=100").Json.data).Where({ $_ })
        $held = @($assignments.roleAssignments.Where({ $_ }))
        if ($throughGroup -eq 'unknown') {
            $role = @(
                ($held | Group-Object role).Where({ -not $_.Group.roleAssignmentMethods.Where({ $_ -ne 'group_direct' }) -and $_.Group.roleAssignmentMethods }).Name
            )[0]
            if ($role) {
                $found = Send $Service $Search @{ accountIds = @($id); roleIds = @($role) }
                if ($found.Status -eq 200) { $throughGroup = if (@($found.Json.data).Where({ $_ })) { 'found' } else { 'not found' } }
            }
        }

        if ($across -eq 'unknown') {
            # A role that follows from another one may be in no search.
            $certain = @($held.Where({ $_.roleAssignmentMethods -ne 'inferred' }))
            foreach ($resource in $assignments | Group-Object resourceId) {
                $own = @($resource.Group.roleAssignments.Where({ $_.roleAssignmentMethods -ne 'inferred' }))
                $other = if ($own) { @($certain.role.Where({ $_ -notin $resource.Group.roles }))[0] }
                if ($other) {
                    $found = Send $Service $Search @{ accountIds = @($id); resourceIds = @($resource.Name); roleIds = @($other) }
                    if ($found.Status -eq 200) { $across = if (@($found.Json.data).Where({ $_ })) { 'across assignments' } else { 'within one assignment' } }
                    break
                }
            }
        }

        if ('unknown' -notin $throughGroup, $across) { break }
    }

    Fact 'Roles through groups in users/search' $throughGroup
    Fact 'roleIds with resourceIds' $across
}

Export-ModuleMember -Function Get-OrganizationFact, Get-SiteFact
