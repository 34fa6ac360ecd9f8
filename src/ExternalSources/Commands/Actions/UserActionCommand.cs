using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Completion;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Errors;
using ExternalSources.Session;

namespace ExternalSources.Commands.Actions;

/// <summary>The base of the cmdlets that apply one action to each user.</summary>
public abstract class UserActionCommand : BulkCommand
{
    private static readonly char[] Wildcards = { '*', '?', '[' };

    // PowerShell shows information records with this tag by default, as for Write-Host.
    private static readonly string[] ToHost = { "PSHOST" };

    private readonly List<RunTarget> _planned = new();
    private readonly List<Candidate> _waiting = new();
    private readonly NamelessRows _nameless = new();
    private bool _isNamed;
    private bool _isSourceNamed;
    private bool _isBegun;
    private string? _planFile;

    private protected UserActionCommand() { }

    /// <summary>
    /// Specifies the sources of the users, by name or as objects. Without this parameter, each piped user is processed in its own source. With it, piped
    /// users are looked up in the specified sources instead. Wildcard characters are permitted and select only sources that support the action.
    /// </summary>
    /// <value>The source of each piped user</value>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [SupportsWildcards]
    [SourceArgument]
    [SourceNameCompleter]
    public string[]? Source { get; set; } = Array.Empty<string>();

    /// <summary>
    /// Specifies the users: account ids, e-mail addresses, or objects. Wildcard characters are not permitted. You cannot combine this parameter with piped
    /// users, <see cref="AccountId"/>, or <see cref="Email"/>.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [UserArgument]
    [FreeText]
    public string?[]? User { get; set; } = Array.Empty<string>();

    /// <summary>
    /// Specifies the account id of the user. Piped objects and lists provide it in a property or column named AccountId. If the type of an account is
    /// unknown, the account may not be a person. The cmdlet acts on it only if you give the account id with -AccountId or -User, as text, or in a list of
    /// your own. It skips the account if it comes from another cmdlet, or from a list with a column AccountType or Outcome. A warning gives the number of such
    /// accounts.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [FreeText]
    public string? AccountId { get; set; }

    /// <summary>
    /// Specifies the e-mail address of the user. Piped objects and lists provide it in a property or column named Email, Mail, or EmailAddress. If you also
    /// specify an account id, the account id selects the user, and the e-mail address must belong to the same user.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Mail", "EmailAddress")]
    [AllowNull]
    [AllowEmptyString]
    [FreeText]
    public string? Email { get; set; }

    /// <summary>Indicates that the cmdlet also acts on administrators of the organization or the site. Without this parameter, the cmdlet skips them.</summary>
    [Parameter]
    public SwitchParameter IncludeAdministrators { get; set; }

    /// <summary>
    /// Specifies the maximum number of users. If the input contains more users, the command fails before the first change. With this parameter, changes
    /// begin after all piped users have arrived.
    /// </summary>
    /// <value>No limit</value>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxTargets { get; set; }

    /// <summary>
    /// Specifies the maximum number of users, as a percentage of all users of a source from 0 to 100. If the input contains more users, the command fails
    /// before the first change. With this parameter, changes begin after all piped users have arrived.
    /// </summary>
    /// <value>No limit</value>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double MaxPercent { get; set; }

    /// <summary>
    /// Specifies the path of a plan file. The cmdlet changes nothing and writes the planned changes to this file, with the current state of each user. To
    /// make the changes, use Invoke-ExternalPlan. If the file exists, the command fails unless you use <see cref="BulkCommand.Force"/>.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PlanPath { get; set; }

    /// <summary>The sources of this user. An empty cell of a list names none.</summary>
    private protected string[] Sources => (Source ?? Array.Empty<string>()).Select(Trimmed).OfType<string>().ToArray();

    /// <summary>
    /// Whether the first change waits until all piped users have arrived. This is needed if a change affects a list that the pipeline still reads, or if
    /// the users are reviewed together.
    /// </summary>
    private protected virtual bool WaitsForAll => false;

    private protected sealed override List<RunTarget>? Plan => PlanPath is null ? null : _planned;

    /// <summary>The action and its parameters.</summary>
    private protected abstract RunRequest Request { get; }

