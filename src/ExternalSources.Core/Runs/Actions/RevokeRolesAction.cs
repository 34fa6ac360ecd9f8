using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Actions;

/// <summary>
/// Revokes the roles that a user holds directly, after the user has left the groups that grant them, and makes sure that no seat is left. A seat that is
/// held without a group remains when the user leaves every group. The user's state contains the roles in the applications of the run.
/// </summary>
internal sealed class RevokeRolesAction : UserAction
{
    private const string Direct = "direct";
    private const string ThroughGroup = "group_direct";
    private const string Inferred = "inferred";

    /// <summary>The revoked roles of each target, over all attempts.</summary>
    private readonly ConditionalWeakTable<RunTarget, List<RoleReference>> _revoked = new();

    public override ExternalAction Kind => ExternalAction.RevokeUserRole;

    public override string Capability => "RevokeRoles";

    public override bool FollowsOthers => true;

    public override string Describe(RunTarget target) =>
        Held(target) is { Length: > 0 } roles
            ? $"Revoke the roles that the user holds directly: {string.Join(", ", roles.Select(Text))}"
            : "Check that the user holds no seat any more";

    public override string Done(RunTarget target) =>
        Held(target) is { Length: > 0 } roles ? $"Revoked {string.Join(", ", roles.Select(Text))}. No seat is left." : "No seat is left.";

    public override bool IsCheck(RunTarget target) => Held(target).Length == 0;

    public override bool IsUntouched(RunTarget target) => !_revoked.TryGetValue(target, out var revoked) || revoked.Count == 0;

    public override bool MustBeSeen(RunTarget target) => true;

    public override Decision Decide(UserState state, ExternalGroup? group)
    {
        if (state.Roles is not { } roles)
        {
            return Decision.Fail("The roles of the user are unknown.", "Run the command again later.");
        }

        return Seats(roles).Any() ? Decision.Act : Decision.Already("The user holds no seat." + Rest(roles));
    }

    public override string? Shortfall(UserState state) =>
        $"The user still holds {string.Join(", ", Seats(state.Roles!).Select(seat => $"{seat.Role.Role} of {NameOf(seat.Row)} ({How(seat.Role)})"))}.";

    public override string Remedy =>
        "To find the groups that grant the application, use Get-ExternalGroup -Application. If an identity provider manages the group, remove the user there. "
        + "If the user holds the role directly, run the command again for them.";

    /// <summary>Whether only groups are left that the run did not remove.</summary>
    public override bool IsOver(UserState state, bool othersFailed) =>
        othersFailed && Seats(state.Roles ?? []).All(seat => seat.Role.Methods.Count > 0 && !seat.Role.Methods.Contains(Direct));

    /// <summary>Revokes the roles that were held directly before the change.</summary>
    public override async Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken)
    {
        var roles = Held(target);
        var revoked = _revoked.GetOrCreateValue(target);
        try
        {
            foreach (var role in roles.Except(revoked))
            {
                await connector.Get<IRoleWriter>().RevokeRoleAsync(target.AccountId!, role, cancellationToken).ConfigureAwait(false);
                revoked.Add(role);
            }
        }
        catch (ServiceException exception) when (revoked.Count > 0)
        {
            throw WithDetail(exception, $" Revoked before the failure: {string.Join(", ", revoked.Select(Text))}.");
        }

        return roles.Length > 0;
    }

    /// <summary>The seats that a user holds directly. Their texts are part of the target's state, so that the log has them.</summary>
    public static IReadOnlyList<string> DirectSeats(UserState state) =>
        Seats(state.Roles ?? [])
            .Where(seat => seat.Row.ResourceId is not null && seat.Role.Methods.Contains(Direct))
            .Select(seat => $"{seat.Role.Role} {seat.Row.ResourceId}")
            .Distinct()
            .OrderBy(text => text, StringComparer.Ordinal)
            .ToArray();

    private static RoleReference[] Held(RunTarget target) =>
        (target.Before?.Roles ?? [])
            .Select(text => text.Split([' '], 2))
            .Where(parts => parts.Length == 2)
            .Select(parts => new RoleReference(parts[1], parts[0]))
            .ToArray();

    /// <summary>The billable roles that can be revoked. An inferred role follows from another role.</summary>
    private static IEnumerable<(RoleAssignment Row, HeldRole Role)> Seats(IReadOnlyList<RoleAssignment> roles) =>
        roles
            .SelectMany(row => row.Roles.Select(role => (row, role)))
            .Where(held => held.role.Billable == true && !(held.role.Methods.Count > 0 && held.role.Methods.All(method => method == Inferred)));

    /// <summary>What the user keeps: inferred roles, and roles of which the documents do not say whether they use a seat.</summary>
    private static string Rest(IReadOnlyList<RoleAssignment> roles)
    {
        var all = roles.SelectMany(row => row.Roles.Select(role => (Row: row, Role: role))).ToArray();
        var inferred = all.Where(held => held.Role.Billable == true).Select(held => $"{held.Role.Role} of {NameOf(held.Row)}").Distinct().ToArray();
        var unclear = all.Where(held => held.Role.Billable is null).Select(held => $"{held.Role.Role} of {NameOf(held.Row)}").Distinct().ToArray();
        return (inferred.Length == 0 ? string.Empty : $" The user keeps {string.Join(", ", inferred)}, which follows from another role and cannot be revoked.")
            + (
                unclear.Length == 0 ? string.Empty : $" The user keeps {string.Join(", ", unclear)}. Atlassian's documents do not say whether this uses a seat."
            );
    }

    private static string How(HeldRole role) =>
        role.Methods.Count == 0
            ? "the service does not return how"
            : string.Join(
                " and ",
                role.Methods.Select(method =>
                    method switch
                    {
                        Direct => "directly",
                        ThroughGroup => "through a group",
                        _ => method,
                    }
                )
            );

    private static string NameOf(RoleAssignment row) => row.Application ?? row.ResourceId ?? "an unknown application";

    private static string Text(RoleReference role) => $"{role.Role} of {ApplicationKeys.Of(role.ResourceId, null) ?? role.ResourceId}";
}
