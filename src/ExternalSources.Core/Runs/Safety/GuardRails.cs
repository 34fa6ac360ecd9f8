using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Safety;

/// <summary>Keeps back what a bulk action should not touch, each with its reason.</summary>
internal sealed class GuardRails
{
    private readonly RunRequest _request;
    private readonly IReadOnlyList<(ExternalExemption Exemption, TextPattern? Pattern)> _exemptions;
    private readonly HashSet<string> _ownEmails;

    /// <param name="request">What is to be done.</param>
    /// <param name="exemptions">What the store exempts.</param>
    /// <param name="ownEmails">The addresses of the accounts that any connected source uses.</param>
    public GuardRails(RunRequest request, IEnumerable<ExternalExemption> exemptions, IEnumerable<string> ownEmails)
    {
        _request = request;
        _exemptions = exemptions.Select(exemption => (exemption, exemption.Kind == ExemptionKind.Email ? new TextPattern(exemption.Value) : null)).ToArray();
        _ownEmails = new HashSet<string>(ownEmails, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Why a user is not to be touched; <see langword="null"/> when nothing speaks against it.</summary>
    /// <param name="action">What is to be done.</param>
    /// <param name="state">The user.</param>
    /// <param name="group">The group that it is about.</param>
    /// <param name="ownAccountId">The account that the source itself uses.</param>
    /// <param name="knownEmail">The address by which the user was named: the service may hide the one that it knows.</param>
    public Decision? Refuse(UserAction action, UserState state, ExternalGroup? group, string? ownAccountId, string? knownEmail = null)
    {
        var user = state.User;
        var emails = new[] { user.Email, knownEmail?.Trim() }.OfType<string>().ToArray();
        if (user.AccountType is nameof(AccountType.App) or nameof(AccountType.Customer))
        {
            return Decision.Skip(
                SkipReason.NotAPerson,
                user.AccountType == nameof(AccountType.App) ? "The account is an app." : "The account is a portal customer."
            );
        }

        if (user.AccountId == ownAccountId || emails.Any(_ownEmails.Contains))
        {
            return Decision.Skip(SkipReason.OwnAccount, "A connected source uses this account; it is not touched, lest the source locks itself out.");
        }

        if (state.IsAdministrator && !_request.IncludeAdministrators)
        {
            return Decision.Skip(SkipReason.Administrator, "The user is an administrator; -IncludeAdministrators acts on administrators too.");
        }

        if (Exemption(action, user, emails, group) is { } exemption)
        {
            return Decision.Skip(SkipReason.Exempt, $"Exempt ({exemption}): {exemption.Reason}");
        }

        return action.IsUndoneByProvider && user.ManagedBy == "Synced" && !_request.IncludeSynced
            ? Decision.Skip(
                SkipReason.Synced,
                "An identity provider manages the account and would undo the change at its next synchronization: make the change there. -IncludeSynced acts all the same."
            )
            : null;
    }

    /// <summary>Whether an exemption by address might be a user's, whose address nobody tells.</summary>
    public bool MayBeExempt(UserAction action, ExternalUser user, string? knownEmail) =>
        user.Email is null && knownEmail is null && Exemptions(action, user).Any(entry => entry.Pattern is not null);

    private ExternalExemption? Exemption(UserAction action, ExternalUser user, IReadOnlyList<string> emails, ExternalGroup? group) =>
        Exemptions(action, user)
            .FirstOrDefault(entry =>
                entry.Exemption.Kind switch
                {
                    ExemptionKind.User => entry.Exemption.Value == user.AccountId,
                    ExemptionKind.Email => emails.Any(entry.Pattern!.Matches),
                    _ => group is not null
                        && (
                            group.Id == entry.Exemption.Value
                            || TextForm.Composed(group.Name).Equals(TextForm.Composed(entry.Exemption.Value), StringComparison.OrdinalIgnoreCase)
                        ),
                }
            )
            .Exemption;

    private IEnumerable<(ExternalExemption Exemption, TextPattern? Pattern)> Exemptions(UserAction action, ExternalUser user) =>
        _exemptions
            .Where(entry =>
                entry.Exemption.Action.Count == 0 || entry.Exemption.Action.Any(exempt => Covers(exempt, action.Kind) || Covers(exempt, _request.Action))
            )
            .Where(entry => entry.Exemption.Source.Count == 0 || entry.Exemption.Source.Contains(user.Source, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether an exemption from one action holds for another: access is revoked by leaving groups. Each target of a synchronization is an addition or a removal itself.</summary>
    private static bool Covers(ExternalAction exempt, ExternalAction action) =>
        exempt == action || (exempt == ExternalAction.RemoveGroupMember && action == ExternalAction.RevokeUserAccess);
}
