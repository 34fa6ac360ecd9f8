using System;

namespace ExternalSources.Session;

/// <summary>The name of the current account, with its domain if it has one.</summary>
internal static class CurrentUser
{
    public static string Name =>
        Environment.UserDomainName is { Length: > 0 } domain
        && !domain.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        && Environment.OSVersion.Platform == PlatformID.Win32NT
            ? domain + "\\" + Environment.UserName
            : Environment.UserName;
}
