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

/// <summary>Decides which users a bulk action must not touch, and why.</summary>
internal sealed class GuardRails
{
    private readonly RunRequest _request;
    private readonly IReadOnlyList<(ExternalExemption Exemption, TextPattern? Pattern)> _exemptions;
    private readonly HashSet<string> _ownEmails;

    /// <param name="request">The action and its parameters.</param>
    /// <param name="exemptions">The exemptions in the store.</param>
    /// <param name="ownEmails">The e-mail addresses of the accounts that connected sources use.</param>
    public GuardRails(RunRequest request, IEnumerable<ExternalExemption> exemptions, IEnumerable<string> ownEmails)
    {
        _request = request;
        _exemptions = exemptions.Select(exemption => (exemption, exemption.Kind == ExemptionKind.Email ? new TextPattern(exemption.Value) : null)).ToArray();
        _ownEmails = new HashSet<string>(ownEmails, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Returns why the action must not touch a user, or <see langword="null"/> when it may.</summary>
    /// <param name="action">The action.</param>
    /// <param name="state">The user.</param>
    /// <param name="group">The group, for an action on memberships.</param>
    /// <param name="ownAccountId">The account that the source itself uses.</param>
    /// <param name="candidate">The user in the input. It may have an e-mail address that the service hides.</param>
    public Decision? Refuse(UserAction action, UserState state, ExternalGroup? group, string? ownAccountId, Candidate candidate)
    {
        var user = state.User;
        var emails = new[] { user.Email, candidate.KnownEmail?.Trim() }.OfType<string>().ToArray();
        if (user.AccountType is nameof(AccountType.App) or nameof(AccountType.Customer))
        {
            return Decision.Skip(
                SkipReason.NotAPerson,
                user.AccountType == nameof(AccountType.App) ? "The account is an app." : "The account is a portal customer."
            );
        }

        if (user.AccountType == nameof(AccountType.Unknown) && !candidate.IsNamedById)
        {
            return Decision.Skip(
                SkipReason.UnknownAccountType,
                user.ServiceAccountType is { } type
                    ? $"The account may not be a person: its type is '{type}'. To act on it, name it by its account id."
                    : "The account may not be a person: the service does not return its type. To act on it, name it by its account id."
            );
        }

        if (user.AccountId == ownAccountId || emails.Any(_ownEmails.Contains))
        {
            return Decision.Skip(SkipReason.OwnAccount, "A connected source uses this account. A change could lock the source out.");
        }

        if (state.IsAdministrator && !_request.IncludeAdministrators)
        {
            return Decision.Skip(SkipReason.Administrator, "The user is an administrator. Use -IncludeAdministrators to include administrators.");
        }

        if (Exemption(action, user, emails, group) is { } exemption)
        {
            return Decision.Skip(SkipReason.Exempt, $"Exempt ({exemption}): {exemption.Reason}");
        }

        return action.IsUndoneByProvider && user.ManagedBy == "Synced" && !_request.IncludeSynced
            ? Decision.Skip(
                SkipReason.Synced,
                "An identity provider manages the account and would undo the change. Make the change there, or use -IncludeSynced."
            )
            : null;
    }

    /// <summary>Whether an exemption by e-mail address may apply to a user whose address is unknown.</summary>
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

    /// <summary>Whether an exemption from one action covers another. Revoking access removes users from groups.</summary>
    private static bool Covers(ExternalAction exempt, ExternalAction action) =>
        exempt == action || (exempt == ExternalAction.RemoveGroupMember && action == ExternalAction.RevokeUserAccess);
}
