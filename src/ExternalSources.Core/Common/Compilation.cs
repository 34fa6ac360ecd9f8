using System.Runtime.CompilerServices;

namespace ExternalSources.Core.Common;

/// <summary>Compiler options for methods that run once for each row of a long list.</summary>
internal static class Compilation
{
    /// <summary>
    /// AggressiveOptimization: optimizes a method fully at its first call. Without it, the runtime of PowerShell 7 starts with slow code, and a list
    /// is read before the runtime replaces that code. netstandard2.0 does not define this value, and .NET Framework ignores it.
    /// </summary>
    public const MethodImplOptions Optimized = (MethodImplOptions)512;
}
