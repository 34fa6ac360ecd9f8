using System;
using System.IO;
using System.Reflection;

namespace ExternalSources.Core.Sources;

/// <summary>Where a symbolic link leads, so that a store that somebody keeps by link is written where it really is.</summary>
internal static class LinkTarget
{
    // Only .NET 6 and later know links; on .NET Framework a link is replaced by a file.
    private static readonly Func<string, bool, FileSystemInfo?>? Resolve = (Func<string, bool, FileSystemInfo?>?)
        typeof(File)
            .GetMethod("ResolveLinkTarget", BindingFlags.Public | BindingFlags.Static, null, new[] { typeof(string), typeof(bool) }, null)
            ?.CreateDelegate(typeof(Func<string, bool, FileSystemInfo?>));

    public static string Of(string path)
    {
        try
        {
            return Resolve?.Invoke(path, true)?.FullName ?? path;
        }
        catch (FileNotFoundException)
        {
            // There is no such file yet.
            return path;
        }
    }
}
