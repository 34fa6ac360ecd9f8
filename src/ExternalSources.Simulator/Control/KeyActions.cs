using System;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Control;

/// <summary>The actions of the control API on keys.</summary>
internal static class KeyActions
{
    public static bool TryApply(ServiceKey key, string action, DateTimeOffset now)
    {
        switch (action)
        {
            case "expire":
                key.ExpiresAt = now;
                return true;
            case "revoke":
                key.Revoked = true;
                return true;
            case "restore":
                key.Revoked = false;
                key.ExpiresAt = now.AddDays(200);
                SetPrivilege(key, held: true);
                return true;
            case "hide-activity" when key is OrganizationKey organizationKey:
                organizationKey.ShowsActivity = false;
                return true;
            case "unprivilege":
                SetPrivilege(key, held: false);
                return true;
            default:
                return false;
        }
    }

    private static void SetPrivilege(ServiceKey key, bool held)
    {
        if (key is OrganizationKey organizationKey)
        {
            (organizationKey.MayManage, organizationKey.CanReadKeys) = (held, held);
            organizationKey.ShowsActivity |= held;
        }
        else if (key is SiteToken siteToken)
        {
            (siteToken.Administrator, siteToken.CanBrowseUsers) = (held, held);
        }
    }
}
