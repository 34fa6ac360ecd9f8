#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

# The facts that tests/Live reads from a real service, read from the simulator with every setting that a read can show.

Describe 'Facts of a real service' {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
        $live = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', 'Live'))
        Import-Module (Join-Path $live 'LiveFacts.psm1') -Force
        $simulator = Start-Simulator -Users 120
        $sim = $simulator.Address
        $key = ConvertTo-Key 'simulator-organization-key'
        $token = ConvertTo-Key 'simulator-site-token'
        $defaults = Invoke-RestMethod "$sim/_simulator/behavior"

        # Sets the behavior and returns the facts as a table: answers by name.
        function Read-Fact([hashtable] $Settings = @{}, [switch] $Site) {
            Set-Behavior $Settings
            $facts = if ($Site) { Get-SiteFact -Address $sim -UserEmail admin@acme.example -Token $token } else { Get-OrganizationFact -Key $key -Address $sim }
            Set-Behavior ($defaults | ConvertTo-Json | ConvertFrom-Json -AsHashtable)
            $table = @{}
            foreach ($fact in $facts) { $table[$fact.Fact] = $fact.Answer }
            $table
        }

        function Set-Behavior([hashtable] $Settings) {
            Invoke-RestMethod "$sim/_simulator/behavior" -Method Patch -Body (ConvertTo-Json $Settings) -ContentType 'application/json' | Out-Null
        }

        $usual = Read-Fact
        $changed = Read-Fact @{
            groupIdsOfUsers           = 'bare'
            productKeys               = 'application'
            workspaceOwners           = 'product'
            workspaceLinksAreUrls     = 'true'
            roleMatching              = 'acrossAssignments'
            roleSearchFindsGroupRoles = 'false'
            userCount                 = 'sameAsSearch'
            nullRows                  = 'true'
            rateLimitHeaders          = 'true'
            liftedLimits              = '*'
        }
    }

    AfterAll {
        $simulator.Process.Kill()
        $simulator.Process.Dispose()
    }

    It 'reads <Fact>: <Documented>, or <Other>' -ForEach @(
        @{ Fact = 'Group ids in users/search'; Documented = 'ari'; Other = 'bare' }
        @{ Fact = 'Keys of products'; Documented = 'product (*'; Other = 'application (*' }
        @{ Fact = 'Owners in the ARIs of workspaces'; Documented = 'application (*'; Other = 'product (*' }
        @{ Fact = 'Next link of workspaces'; Documented = 'cursor'; Other = 'url' }
        @{ Fact = 'roleIds with resourceIds'; Documented = 'within one assignment'; Other = 'across assignments' }
        @{ Fact = 'Roles through groups in users/search'; Documented = 'found'; Other = 'not found' }
        @{ Fact = 'users/count'; Documented = '3 more than a search'; Other = 'the same as a search' }
        @{ Fact = 'Rows that are null'; Documented = 'not seen'; Other = 'yes' }
        @{ Fact = 'Headers X-RateLimit'; Documented = 'missing'; Other = 'X-RateLimit-*' }
        @{ Fact = 'Limit users/search.accountIds'; Documented = 'enforced'; Other = 'not enforced' }
        @{ Fact = 'Limit workspaces.limit'; Documented = 'enforced'; Other = 'not enforced' }
    ) {
        $usual[$Fact] | Should -BeLike $Documented
        $changed[$Fact] | Should -BeLike $Other
    }

    It 'finds a single limit that is not enforced' {
        $facts = Read-Fact @{ liftedLimits = 'users/search.emails' }
        $facts.Keys.Where({ $facts[$_] -eq 'not enforced' }) | Should -Be 'Limit users/search.emails'
        $facts.Keys.Where({ $facts[$_] -eq 'enforced' }).Count | Should -Be 10
    }

    It 'finds a count that is gone, and one with other accounts' {
        (Read-Fact @{ userCount = 'gone' })['users/count'] | Should -Be 'gone (404)'
        (Read-Fact @{ outsideAccounts = '8' })['users/count'] | Should -Be '8 more than a search'
    }

    It 'finds a site that answers a wrong token with an empty list' {
        (Read-Fact -Site)['Wrong token'] | Should -Be '401, X-Seraph-LoginReason AUTHENTICATED_FAILED'
        $facts = Read-Fact @{ anonymousAnswers = 'true'; nullRows = 'true'; rateLimitHeaders = 'true' } -Site
        $facts['Wrong token'] | Should -Be '200, X-Seraph-LoginReason AUTHENTICATED_FAILED'
        $facts['Rows that are null'] | Should -Be 'yes'
        $facts['Headers X-RateLimit'] | Should -BeLike 'X-RateLimit-*'
    }

    It 'finds a key that is shown no activity' {
        Invoke-RestMethod "$sim/_simulator/keys/organization%20key/hide-activity" -Method Post | Out-Null
        try { (Read-Fact)['Activity of users'] | Should -Be 'not shown' }
        finally { Invoke-RestMethod "$sim/_simulator/keys/organization%20key/restore" -Method Post | Out-Null }
        $usual['Activity of users'] | Should -Be 'shown'
    }

    It 'covers every setting of the simulator that a read can show' {
        # A conflict needs a change. So does a delay, which is not in the list by default.
        $defaults.PSObject.Properties.Name | Sort-Object | Should -Be @(
            'anonymousAnswers', 'groupIdsOfUsers', 'liftedLimits', 'membershipConflicts', 'nullRows', 'outsideAccounts', 'productKeys', 'rateLimitHeaders',
            'roleMatching', 'roleSearchFindsGroupRoles', 'userCount', 'workspaceLinksAreUrls', 'workspaceOwners'
        )
    }

    It 'only reads' {
        Invoke-RestMethod "$sim/_simulator/writes" | Should -BeNullOrEmpty
    }

    Context 'As a test file' {
        BeforeAll {
            $pester = Join-Path (Get-Module Pester).ModuleBase 'Pester.psd1'
            function Invoke-Live([string] $Setting) {
                Invoke-ChildShell -Folder $TestDrive -Script @"
`$env:EXTERNALSOURCES_LIVE_ORGANIZATION_KEY = `$env:EXTERNALSOURCES_LIVE_SITE = `$null
$Setting
Import-Module '$pester'
`$run = Invoke-Pester -Path '$live' -PassThru -Output Normal
"passed `$(`$run.PassedCount), skipped `$(`$run.SkippedCount), failed `$(`$run.FailedCount)"
"@
            }
        }

        It 'is skipped without a key' {
            (Invoke-Live).Text | Should -BeLike '*passed 0, skipped 2, failed 0*'
        }

        It 'prints the facts without names, addresses, ids or keys' {
            $result = Invoke-Live @"
`$env:EXTERNALSOURCES_LIVE_ORGANIZATION_KEY = 'simulator-organization-key'
`$env:EXTERNALSOURCES_LIVE_ADDRESS = `$env:EXTERNALSOURCES_LIVE_SITE = '$sim'
`$env:EXTERNALSOURCES_LIVE_EMAIL = 'admin@acme.example'
`$env:EXTERNALSOURCES_LIVE_TOKEN = 'simulator-site-token'
"@
            $result.Text | Should -BeLike '*passed 2, skipped 0, failed 0*'
            $result.Text | Should -BeLike '*Group ids in users/search ari*Wrong token 401*'
            $result.Text | Should -Not -Match '@|acme|simulator-|[0-9a-f]{8}-[0-9a-f]{4}'
        }
    }
}
