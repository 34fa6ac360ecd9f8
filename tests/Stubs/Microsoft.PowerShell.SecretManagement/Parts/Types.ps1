# Two types that callers use by their full names. A script cannot declare a type in a namespace, so they are emitted. Each session has
# its own types, in a collectible assembly.

function New-TypeBuilder {
    $name = [System.Reflection.AssemblyName]::new('Microsoft.PowerShell.SecretManagement.Stub')
    $access = [System.Reflection.Emit.AssemblyBuilderAccess]::RunAndCollect
    [System.Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly($name, $access).DefineDynamicModule('Types')
}

function New-SecretTypeEnum {
    param ($Module)

    $visibility = [System.Reflection.TypeAttributes]::Public
    $enum = $Module.DefineEnum('Microsoft.PowerShell.SecretManagement.SecretType', $visibility, [int])
    $value = 0
    foreach ($name in 'Unknown', 'ByteArray', 'String', 'SecureString', 'PSCredential', 'Hashtable') {
        $null = $enum.DefineLiteral($name, $value)
        $value++
    }

    # The method has different names in Windows PowerShell and in newer runtimes.
    if ($enum.PSObject.Methods['CreateTypeInfo']) { $enum.CreateTypeInfo().AsType() } else { $enum.CreateType() }
}

function New-PasswordRequiredExceptionType {
    param ($Module)

    $base = [System.InvalidOperationException]
    $attributes = [System.Reflection.TypeAttributes]'Public, Sealed'
    $type = $Module.DefineType('Microsoft.PowerShell.SecretManagement.PasswordRequiredException', $attributes, $base)
    $parameters = [type[]]@([string])
    $constructor = $type.DefineConstructor([System.Reflection.MethodAttributes]::Public, [System.Reflection.CallingConventions]::Standard, $parameters)
    $code = $constructor.GetILGenerator()
    $code.Emit([System.Reflection.Emit.OpCodes]::Ldarg_0)
    $code.Emit([System.Reflection.Emit.OpCodes]::Ldarg_1)
    $code.Emit([System.Reflection.Emit.OpCodes]::Call, $base.GetConstructor($parameters))
    $code.Emit([System.Reflection.Emit.OpCodes]::Ret)
    if ($type.PSObject.Methods['CreateTypeInfo']) { $type.CreateTypeInfo().AsType() } else { $type.CreateType() }
}

$typeBuilder = New-TypeBuilder
$script:SecretTypeEnum = New-SecretTypeEnum $typeBuilder
$script:PasswordRequiredExceptionType = New-PasswordRequiredExceptionType $typeBuilder
