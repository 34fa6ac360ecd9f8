using System.IO;
using System.Runtime.InteropServices;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Sources;

/// <summary>Sets permissions for the owner only. It does nothing on Windows, where a user's application data is private.</summary>
internal static class UnixPermissions
{
    public static void OwnerOnlyFile(string path) => Set(path, 0x180); // rw-------

    public static void OwnerOnlyFolder(string path) => Set(path, 0x1C0); // rwx------

    private static void Set(string path, uint mode)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return;
        }

        if (NativeMethods.ChangeMode(path, mode) != 0)
        {
            throw new IOException($"The permissions of '{path}' cannot be set (error {Invariant.Text(Marshal.GetLastWin32Error())}).");
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "chmod", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int ChangeMode([MarshalAs(UnmanagedType.LPStr)] string path, uint mode);
    }
}
