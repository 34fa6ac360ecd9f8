using ExternalSources.Simulator.State;

namespace ExternalSources.Contract.Tests.Simulator;

/// <summary>
/// The behavior of services that were seen to differ from the documents where these are silent. Null rows are left out, because no document allows them.
/// </summary>
internal static class OtherBehavior
{
    public static void Set(ServiceBehavior behavior)
    {
        behavior.GroupIdsOfUsers = GroupIdForm.Bare;
        behavior.ProductKeys = ProductKeyForm.Application;
        behavior.WorkspaceOwners = ProductKeyForm.Product;
        behavior.WorkspaceLinksAreUrls = true;
        behavior.RoleMatching = RoleMatching.AcrossAssignments;
        behavior.RoleSearchFindsGroupRoles = false;
        behavior.MembershipConflicts = ConflictBody.OneCode;
        behavior.UserCount = UserCountForm.SameAsSearch;
        behavior.AnonymousAnswers = true;
        behavior.RateLimitHeaders = true;
        behavior.LiftedLimits.Add("*");
    }
}
