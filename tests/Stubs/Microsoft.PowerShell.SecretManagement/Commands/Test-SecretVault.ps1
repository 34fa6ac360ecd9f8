function Test-SecretVault {
    [CmdletBinding()]
    [OutputType([bool])]
    param (
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ArgumentCompleter({ param ($Command, $Parameter, $Word) & (Get-Module Microsoft.PowerShell.SecretManagement) { Get-VaultCompletion $args[0] } $Word })]
        [SupportsWildcards()]
        [string[]] $Name = '*'
    )

    begin {
        . Use-CallerPreference $PSBoundParameters
    }

    process {
        $tested = 0
        $good = $true
        foreach ($each in $Name) {
            Add-Call $PSCmdlet -Vault $each
            $isPattern = [System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($each)
            if (-not $isPattern -and -not $script:State.Vaults.ContainsKey($each)) {
                $exception = [System.Management.Automation.ItemNotFoundException]::new("Vault $each does not exist in registry.")
                Write-CommandError $PSCmdlet (New-Record $exception 'TestSecretVaultNotFound' 'ObjectNotFound' $PSCmdlet)
                continue
            }

            foreach ($vault in @($script:State.Vaults.Values)) {
                if ($vault.Name -ne $each -and -not ($isPattern -and $vault.Name -like $each)) { continue }
                $tested++
                if (-not (Test-OneVault $PSCmdlet $vault)) { $good = $false }
            }
        }

        if ($tested) { $good }
    }
}

# A locked store fails its test with two errors.
function Test-OneVault {
    param ($Cmdlet, $Vault)

    Wait-Vault $Vault
    if ($Vault.Knobs.Locked) {
        $inner = $script:PasswordRequiredExceptionType::new($script:LockedMessage)
        $message = 'Exception calling "GetInstance" with "0" argument(s): "{0}"' -f $inner.Message
        $first = [System.Management.Automation.MethodInvocationException]::new($message, $inner)
        Write-CommandError $Cmdlet (New-Record $first 'PasswordRequiredException' 'NotSpecified' $null)
        $second = New-WriteErrorException "Test-SecretVault failed to write secret on vault $($Vault.Name) with error: "
        Write-CommandError $Cmdlet (New-Record $second 'Microsoft.PowerShell.Commands.WriteErrorException' 'NotSpecified' $null)
        return $false
    }

    if ($Vault.Knobs.FailWrite -or $Vault.Knobs.FailAfterWrite -or $Vault.Knobs.FailRead -or $Vault.Knobs.FailRemove) {
        $exception = [System.Management.Automation.PSInvalidOperationException]::new("Unable to run Test-SecretVault on vault $($Vault.Name)")
        Write-CommandError $Cmdlet (New-Record $exception 'TestSecretVaultInvalidOperation' 'InvalidOperation' $null)
        return $false
    }

    $true
}

# Creates the exception of Write-Error, which a bare engine does not have.
function New-WriteErrorException {
    param ([string] $Message)

    $type = 'Microsoft.PowerShell.Commands.WriteErrorException' -as [type]
    if ($type) { $type::new($Message) } else { [System.Exception]::new($Message) }
}
