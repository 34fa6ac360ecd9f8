# Writes the errors of a reply as errors of the command. Returns true when the operation succeeded.

# Only the failure of a locked vault reaches the command as an exception. The module wraps other failures in its own error.
function Complete-Reply {
    param ($Cmdlet, $Reply, [string] $Message, [string] $Id)

    foreach ($record in $Reply.Errors) { Write-CommandError $Cmdlet $record }
    if (-not $Reply.Failure) { return $true }
    if ($Reply.Failure.GetType() -eq $script:PasswordRequiredExceptionType) {
        Stop-Command $Cmdlet (New-Record $Reply.Failure $Reply.Failure.GetType().FullName 'NotSpecified' $null)
    }

    $exception = [System.Management.Automation.PSInvalidOperationException]::new($Message, $Reply.Failure)
    Write-CommandError $Cmdlet (New-Record $exception $Id 'InvalidOperation' $null)
    $false
}

function Test-IsLocked {
    param ($Reply)

    $Reply.Failure -and $Reply.Failure.GetType() -eq $script:PasswordRequiredExceptionType
}

# Returns the secret in an array, so that it is not unrolled. The array is empty when there is no secret.
function Invoke-Read {
    param ($Cmdlet, $Vault, [string] $Name, $Reply = (Read-Vault $Cmdlet $Vault $Name))

    $null = Complete-Reply $Cmdlet $Reply "Unable to get secret $Name from vault $($Vault.Name)" 'GetSecretInvalidOperation'
    $secret = $Reply.Output
    if ($null -eq $secret) { return , @() }
    if ((Test-IsSecret $secret) -or $secret -is [hashtable]) { return , @(, $secret) }

    $message = "Secret object returned for '$Name' from vault '$($Vault.Name)' is of invalid type '$($secret.GetType().FullName)'"
    $exception = [System.Management.Automation.PSInvalidOperationException]::new($message)
    Write-CommandError $Cmdlet (New-Record $exception 'GetSecretInvalidOperation' 'InvalidOperation' $null)
    , @()
}

function Invoke-Write {
    param ($Cmdlet, $Vault, [string] $Name, $Secret, [hashtable] $Metadata)

    $withWrite = if ($Vault.Knobs.NoMetadata) { $null } else { $Metadata }
    $reply = Write-Vault $Cmdlet $Vault $Name $Secret $withWrite
    $written = Complete-Reply $Cmdlet $reply "Unable to add secret $Name to vault $($Vault.Name)" 'SetSecretInvalidOperation'
    if (-not $written -or -not $Vault.Knobs.NoMetadata -or -not $Metadata.Count) { return }

    # The secret is already written. When errors stop the command, this error does too, and the secret stays.
    if (-not (Invoke-WriteMetadata $Cmdlet $Vault $Name $Metadata)) { Invoke-Remove $Cmdlet $Vault $Name }
}

function Invoke-WriteMetadata {
    param ($Cmdlet, $Vault, [string] $Name, [hashtable] $Metadata)

    if ($Vault.Knobs.NoMetadata) {
        $message = "Cannot add secret metadata '$Name' to vault '$($Vault.Name): The vault does not support the Set-SecretInfo function."
        $exception = [System.Management.Automation.PSNotSupportedException]::new($message)
        Write-CommandError $Cmdlet (New-Record $exception 'SetSecretMetadataCommandNotSupported' 'NotImplemented' $null)
        return $false
    }

    $reply = Write-VaultMetadata $Cmdlet $Vault $Name $Metadata
    Complete-Reply $Cmdlet $reply "Cannot add secret metadata '$Name' to vault '$($Vault.Name)'" 'SetSecretMetadataInvalidOperation'
}

function Invoke-Remove {
    param ($Cmdlet, $Vault, [string] $Name)

    $reply = Remove-FromVault $Cmdlet $Vault $Name
    $null = Complete-Reply $Cmdlet $reply "Unable to remove secret $Name from vault $($Vault.Name)" 'RemoveSecretInvalidOperation'
}
