using System;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Http;

/// <summary>The API that a path belongs to. Each has its own credentials and error bodies.</summary>
internal enum ApiFamily
{
    Site,
    Organization,
    UserManagement,
    Gateway,
    Control,
}

internal static class ApiFamilies
{
    public static ApiFamily Of(PathString path)
    {
        if (path.StartsWithSegments("/admin", StringComparison.Ordinal))
        {
            return ApiFamily.Organization;
        }

        if (path.StartsWithSegments("/users", StringComparison.Ordinal))
        {
            return ApiFamily.UserManagement;
        }

        if (path.StartsWithSegments("/ex", StringComparison.Ordinal))
        {
            return ApiFamily.Gateway;
        }

        return path.StartsWithSegments("/_simulator", StringComparison.Ordinal) ? ApiFamily.Control : ApiFamily.Site;
    }
}