    /// <summary>Checks the parameters of the command line.</summary>
    protected override void BeginProcessing()
    {
        _isNamed = Bound(nameof(User)) || Bound(nameof(AccountId)) || Bound(nameof(Email));
        _isSourceNamed = Bound(nameof(Source));
        // A person who names users while others are piped expects a filter, and these parameters do not filter.
        if (_isNamed && MyInvocation.ExpectingInput)
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "User",
                    "Users are both piped and named. -User, -AccountId, and -Email do not filter piped users. Nothing was changed.",
                    "To filter users, use Get-ExternalUser or Where-Object, and pipe the result. To name users, do not pipe any."
                ).ToRecord(null)
            );
        }

        if (_isSourceNamed && Sources.Length == 0)
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "Source",
                    "The value of -Source is empty.",
                    "Use the name of a source. If the piped users have a source, leave out -Source."
                ).ToRecord(null)
            );
        }

        if (Bound(nameof(User)) && (Bound(nameof(AccountId)) || Bound(nameof(Email))))
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "User",
                    "-User cannot be combined with -AccountId or -Email. Nothing was changed.",
                    "Name all users with -User. It takes account ids and e-mail addresses."
                ).ToRecord(null)
            );
        }

        if (PlanPath is not null)
        {
            _planFile = NewPlanFile(PlanPath);
        }
    }

    /// <summary>Takes the next user.</summary>
    protected override void ProcessRecord()
    {
        // A piped object also binds to -User, but its properties identify the user more exactly.
        if (User is not { Length: > 0 } || (MyInvocation.ExpectingInput && (Trimmed(AccountId) ?? Trimmed(Email)) is not null))
        {
            Take(Trimmed(AccountId), Trimmed(Email), User?.Any(ListedUser.IsListed) != true);
        }
        else
        {
            foreach (var user in User)
            {
                TakeOne(user);
            }
        }
    }

    /// <summary>Waits for the end of the run, and writes the plan if -PlanPath is set.</summary>
    protected override void EndProcessing()
    {
        ReportNameless();
        Review(_waiting);
        foreach (var candidate in _waiting)
        {
            DeliverOne(candidate);
        }

        Finish();
        // With -WhatIf, ShouldProcess returns false and writes that the file would be written.
        if (_planFile is null || (IsWhatIf && !ShouldProcess(_planFile, "Write plan")))
        {
            return;
        }

        var plan = new RunPlan
        {
            Request = Request,
            Targets = _planned.OrderBy(target => target.Number).ToArray(),
            Sources = UsedSources,
            By = CurrentUser.Name,
            At = Session.Now,
            Command = CommandText.Of(MyInvocation),
        };
        var unknown = plan.Targets.Count(target => target.IsUnknown);
        var checks = plan.Targets.Count(target => UserActions.Of(target.Action).IsCheck(target));
        ForSource(PlanPath, () =>
        {
            PlanFile.Write(_planFile, plan, Force);
            // The pipeline carries only results, so this message shows the person at the prompt where the plan is.
            WriteInformation(
                new HostInformationMessage
                {
                    Message =
                        $"The plan '{_planFile}' contains {Invariant.Count(plan.Targets.Count - unknown - checks, "change")}"
                        + (unknown == 0 ? string.Empty : $" and {Invariant.Count(unknown, "membership")} with unknown application access")
                        + ". To run it, use Invoke-ExternalPlan.",
                },
                ToHost
            );
        });
    }

    private void TakeOne(string? user)
    {
        if (ListedUser.IsListed(user))
        {
            TakeListed(user!);
        }
        else if (NamelessRows.FromText(user) is { } columns)
        {
            NoteNameless(columns);
        }
        else
        {
            Take(Trimmed(user?.IndexOf('@') > 0 ? null : user), Trimmed(user?.IndexOf('@') > 0 ? user : null), true);
        }
    }

    private void TakeListed(string user)
    {
        var text = ListedUser.WithoutMark(user);
        if (NamelessRows.FromText(text) is { } columns)
        {
            NoteNameless(columns);
        }
        else
        {
            Take(Trimmed(text), null, false);
        }
    }

    /// <summary>Takes the next user.</summary>
    /// <param name="accountId">The account id.</param>
    /// <param name="email">The e-mail address.</param>
    /// <param name="isGiven">Whether a person gave the values, and not an object of a list.</param>
    private void Take(string? accountId, string? email, bool isGiven)
    {
        var given = accountId ?? email;
        if (given is null && MyInvocation.ExpectingInput)
        {
            NoteNameless(Array.Empty<string>());
        }
        else if (given is null)
        {
            Refuse(Nobody().ToRecord(null));
        }
        else if (given.IndexOfAny(Wildcards) >= 0)
        {
            Refuse(
                new InvalidInputException(
                    "User",
                    $"'{given}' contains wildcard characters. An action does not select users by wildcard characters.",
                    "Select the users with Get-ExternalUser, check them, and pipe them to this cmdlet."
                ).ToRecord(given)
            );
        }
        else if (Sources.Length == 0)
        {
            Refuse(
                new InvalidInputException(
                    "Source",
                    $"No source is specified for the user '{given}'.",
                    "Use -Source, or pipe users from Get-ExternalUser, which have a source."
                ).ToRecord(given)
            );
        }
        else
        {
            foreach (var source in Sources.SelectMany(SourcesOf))
            {
                Take(
                    new Candidate
                    {
                        Source = source,
                        AccountId = accountId,
                        Email = accountId is null ? email : null,
                        KnownEmail = email,
                        IsNamedById = isGiven && accountId is not null,
                    }
                );
            }
        }
    }

    private InvalidInputException Nobody() =>
        Sources.FirstOrDefault(source => source.IndexOf('@') > 0) is { } person
            ? new InvalidInputException(
                "User",
                $"No user is specified. '{person}' was read as the name of a source.",
                $"Name the source first, and name users with -User: {MyInvocation.MyCommand.Name} acme -User {person}."
            )
            : new InvalidInputException(
                "User",
                "No user is specified. The account id and the e-mail address are missing or empty.",
                "Use -User, or pipe users or a list with a column AccountId or Email."
            );

    private void NoteNameless(IEnumerable<string> columns)
    {
        _nameless.Add(columns);
        // With -ErrorAction Stop, the error must come before the next rows are processed.
        if (StopsAtErrors)
        {
            ReportNameless();
        }
    }

    /// <summary>Writes one error for the entries that name no user.</summary>
    private protected void ReportNameless()
    {
        if (_nameless.Count == 0)
        {
            return;
        }

        var error = new InvalidInputException(
            "User",
            $"{_nameless.Entries} of the list {(_nameless.Count == 1 ? "names" : "name")} no user. AccountId and Email are missing or empty."
                + _nameless.ColumnsSentence,
            "Rename the column that identifies the user to AccountId, Email, Mail, or EmailAddress: "
                + "Select-Object @{ Name = 'Email'; Expression = 'Address' }. Convert a hashtable to an object with [pscustomobject]."
        );
        _nameless.Clear();
        Refuse(error.ToRecord(null));
    }

    /// <summary>The given name itself, even if no source has it, or the names of the sources that a wildcard pattern selects.</summary>
    private IReadOnlyList<string> SourcesOf(string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            return new[] { name };
        }

        if (!_isSourceNamed)
        {
            Refuse(
                new InvalidInputException(
                    "Source",
                    $"The list names the source '{name}'. Wildcard characters are not permitted in a list.",
                    "Write the full name of the source in the list, or use -Source on the command line."
                ).ToRecord(name)
            );
            return Array.Empty<string>();
        }

        var action = Request.Action;
        var able = OpenRepository()
            .Select(new[] { name }, new List<string>())
            .Where(source => ConnectorFactory.CapabilityNames(source.Type).Contains(UserActions.Of(action, source.Type).Capability))
            .Select(source => source.Name)
            .ToArray();
        if (able.Length == 0)
        {
            Refuse(
                new InvalidInputException(
                    "Source",
                    $"No source that matches '{name}' supports this action.",
                    "To list the sources with their capabilities, use Get-ExternalSource."
                ).ToRecord(name)
            );
        }

        return able;
    }

    /// <summary>Takes a user that is named correctly.</summary>
    private protected virtual void Take(Candidate candidate)
    {
        if (WaitsForAll)
        {
            _waiting.Add(candidate);
        }
        else
        {
            DeliverOne(candidate);
        }
    }

    /// <summary>Reviews all users together, before the first is delivered, if <see cref="WaitsForAll"/> is set.</summary>
    private protected virtual void Review(IReadOnlyCollection<Candidate> users) { }

    /// <summary>Writes the error of an entry that names no user or no source.</summary>
    private protected virtual void Refuse(ErrorRecord error) => WriteError(error);

    /// <summary>Delivers a user to the run. The first user starts it.</summary>
    private protected void DeliverOne(Candidate candidate)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            var request = Request;
            var limits = new RunLimits
            {
                MaxTargets = Bound(nameof(MaxTargets)) ? MaxTargets : null,
                MaxPercent = Bound(nameof(MaxPercent)) ? MaxPercent : null,
            };
            var command = CommandText.Of(MyInvocation);
            Begin(request, limits, () => Runs.Create(
                    new RunHeader
                    {
                        Id = RunFolder.NewId(Session.Now),
                        Request = request,
                        At = Session.Now,
                        User = CurrentUser.Name,
                        Machine = Environment.MachineName,
                        Command = command,
                        Sources = UsedSources,
                    }
                ));
        }

        Deliver(candidate);
    }

    private string NewPlanFile(string path)
    {
        var file = GetUnresolvedProviderPathFromPSPath(path);
        try
        {
            PlanFile.Check(file, Force);
        }
        catch (RunLogException exception)
        {
            ThrowTerminatingError(exception.ToRecord(path));
        }

        return file;
    }

    private static string? Trimmed(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();

    private protected bool Bound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
