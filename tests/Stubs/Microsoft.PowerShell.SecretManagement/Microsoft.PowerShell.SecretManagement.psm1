# A stand-in for the real module, for tests. It needs only the language and the Core cmdlets, so it loads into a bare engine.

foreach ($folder in 'Parts', 'Commands') {
    foreach ($file in [System.IO.Directory]::GetFiles([System.IO.Path]::Combine($PSScriptRoot, $folder), '*.ps1')) {
        . $file
    }
}

$script:State = New-State
