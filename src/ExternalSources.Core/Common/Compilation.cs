using System.Runtime.CompilerServices;

namespace ExternalSources.Core.Common;

/// <summary>How methods are compiled that run for each of a hundred thousand rows.</summary>
internal static class Compilation
{
    /// <summary>
    /// Well, and at the first call. The runtime of PowerShell 7 otherwise runs a slow version of a method until it has noticed that it is busy, and
    /// by then a list has been read. It is AggressiveOptimization, which netstandard2.0 does not name; .NET Framework compiles everything once and ignores it.
    /// </summary>
    public const MethodImplOptions Optimized = (MethodImplOptions)512;
}
