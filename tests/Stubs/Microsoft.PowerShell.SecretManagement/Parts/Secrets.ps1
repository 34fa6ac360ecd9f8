# Converts the five types of secrets.

function ConvertTo-Secret {
    param ([string] $Text)

    $secret = [System.Security.SecureString]::new()
    foreach ($character in $Text.ToCharArray()) { $secret.AppendChar($character) }
    $secret.MakeReadOnly()
    $secret
}

function ConvertFrom-Secret {
    param ([securestring] $Secret)

    [System.Net.NetworkCredential]::new('', $Secret).Password
}

function Get-BaseObject {
    param ($Value)

    if ($Value -is [psobject] -and $Value.PSObject.BaseObject -isnot [System.Management.Automation.PSCustomObject]) { return , $Value.PSObject.BaseObject }
    , $Value
}

function Copy-Secret {
    param ($Secret)

    $plain = Get-BaseObject $Secret
    if ($plain -is [securestring]) { return $plain.Copy() }
    if ($plain -is [hashtable] -or $plain -is [byte[]]) { return , $plain.Clone() }
    , $plain
}

function Copy-Metadata {
    param ([hashtable] $Metadata)

    $copy = @{}
    if ($null -ne $Metadata) {
        foreach ($key in $Metadata.Keys) { $copy[$key] = Get-BaseObject $Metadata[$key] }
    }

    $copy
}

function Test-IsSecret {
    param ($Value)

    $Value -is [string] -or $Value -is [securestring] -or $Value -is [pscredential] -or $Value -is [byte[]]
}

# SecretStore reports these errors twice, through a method call that fails.
function Add-MethodError {
    param ($Reply, [System.Exception] $Inner)

    $message = 'Exception calling "WriteObject" with "4" argument(s): "{0}"' -f $Inner.Message
    $exception = [System.Management.Automation.MethodInvocationException]::new($message, $Inner)
    foreach ($time in 1, 2) { $Reply.Errors.Add((New-Record $exception $Inner.GetType().Name 'NotSpecified' $null)) }
}

function Test-SecretValue {
    param ($Reply, $Secret)

    $plain = Get-BaseObject $Secret
    if ($plain -isnot [hashtable]) {
        if (-not (Test-IsSecret $plain)) {
            Add-MethodError $Reply ([System.InvalidOperationException]::new('Invalid type. Types supported: byte[], string, SecureString, PSCredential, Hashtable'))
        }

        return
    }

    foreach ($key in $plain.Keys) {
        if (-not (Test-IsSecret (Get-BaseObject $plain[$key]))) {
            Add-MethodError $Reply ([System.ArgumentException]::new("The object type for $key Hashtable entry is not supported. Supported types are byte[], string, SecureString, PSCredential"))
            return
        }
    }
}

function Test-Metadata {
    param ($Reply, $Vault, [hashtable] $Metadata)

    if ($null -eq $Metadata) { return }
    foreach ($key in $Metadata.Keys) {
        if ($key -isnot [string]) {
            Add-MethodError $Reply ([System.InvalidCastException]::new("Unable to cast object of type '$($key.GetType().FullName)' to type 'System.String'."))
            return
        }

        $value = Get-BaseObject $Metadata[$key]
        if ($value -isnot [string] -and $value -isnot [int] -and $value -isnot [datetime]) {
            Add-ReplyError $Reply "Set-Secret error in vault $($Vault.Name) : Microsoft.PowerShell.SecretStore accepts secret metadata only of types: string, int, DateTime" 'SecretStoreSetSecretFailed'
            return
        }
    }
}

function Get-SecretTypeName {
    param ($Secret)

    if ($Secret -is [byte[]]) { return 'ByteArray' }
    foreach ($type in 'String', 'SecureString', 'PSCredential', 'Hashtable') {
        if ($Secret.GetType().Name -eq $type) { return $type }
    }

    'Unknown'
}

function New-SecretInformation {
    param ([string] $Name, $Entry, [string] $VaultName)

    [pscustomobject]@{
        PSTypeName = 'Microsoft.PowerShell.SecretManagement.SecretInformation'
        Name       = $Name
        Type       = [System.Enum]::Parse($script:SecretTypeEnum, (Get-SecretTypeName $Entry.Secret))
        VaultName  = $VaultName
        Metadata   = ConvertTo-ReadOnlyDictionary $Entry.Metadata
    }
}

# The object that a vault with the setting ReturnType returns instead of the secret.
function New-SecretOfType {
    param ([string] $Type)

    switch ($Type) {
        'String' { 'of another type' }
        'SecureString' { ConvertTo-Secret 'of another type' }
        'PSCredential' { [pscredential]::new('someone', (ConvertTo-Secret 'of another type')) }
        'Hashtable' { @{ text = 'of another type' } }
        'ByteArray' { , [byte[]] (1, 2, 3) }
        default { 42 }
    }
}

# Text is returned as a SecureString. With -AsPlainText, text and SecureString are returned as text.
function ConvertTo-Output {
    param ($Item, [bool] $AsPlainText)

    if ($AsPlainText -and $Item -is [securestring]) { return ConvertFrom-Secret $Item }
    if (-not $AsPlainText -and $Item -is [string]) {
        # The real module cannot convert an empty text to a SecureString, and returns nothing.
        if ($Item.Length -eq 0) { return $null }
        return ConvertTo-Secret $Item
    }

    , $Item
}
