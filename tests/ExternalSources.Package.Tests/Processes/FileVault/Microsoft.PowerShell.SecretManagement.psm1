# A vault on disk, in place of the real module: one file a secret, so that secrets outlive the process as in a real vault. And it can die:
# the environment variable DIE names a command and a moment, such as 'Set-Secret after', in which the process is killed. For tests only.

$script:Folder = $env:FILEVAULT

function Get-Path([string] $Name) { [System.IO.Path]::Combine($script:Folder, $Name) }

function Test-Death([string] $Moment) {
    if ($env:DIE -eq $Moment) {
        [System.Diagnostics.Process]::GetCurrentProcess().Kill()
        while ($true) { }
    }
}

function Stop-Missing($Cmdlet, [string] $Name) {
    $exception = [System.Management.Automation.ItemNotFoundException]::new("The secret $Name was not found.")
    $Cmdlet.WriteError([System.Management.Automation.ErrorRecord]::new($exception, 'GetSecretNotFound', 'ObjectNotFound', $null))
}

function Get-SecretVault {
    [CmdletBinding()]
    param ()

    [pscustomobject]@{ Name = 'Disk'; IsDefault = $true }
}

function Get-Secret {
    [CmdletBinding()]
    param ([string] $Name, [string] $Vault)

    if (-not [System.IO.File]::Exists((Get-Path $Name))) { Stop-Missing $PSCmdlet $Name; return }
    [System.Net.NetworkCredential]::new('', [System.IO.File]::ReadAllText((Get-Path $Name))).SecurePassword
}

function Set-Secret {
    [CmdletBinding(SupportsShouldProcess)]
    param ([string] $Name, [securestring] $SecureStringSecret, [string] $Vault, [hashtable] $Metadata)

    Test-Death 'Set-Secret before'
    [System.IO.File]::WriteAllText((Get-Path $Name), [System.Net.NetworkCredential]::new('', $SecureStringSecret).Password)
    Test-Death 'Set-Secret after'
}

function Set-SecretInfo {
    [CmdletBinding(SupportsShouldProcess)]
    param ([string] $Name, [string] $Vault, [hashtable] $Metadata)
}

function Remove-Secret {
    [CmdletBinding(SupportsShouldProcess)]
    param ([string] $Name, [string] $Vault)

    Test-Death 'Remove-Secret before'
    [System.IO.File]::Delete((Get-Path $Name))
    Test-Death 'Remove-Secret after'
}
