using System;

namespace ExternalSources.Session;

/// <summary>Who is at work: the account's name, with its domain where it belongs to one.</summary>
internal static class CurrentUser
{
    public static string Name =>
        Environment.UserDomainName is { Length: > 0 } domain
        && !domain.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        && Environment.OSVersion.Platform == PlatformID.Win32NT
            ? domain + "\\" + Environment.UserName
            : Environment.UserName;
}
