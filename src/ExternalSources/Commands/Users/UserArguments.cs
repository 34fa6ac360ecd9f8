using System;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Users;

/// <summary>The parameters of Get-ExternalUser: it checks them and makes them a filter.</summary>
internal sealed class UserArguments
{
    private readonly GetExternalUserCommand _command;
    private readonly Func<string, bool> _isArgument;
    private readonly DateTimeOffset _now;

    /// <param name="command">The cmdlet with its parameters.</param>
    /// <param name="isArgument">Returns whether the command line specifies a parameter.</param>
    /// <param name="now">The time that -InactiveFor counts back from.</param>
    public UserArguments(GetExternalUserCommand command, Func<string, bool> isArgument, DateTimeOffset now)
    {
        _command = command;
        _isArgument = isArgument;
        _now = now;
    }

    /// <summary>Checks the parameters before the pipeline starts. An empty value must not select all users.</summary>
    /// <exception cref="InvalidInputException">A value is empty, or no user can match the values together.</exception>
    public void Check()
    {
        foreach (
            var (parameter, values) in new (string, string[]?)[]
            {
                (nameof(_command.Group), _command.Group),
                (nameof(_command.Name), _command.Name),
                (nameof(_command.User), _command.User),
                (nameof(_command.NotInGroup), _command.NotInGroup),
                (nameof(_command.Directory), _command.Directory),
                (nameof(_command.Application), _command.Application),
                (nameof(_command.Workspace), _command.Workspace),
                (nameof(_command.EmailDomain), _command.EmailDomain?.Select(Domain).ToArray()),
            }
        )
        {
            if (_isArgument(parameter) && (values is not { Length: > 0 } || values.Any(string.IsNullOrWhiteSpace)))
            {
                throw new InvalidInputException(parameter, $"The value of -{parameter} is empty.", "Specify a value, or omit the parameter.");
            }
        }

        if (_command.EmailDomain!.Any(WildcardPattern.ContainsWildcardCharacters))
        {
            throw new InvalidInputException(
                nameof(_command.EmailDomain),
                "-EmailDomain does not support wildcards.",
                "Specify each domain, or use -Email with a wildcard: -Email '*@*.acme.example'."
            );
        }

        if (_command.IncludeUnbilled && _command.Application.Length + _command.Workspace.Length == 0)
        {
            throw new InvalidInputException(
                nameof(_command.IncludeUnbilled),
                "-IncludeUnbilled widens -Application and -Workspace, but neither is specified.",
                "Add -Application, or omit -IncludeUnbilled."
            );
        }

        CheckDates();
    }

    /// <summary>Returns the filter that the parameters describe.</summary>
    public UserFilter ToFilter() =>
        new()
        {
            Emails = _isArgument(nameof(_command.Email)) ? _command.Patterns(SourceReadCommand.NonEmpty(_command.Email)) : Array.Empty<TextPattern>(),
            Names = _command.Patterns(_command.Name),
            AccountIds = Distinct(nameof(_command.AccountId), _command.AccountId, StringComparer.Ordinal),
            Users = _command.Patterns(_command.User),
            Statuses = _command.Status,
            AccountTypes = _command.AccountType,
            AnyTypeById = !_isArgument(nameof(_command.AccountType)),
            Managed = _isArgument(nameof(_command.Managed)) ? _command.Managed.IsPresent : null,
            TwoStepVerification = _isArgument(nameof(_command.TwoStepVerification)) ? _command.TwoStepVerification.IsPresent : null,
            EmailDomains = _command.EmailDomain.Select(Domain).ToArray(),
            Groups = Distinct(nameof(_command.Group), _command.Group, StringComparer.OrdinalIgnoreCase),
            NotInGroups = _command.NotInGroup,
            Directories = _command.Directory,
            IncludeUnbilled = _command.IncludeUnbilled,
            Applications = _command.Application.Select(ApplicationSelector.Parse).ToArray(),
            Workspaces = _command.Workspace,
            Activity = Activity(),
            IncludeGroups = _command.Include.Contains(UserDetail.Groups),
            IncludeApplications = _command.Include.Contains(UserDetail.Applications),
            IncludeRoles = _command.Include.Contains(UserDetail.Roles),
        };

    private void CheckDates()
    {
        if (_command.LastActiveBefore <= _command.LastActiveAfter)
        {
            throw new InvalidInputException(
                nameof(_command.LastActiveBefore),
                "-LastActiveBefore is not later than -LastActiveAfter, so no user can match.",
                "Specify a -LastActiveAfter date that is earlier than -LastActiveBefore."
            );
        }

        if (_command.NeverActive && (_command.LastActiveBefore ?? _command.LastActiveAfter) is not null)
        {
            throw new InvalidInputException(
                nameof(_command.NeverActive),
                "-NeverActive cannot be combined with a date of activity: a user who was never active has no such date.",
                "Omit -NeverActive or the date. To leave out new users, combine -NeverActive with -InactiveFor."
            );
        }

        if (_command.LastActiveAfter >= _now - _command.InactiveFor)
        {
            throw new InvalidInputException(
                nameof(_command.InactiveFor),
                "The -LastActiveAfter date is within the period of -InactiveFor, so no user can match.",
                "Specify a -LastActiveAfter date that is earlier than the period of -InactiveFor."
            );
        }
    }

    private ActivityFilter? Activity() =>
        _command.LastActiveBefore is null && _command.LastActiveAfter is null && _command.InactiveFor is null && !_command.NeverActive
            ? null
            : new ActivityFilter
            {
                Before = _command.LastActiveBefore,
                After = _command.LastActiveAfter,
                InactiveSince = _now - _command.InactiveFor,
                OnlyNever = _command.NeverActive,
            };

    // The pipeline binds these parameters, too. PipedUsers reads those values.
    private string[] Distinct(string parameter, string[]? values, StringComparer comparer) =>
        _isArgument(parameter) ? SourceReadCommand.NonEmpty(values).Distinct(comparer).ToArray() : Array.Empty<string>();

    private static string Domain(string domain) => domain.Trim().TrimStart('@');
}
