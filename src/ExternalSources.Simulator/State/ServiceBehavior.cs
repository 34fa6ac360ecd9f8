namespace ExternalSources.Simulator.State;

/// <summary>
/// How the services behave where Atlassian's documents are silent, or where services were seen to differ. The defaults follow the documents. Everything
/// can change while the simulator processes requests.
/// </summary>
public sealed class ServiceBehavior
{
    /// <summary>The form of the group ids in the rows of a user search. The documents show ARIs; a group search has bare ids.</summary>
    public GroupIdForm GroupIdsOfUsers { get; set; } = GroupIdForm.Ari;

    /// <summary>The keys of products in the activity of a user. The documents show <c>jira</c> and <c>confluence</c>.</summary>
    public ProductKeyForm ProductKeys { get; set; } = ProductKeyForm.Product;

    /// <summary>The owners in the ARIs of workspaces. Roles and activity always use the key of the application.</summary>
    public ProductKeyForm WorkspaceOwners { get; set; } = ProductKeyForm.Application;

    /// <summary>Whether the list of workspaces links to its next page by URL instead of by cursor. Both were observed.</summary>
    public bool WorkspaceLinksAreUrls { get; set; }

    /// <summary>Whether <c>resourceIds</c> and <c>roleIds</c> of a user search must match in the same role assignment.</summary>
    public RoleMatching RoleMatching { get; set; } = RoleMatching.WithinAssignment;

    /// <summary>Whether <c>roleIds</c> without <c>resourceIds</c> finds people who have the role through a group.</summary>
    public bool RoleSearchFindsGroupRoles { get; set; } = true;

    /// <summary>The body of the 409 that means "is already a member" as well as "the user limit is reached".</summary>
    public ConflictBody MembershipConflicts { get; set; } = ConflictBody.Codes;

    /// <summary>Which people <c>users/count</c> counts.</summary>
    public UserCountForm UserCount { get; set; } = UserCountForm.IncludesOutsiders;

    /// <summary>The number of managed accounts in no directory: active accounts without two-step verification that only a count includes.</summary>
    public int OutsideAccounts { get; set; } = 3;

    /// <summary>Whether each list ends with a row that is <c>null</c>.</summary>
    public bool NullRows { get; set; }

    /// <summary>
    /// Whether a site answers wrong credentials like an anonymous caller, with 200 and an empty list. Only the header <c>X-Seraph-LoginReason</c> shows it.
    /// Calls that need a user still get 401.
    /// </summary>
    public bool AnonymousAnswers { get; set; }

    /// <summary>Whether every response has the headers <c>X-RateLimit-*</c>, also without a limit.</summary>
    public bool RateLimitHeaders { get; set; }

    /// <summary>The documented limits that are not enforced, such as <c>users/search.accountIds</c>; <c>*</c> lifts all of them.</summary>
    public SharedList<string> LiftedLimits { get; } = new();
}

/// <summary>The form of a group id.</summary>
public enum GroupIdForm
{
    /// <summary><c>ari:cloud:identity::group/{id}</c>.</summary>
    Ari,

    /// <summary>The id alone.</summary>
    Bare,
}

/// <summary>The form of a product key.</summary>
public enum ProductKeyForm
{
    /// <summary><c>jira</c>, <c>jira-service-desk</c>, <c>jira-product-discovery</c>, <c>confluence</c>.</summary>
    Product,

    /// <summary><c>jira-software</c>, <c>jira-servicedesk</c>, <c>jira-product-discovery</c>, <c>confluence</c>.</summary>
    Application,
}

/// <summary>How the two filters by role and by resource are combined.</summary>
public enum RoleMatching
{
    /// <summary>One assignment must have the resource and the role.</summary>
    WithinAssignment,

    /// <summary>One assignment must have the resource, and any assignment the role.</summary>
    AcrossAssignments,
}

/// <summary>The body of a 409 for a membership.</summary>
public enum ConflictBody
{
    /// <summary>A different code for each case: ADMIN-409-28 and ADMIN-409-3.</summary>
    Codes,

    /// <summary>ADMIN-409-28 for both cases.</summary>
    OneCode,

    /// <summary>No body.</summary>
    Empty,
}

/// <summary>Which people <c>users/count</c> counts when the request has neither <c>directoryIds</c> nor <c>claimStatus</c>.</summary>
public enum UserCountForm
{
    /// <summary>Also managed accounts in no directory, which a search does not find. With <c>claimStatus</c>, they are counted as well.</summary>
    IncludesOutsiders,

    /// <summary>The same people that a search finds.</summary>
    SameAsSearch,

    /// <summary>The call is gone: 404.</summary>
    Gone,
}
