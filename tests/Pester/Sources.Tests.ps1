#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

Describe 'Sources' {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
        $world = Start-TestWorld
        $sim = $world.Simulator.Address
        $vault = $world.Vault
        $key = ConvertTo-Key 'simulator-organization-key'
        $token = ConvertTo-Key 'simulator-site-token'
        $wrong = ConvertTo-Key 'CANARY-4c1e-not-a-key'

        function Connect-Acme { New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key -Vault $vault }
        function Connect-Jira { New-ExternalSource -Name acme-jira -Type JiraCloud -Url $sim -UserEmail admin@acme.example -ApiKey $token -ExpiresOn (Get-Date).AddDays(90) -Vault $vault }
        function Get-KeyName { @(Get-SecretInfo -Vault $vault -Name 'ExternalSource-*' | ForEach-Object Name) }
        function Get-RequestCount { (Invoke-RestMethod "$sim/_simulator/requests").requests.Count }
    }

    BeforeEach { Get-ExternalSource | Remove-ExternalSource -Confirm:$false }

    AfterAll { Stop-TestWorld $world }

    Context 'New-ExternalSource' {
        It 'connects an organization and a site, and their keys are in the vault' {
            $acme = Connect-Acme
            $jira = Connect-Jira
            $acme.Status, $jira.Status | Should -Be Connected, Connected
            $acme.OrganizationId | Should -Not -BeNullOrEmpty
            Get-KeyName | Sort-Object | Should -Be (@($acme, $jira).SecretName | Sort-Object)
            Get-Secret -Name $jira.SecretName -Vault $vault -AsPlainText | Should -BeExactly 'simulator-site-token'
            (Get-SecretInfo -Name $jira.SecretName -Vault $vault).Metadata['ExternalSource'] | Should -Be 'acme-jira'
        }

        It 'saves nothing when the key is wrong, and says why' {
            { New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $wrong -Vault $vault -ErrorAction Stop } | Should -Throw -ErrorId 'SourceCheckFailed,*'
            Get-ExternalSource | Should -BeNullOrEmpty
            Get-KeyName | Should -BeNullOrEmpty
            $Error[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $Error[0] | Format-List -Property * -Force | Out-String | Should -Not -Match 'CANARY'
        }

        It 'sends and saves nothing with -WhatIf' {
            $before = Get-RequestCount
            New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key -Vault $vault -WhatIf | Should -BeNullOrEmpty
            Get-RequestCount | Should -Be $before
            Get-ExternalSource | Should -BeNullOrEmpty
            Get-KeyName | Should -BeNullOrEmpty
        }

        It 'keeps a source of this session out of store and vault' {
            New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key -SessionOnly | Out-Null
            Test-ExternalSource acme -Quiet | Should -BeTrue
            Get-KeyName | Should -BeNullOrEmpty
            Get-Content (Join-Path $env:EXTERNALSOURCES_HOME 'sources.json') -Raw -ErrorAction Ignore | Should -Not -Match 'acme'
        }

        It 'says which vault is not there' {
            { New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key -Vault 'no such vault' -ErrorAction Stop } | Should -Throw -ErrorId 'VaultVaultNotFound,*'
        }

        It 'connects the rows of a CSV file with keys from the vault; a row that fails does not stop the others' {
            Set-Secret -Name pester-organization -SecureStringSecret $key -Vault $vault
            Set-Secret -Name pester-site -SecureStringSecret $token -Vault $vault
            $file = Join-Path $TestDrive 'sources.csv'
            @"
Name,Type,SecretName,Url,UserEmail,OrganizationId,ScopedToken,ExpiresOn
acme,Access,pester-organization,$sim,,,,
lost,Access,pester-missing,$sim,,,,
acme-jira,JiraCloud,pester-site,$sim,admin@acme.example,,false,2099-01-31
"@ | Set-Content $file
            $failures = $null
            $sources = Import-Csv -Path $file | New-ExternalSource -Vault $vault -ErrorVariable failures -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            $sources.Name | Should -Be acme, acme-jira
            $sources.Status | Should -Be Connected, Connected
            $failures | Where-Object FullyQualifiedErrorId -like 'VaultSecretMissing,*' | ForEach-Object TargetObject | Should -Be lost

            Get-ExternalSource | Remove-ExternalSource -Confirm:$false
            Get-SecretInfo -Vault $vault -Name 'pester-*' | Should -HaveCount 2 -Because 'those secrets are the admin''s own'
        }
    }

    Context 'Get-ExternalSource' {
        It 'shows a table with these columns' {
            Connect-Acme | Out-Null
            $header = (Get-ExternalSource | Out-String -Width 160) -replace '\x1b\[[0-9;]*m' -split '\r?\n' | Where-Object { $_ } | Select-Object -First 1
            -split $header | Should -Be Name, Type, LastUpdatedBy, LastUpdated, Expires, Status
        }

        It 'holds no key, whatever one makes of it' {
            Connect-Acme | Out-Null
            Connect-Jira | Out-Null
            $all = Get-ExternalSource -Refresh
            $texts = ($all | ConvertTo-Json -Depth 5), ($all | ConvertTo-Csv | Out-String), ($all | Format-List * -Force | Out-String), ([System.Management.Automation.PSSerializer]::Serialize($all, 5))
            foreach ($text in $texts) { $text | Should -Not -Match 'simulator-(organization-key|site-token)' }
        }

        It 'checks sources now with -Refresh, and remembers what it found' {
            Connect-Jira | Out-Null
            Invoke-RestMethod -Method Post "$sim/_simulator/keys/site token/revoke" | Out-Null
            try { (Get-ExternalSource -Refresh).Status | Should -Be Error }
            finally { Invoke-RestMethod -Method Post "$sim/_simulator/keys/site token/restore" | Out-Null }

            (Get-ExternalSource -Status Error).StatusReason | Should -Match '401'
            (Get-ExternalSource -Refresh).Status | Should -Be Connected
        }

        It 'is an error for a name and nothing for a wildcard' {
            { Get-ExternalSource nobody -ErrorAction Stop } | Should -Throw -ErrorId 'SourceNotFound,*'
            Get-ExternalSource 'nobody*' | Should -BeNullOrEmpty
        }

        It 'stops cleanly when the pipeline wants no more' {
            Connect-Acme | Out-Null
            Connect-Jira | Out-Null
            $Error.Clear()
            Get-ExternalSource -Refresh | Select-Object -First 1 | ForEach-Object Name | Should -Be acme
            Test-ExternalSource | Select-Object -First 1 | ForEach-Object Name | Should -Be acme
            $Error | Should -BeNullOrEmpty
        }
    }

    Context 'Set-ExternalSource' {
        It 'renews a key in a secret of its own, and removes the old one' {
            $before = Connect-Acme
            $after = Set-ExternalSource acme -ApiKey $key -ExpiresOn (Get-Date).AddDays(300) -PassThru
            $after.SecretName | Should -Not -Be $before.SecretName
            Get-KeyName | Should -Be $after.SecretName
        }

        It 'changes nothing when the new key is wrong' {
            $before = Connect-Acme
            { Set-ExternalSource acme -ApiKey $wrong -ErrorAction Stop } | Should -Throw -ErrorId 'SourceCheckFailed,*'
            (Get-ExternalSource acme).SecretName | Should -Be $before.SecretName
            Get-KeyName | Should -Be $before.SecretName
        }

        It 'renames without the key, and refuses a new e-mail address without it' {
            Connect-Jira | Out-Null
            Set-ExternalSource acme-jira -NewName acme-site
            (Get-ExternalSource).Name | Should -Be acme-site
            { Set-ExternalSource acme-site -UserEmail other@acme.example -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidApiKey,*'
        }

        It 'changes nothing with -WhatIf' {
            Connect-Acme | Out-Null
            Set-ExternalSource acme -NewName other -WhatIf
            (Get-ExternalSource).Name | Should -Be acme
        }
    }

    Context 'Test-ExternalSource' {
        It 'returns each check, and with -Quiet a Boolean' {
            Connect-Jira | Out-Null
            $result = Test-ExternalSource acme-jira
            $result.Status | Should -Be Connected
            $result.Checks.Name | Should -Contain AdministratorRights
            $result.Checks.Outcome | Should -Not -Contain Failed
            Test-ExternalSource acme-jira -Quiet | Should -BeTrue
        }

        It 'says what is wrong and what to do' {
            Connect-Acme | Out-Null
            Invoke-RestMethod -Method Post "$sim/_simulator/keys/organization key/revoke" | Out-Null
            try { $result = Test-ExternalSource acme }
            finally { Invoke-RestMethod -Method Post "$sim/_simulator/keys/organization key/restore" | Out-Null }

            $result.Status | Should -Be Error
            $result.Reason, $result.Recommendation | Should -Not -BeNullOrEmpty
            $result.Checks.Outcome | Should -Contain Skipped
        }
    }

    Context 'Remove-ExternalSource' {
        It 'removes source and key' {
            Connect-Acme | Out-Null
            Get-ExternalSource | Remove-ExternalSource -Confirm:$false
            Get-ExternalSource | Should -BeNullOrEmpty
            Get-KeyName | Should -BeNullOrEmpty
        }

        It 'leaves the key with -KeepSecret' {
            $acme = Connect-Acme
            Remove-ExternalSource acme -KeepSecret -Confirm:$false
            Get-KeyName | Should -Be $acme.SecretName
            Remove-Secret -Name $acme.SecretName -Vault $vault
        }

        It 'removes nothing with -WhatIf, and a key that is gone already is no error' {
            $acme = Connect-Acme
            Remove-ExternalSource acme -WhatIf
            (Get-ExternalSource).Name | Should -Be acme
            Remove-Secret -Name $acme.SecretName -Vault $vault
            { Remove-ExternalSource acme -Confirm:$false -ErrorAction Stop } | Should -Not -Throw
        }
    }
}
