using System;

namespace ExternalSources.Simulator.Organization;

/// <summary>What a user search brings beside the account.</summary>
[Flags]
internal enum UserExpansions
{
    None = 0,
    PlatformRoles = 1,
    Counts = 2,
    ProductAccess = 4,
    Groups = 8,
}
