# Errors as the real, compiled cmdlets make them. A fully qualified error id ends in the name of what wrote the error: the cmdlet's type
# there, a function's name here. So each command gets a function named like that type, and errors are written by it.

foreach ($noun in 'GetSecret', 'GetSecretInfo', 'GetSecretVault', 'RegisterSecretVault', 'RemoveSecret', 'SetSecret', 'SetSecretInfo',
    'SetSecretVaultDefault', 'TestSecretVault', 'UnlockSecretVault', 'UnregisterSecretVault') {
    # By its definition and not through the drive for functions, which now and then is not there yet while several sessions of a process open at once.
    . ([scriptblock]::Create("function Microsoft.PowerShell.SecretManagement.${noun}Command {" + {
        [CmdletBinding()]
        param ([System.Management.Automation.ErrorRecord] $Record, [switch] $Terminating)

        if ($Terminating) { $PSCmdlet.ThrowTerminatingError($Record) }
        $PSCmdlet.WriteError($Record)
    } + '}'))
}

function New-Record {
    param ([System.Exception] $Exception, [string] $Id, [System.Management.Automation.ErrorCategory] $Category, $Target)

    [System.Management.Automation.ErrorRecord]::new($Exception, $Id, $Category, $Target)
}

function Get-WriterName {
    param ($Cmdlet)

    'Microsoft.PowerShell.SecretManagement.' + $Cmdlet.MyInvocation.MyCommand.Name.Replace('-', '') + 'Command'
}

function Write-CommandError {
    param ($Cmdlet, [System.Management.Automation.ErrorRecord] $Record)

    & (Get-WriterName $Cmdlet) $Record
}

# The error must leave through the command itself: that ends the caller's statement, no more and no less. It leaves stamped with the
# command's name, so the stamp is put right on its way out.
function Stop-Command {
    param ($Cmdlet, [System.Management.Automation.ErrorRecord] $Record)

    try {
        $Cmdlet.ThrowTerminatingError($Record)
    }
    finally {
        try { & (Get-WriterName $Cmdlet) $Record -Terminating } catch { Remove-LastError $Record.Exception }
    }
}

function Remove-LastError {
    param ([System.Exception] $Exception)

    if ($global:Error.Count -and $global:Error[0].Exception -eq $Exception) { $global:Error.RemoveAt(0) }
}

# A compiled cmdlet reads its caller's preferences; a module's function would read the module's. Dot-source it first thing.
function Use-CallerPreference {
    param ($Bound)

    if (-not $Bound.ContainsKey('ErrorAction')) { $ErrorActionPreference = $PSCmdlet.GetVariableValue('ErrorActionPreference') }
    if (-not $Bound.ContainsKey('WarningAction')) { $WarningPreference = $PSCmdlet.GetVariableValue('WarningPreference') }
    if (-not $Bound.ContainsKey('WhatIf')) { $WhatIfPreference = $PSCmdlet.GetVariableValue('WhatIfPreference') }
    if (-not $Bound.ContainsKey('Confirm')) { $ConfirmPreference = $PSCmdlet.GetVariableValue('ConfirmPreference') }
}
