# The operations of a vault, which the extension performs in the real module. An operation returns a reply: its output, its errors,
# and the exception that ended it; null when none did.

$script:LockedMessage = "A valid password is required to access the Microsoft.PowerShell.SecretStore vault.`nUse the Unlock-SecretStore cmdlet to provide the required password to access the store."

function New-Reply {
    @{ Output = $null; Errors = [System.Collections.Generic.List[object]]::new(); Failure = $null }
}

function Add-ReplyError {
    param ($Reply, [string] $Message, [string] $Id, [System.Exception] $Exception)

    if (-not $Exception) { $Exception = [System.Management.Automation.ItemNotFoundException]::new($Message) }
    $Reply.Errors.Add((New-Record $Exception $Id 'InvalidOperation' $null))
}

# Creates the error that the caller gets when an extension throws.
function New-Failure {
    param ([string] $Message)

    $inner = [System.Management.Automation.RuntimeException]::new($Message)
    [System.Management.Automation.RuntimeException]::new($Message, $inner)
}

# Waits for the delay of a vault. A stop takes effect between two statements, so each wait is short.
function Wait-Vault {
    param ($Vault)

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($Vault.Knobs.HangUntilStopped -or $clock.ElapsedMilliseconds -lt $Vault.Knobs.DelayMilliseconds) {
        [System.Threading.Thread]::Sleep(5)
    }
}

function Test-Password {
    param ($Vault, [securestring] $Password)

    $null -eq $Vault.Knobs.Password -or (ConvertFrom-Secret $Password) -ceq $Vault.Knobs.Password
}

# A locked vault with PromptWhenLocked prompts once. Any error leaves it locked.
function Request-Unlock {
    param ($Cmdlet, $Vault)

    $screen = $Cmdlet.Host.UI
    $screen.WriteLine("Vault $($Vault.Name) requires a password.")
    try {
        do {
            $screen.WriteLine('Enter password:')
            $password = $screen.ReadLineAsSecureString()
        } while ($password.Length -eq 0)

        if (Test-Password $Vault $password) { $Vault.Knobs.Locked = $false }
    }
    catch {
        Remove-LastError $_.Exception
    }
}

# Returns the reply of an open vault, or the error of a locked one.
function Open-Vault {
    param ($Cmdlet, $Vault)

    Wait-Vault $Vault
    if ($Vault.Knobs.Locked -and $Vault.Knobs.PromptWhenLocked) { Request-Unlock $Cmdlet $Vault }
    $reply = New-Reply
    if ($Vault.Knobs.Locked) { $reply.Failure = $script:PasswordRequiredExceptionType::new($script:LockedMessage) }
    $reply
}

function Read-Vault {
    param ($Cmdlet, $Vault, [string] $Name)

    $reply = Open-Vault $Cmdlet $Vault
    if ($reply.Failure) { return $reply }
    if ($Vault.Knobs.FailRead) { $reply.Failure = New-Failure 'The vault failed to read (FailRead).'; return $reply }

    $entry = $null
    if ((Get-VaultContent $Vault.Name).TryGetValue($Name, [ref] $entry)) {
        $reply.Output = $entry.Secret
        if ($Vault.Knobs.ReturnType) { $reply.Output = New-SecretOfType $Vault.Knobs.ReturnType }
    }

    $reply
}

function Write-Vault {
    param ($Cmdlet, $Vault, [string] $Name, $Secret, [hashtable] $Metadata)

    $reply = Open-Vault $Cmdlet $Vault
    if ($reply.Failure) { return $reply }
    if ($Vault.Knobs.FailWrite) { $reply.Failure = New-Failure 'The vault failed to write (FailWrite).'; return $reply }

    Test-SecretValue $reply $Secret
    Test-Metadata $reply $Vault $Metadata
    if ($reply.Errors.Count) { return $reply }

    (Get-VaultContent $Vault.Name)[$Name] = @{ Secret = Copy-Secret $Secret; Metadata = Copy-Metadata $Metadata }
    if ($Vault.Knobs.FailAfterWrite) { $reply.Failure = New-Failure 'The vault failed after the write (FailAfterWrite).' }
    $reply
}

function Write-VaultMetadata {
    param ($Cmdlet, $Vault, [string] $Name, [hashtable] $Metadata)

    $reply = Open-Vault $Cmdlet $Vault
    if ($reply.Failure) { return $reply }

    $start = "Set-SecretInfo error in vault $($Vault.Name) : Microsoft.PowerShell.SecretStore vault cannot write metadata to $Name"
    $entry = $null
    if (-not (Get-VaultContent $Vault.Name).TryGetValue($Name, [ref] $entry)) {
        Add-ReplyError $reply "$start because the secret does not exist." 'SecretStoreSetSecretInfoFailed'
        return $reply
    }

    $findings = New-Reply
    Test-Metadata $findings $Vault $Metadata
    if ($findings.Errors.Count) {
        Add-ReplyError $reply "$start with error message: " 'SecretStoreSetSecretInfoFailed'
        return $reply
    }

    $entry.Metadata = Copy-Metadata $Metadata
    $reply
}

function Remove-FromVault {
    param ($Cmdlet, $Vault, [string] $Name)

    $reply = Open-Vault $Cmdlet $Vault
    if ($reply.Failure) { return $reply }
    if ($Vault.Knobs.FailRemove) { $reply.Failure = New-Failure 'The vault failed to remove (FailRemove).'; return $reply }

    if (-not (Get-VaultContent $Vault.Name).Remove($Name)) {
        Add-ReplyError $reply "Remove-Secret error in vault $($Vault.Name) : Secret not found" 'SecretStoreRemoveSecretFailed'
    }

    $reply
}

function Find-InVault {
    param ($Cmdlet, $Vault, [string] $Filter)

    $reply = Open-Vault $Cmdlet $Vault
    if ($reply.Failure) { return $reply }

    $pattern = [System.Management.Automation.WildcardPattern]::new($Filter, [System.Management.Automation.WildcardOptions]::IgnoreCase)
    $contents = Get-VaultContent $Vault.Name
    $reply.Output = @(foreach ($name in @($contents.Keys)) {
            if ($pattern.IsMatch($name)) { New-SecretInformation $name $contents[$name] $Vault.Name }
        })
    $reply
}
