# Errors like those of the real, compiled cmdlets. A fully qualified error id ends with the type of the cmdlet that wrote the error, or
# with the name of a function. So each command has a function with the name of the real type, which writes the errors.

foreach ($noun in 'GetSecret', 'GetSecretInfo', 'GetSecretVault', 'RegisterSecretVault', 'RemoveSecret', 'SetSecret', 'SetSecretInfo',
    'SetSecretVaultDefault', 'TestSecretVault', 'UnlockSecretVault', 'UnregisterSecretVault') {
    # The definition is used because the drive for functions sometimes does not exist yet when several sessions open at once.
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

# The command itself throws the error, which ends only the caller's statement. The engine puts the name of the command into the id,
# so the id is corrected afterwards.
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

# A compiled cmdlet uses its caller's preferences, but a function uses those of its module. Dot-source this first in each command.
function Use-CallerPreference {
    param ($Bound)

    if (-not $Bound.ContainsKey('ErrorAction')) { $ErrorActionPreference = $PSCmdlet.GetVariableValue('ErrorActionPreference') }
    if (-not $Bound.ContainsKey('WarningAction')) { $WarningPreference = $PSCmdlet.GetVariableValue('WarningPreference') }
    if (-not $Bound.ContainsKey('WhatIf')) { $WhatIfPreference = $PSCmdlet.GetVariableValue('WhatIfPreference') }
    if (-not $Bound.ContainsKey('Confirm')) { $ConfirmPreference = $PSCmdlet.GetVariableValue('ConfirmPreference') }
}
