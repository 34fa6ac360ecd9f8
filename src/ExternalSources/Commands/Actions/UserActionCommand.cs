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

/// <summary>What the cmdlets share that do one thing to each user they are given.</summary>
public abstract class UserActionCommand : BulkCommand
{
    private static readonly char[] Wildcards = { '*', '?', '[' };

    // What PowerShell shows of the information stream without being asked, as for Write-Host.
    private static readonly string[] ToHost = { "PSHOST" };

    private readonly List<RunTarget> _planned = new();
    private readonly List<Candidate> _waiting = new();
    private readonly NamelessRows _nameless = new();
    private bool _isNamed;
    private bool _isSourceNamed;
    private bool _isBegun;
    private string? _planFile;

    private protected UserActionCommand() { }

    /// <summary>The sources, by name or as objects. Users that come down the pipeline bring theirs, unless it is given: then they are looked up in it. Wildcards are permitted; they stand for the sources that can do it.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [SupportsWildcards]
    [SourceArgument]
    [SourceNameCompleter]
    public string[]? Source { get; set; } = Array.Empty<string>();

    /// <summary>Users: account ids, e-mail addresses, or objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [UserArgument]
    [FreeText]
    public string?[]? User { get; set; } = Array.Empty<string>();

    /// <summary>The user's account id, as objects and lists on the pipeline bring it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [FreeText]
    public string? AccountId { get; set; }

    /// <summary>The user's e-mail address, as lists on the pipeline bring it: in a column Email, Mail or EmailAddress. It counts where there is no account id; where both are given they must be one person's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Mail", "EmailAddress")]
    [AllowNull]
    [AllowEmptyString]
    [FreeText]
    public string? Email { get; set; }

    /// <summary>Acts on administrators of the organization or the site, too.</summary>
    [Parameter]
    public SwitchParameter IncludeAdministrators { get; set; }

    /// <summary>Refuses the whole command, before its first change, if it is about more users than this. Changes begin only when everybody has come down the pipeline.</summary>
    /// <value>No limit</value>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxTargets { get; set; }

    /// <summary>Refuses the whole command, before its first change, if it is about more than this percentage of a source's users.</summary>
    /// <value>No limit</value>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double MaxPercent { get; set; }

    /// <summary>Changes nothing, and writes what would be done, with each user's present state, to this file. Invoke-ExternalPlan does it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PlanPath { get; set; }

    /// <summary>The sources of this user; an empty cell of a list names none.</summary>
    private protected string[] Sources => (Source ?? Array.Empty<string>()).Select(Told).OfType<string>().ToArray();

    /// <summary>
    /// Whether the first change waits until everybody has come down the pipeline: where it changes what a list on the pipeline may still be read from,
    /// or where the users are to be looked at together.
    /// </summary>
    private protected virtual bool WaitsForAll => false;

    private protected sealed override List<RunTarget>? Plan => PlanPath is null ? null : _planned;

    /// <summary>What is to be done, as the parameters say.</summary>
    private protected abstract RunRequest Request { get; }

    /// <summary>Looks at what was given on the command line.</summary>
    protected override void BeginProcessing()
    {
        _isNamed = Bound(nameof(User)) || Bound(nameof(AccountId)) || Bound(nameof(Email));
        _isSourceNamed = Bound(nameof(Source));
        // Somebody who names users while others come down the pipeline means a filter, and there is none here.
        if (_isNamed && MyInvocation.ExpectingInput)
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "User",
                    "Users are both piped and named; -User, -AccountId and -Email do not filter what is piped. Nothing was changed.",
                    "Filter with Get-ExternalUser or Where-Object, and pipe the result; or name users without a pipeline."
                ).ToRecord(null)
            );
        }

        if (_isSourceNamed && Sources.Length == 0)
        {
            ThrowTerminatingError(
                new InvalidInputException("Source", "-Source names no source.", "Give a name, or leave it out for users that bring theirs.").ToRecord(null)
            );
        }

        if (Bound(nameof(User)) && (Bound(nameof(AccountId)) || Bound(nameof(Email))))
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "User",
                    "Users are named twice: -User takes account ids and e-mail addresses, and does not go with -AccountId and -Email. Nothing was changed.",
                    "Name all of them with -User."
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
        // An object brings its columns, and is bound as -User as well; what its columns tell counts.
        if (User is not { Length: > 0 } || (MyInvocation.ExpectingInput && (Told(AccountId) ?? Told(Email)) is not null))
        {
            Take(Told(AccountId), Told(Email));
        }
        else
        {
            foreach (var user in User)
            {
                TakeOne(user);
            }
        }
    }

    /// <summary>Waits for the end, and writes the plan where one is wanted.</summary>
    protected override void EndProcessing()
    {
        ReportNameless();
        Review(_waiting);
        foreach (var candidate in _waiting)
        {
            DeliverOne(candidate);
        }

        Finish();
        // With -WhatIf it is false, and tells that the file would be written.
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
        ForSource(PlanPath, () =>
        {
            PlanFile.Write(_planFile, plan, Force);
            // For the person at the prompt, as nothing else tells that there is a file now; the pipeline carries the results only.
            WriteInformation(
                new HostInformationMessage
                {
                    Message =
                        $"The plan is in '{_planFile}': {Invariant.Count(plan.Targets.Count(target => !target.IsUnknown), "change")}{(unknown == 0 ? string.Empty : $", and {Invariant.Count(unknown, "membership")} of which it is not told what they grant")}. Invoke-ExternalPlan does it.",
                },
                ToHost
            );
        });
    }

    private void TakeOne(string? user)
    {
        if (NamelessRows.FromText(user) is { } columns)
        {
            NoteNameless(columns);
        }
        else
        {
            Take(Told(user?.IndexOf('@') > 0 ? null : user), Told(user?.IndexOf('@') > 0 ? user : null));
        }
    }

    private void Take(string? accountId, string? email)
    {
        var told = accountId ?? email;
        if (told is null && MyInvocation.ExpectingInput)
        {
            NoteNameless(Array.Empty<string>());
        }
        else if (told is null)
        {
            Refuse(Nobody().ToRecord(null));
        }
        else if (told.IndexOfAny(Wildcards) >= 0)
        {
            Refuse(
                new InvalidInputException(
                    "User",
                    $"'{told}' has wildcards, which select nobody here.",
                    "Select users with Get-ExternalUser, look at them, and pipe them on."
                ).ToRecord(told)
            );
        }
        else if (Sources.Length == 0)
        {
            Refuse(new InvalidInputException("Source", $"In which source is '{told}'?", "Give -Source, or pipe users, who bring theirs.").ToRecord(told));
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
                    }
                );
            }
        }
    }

    private InvalidInputException Nobody() =>
        Sources.FirstOrDefault(source => source.IndexOf('@') > 0) is { } person
            ? new InvalidInputException(
                "User",
                $"No user was given: '{person}' was taken for a source.",
                $"Name the source first, and users with -User: {MyInvocation.MyCommand.Name} acme -User {person}."
            )
            : new InvalidInputException(
                "User",
                "No user was given: neither an account id nor an e-mail address.",
                "Give -User, or pipe users or a list with a column AccountId or Email."
            );

    private void NoteNameless(IEnumerable<string> columns)
    {
        _nameless.Add(columns);
        // Whoever wants to stop at the first error does not want the rows after it to be done.
        if (StopsAtErrors)
        {
            ReportNameless();
        }
    }

    /// <summary>Says, once, how many entries of the list name nobody. Nothing is done for them.</summary>
    private protected void ReportNameless()
    {
        if (_nameless.Count == 0)
        {
            return;
        }

        var error = new InvalidInputException(
            "User",
            $"No user was given in {_nameless.Entries} of the list: {(_nameless.Count == 1 ? "it has" : "they have")} no AccountId and no Email, or {(_nameless.Count == 1 ? "it is" : "they are")} empty."
                + _nameless.ColumnsSentence,
            "Name the column that tells who it is AccountId or Email (Mail and EmailAddress will do): Select-Object @{ Name = 'Email'; Expression = 'Address' }. A hashtable has to be made an object: [pscustomobject]."
        );
        _nameless.Clear();
        Refuse(error.ToRecord(null));
    }

    /// <summary>The source of a name, be it there or not, or the sources that a wildcard selects.</summary>
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
                    $"The list names the source '{name}', and wildcards select nothing in lists.",
                    "Name the source in the list, or give -Source on the command line."
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
                    $"No source that can do this is called '{name}'.",
                    "Get-ExternalSource lists the sources, with their capabilities."
                ).ToRecord(name)
            );
        }

        return able;
    }

    /// <summary>Takes a user who is named as it should be.</summary>
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

    /// <summary>Looks at the users that were waited for, before the first of them is delivered.</summary>
    private protected virtual void Review(IReadOnlyCollection<Candidate> users) { }

    /// <summary>Says that an entry names nobody.</summary>
    private protected virtual void Refuse(ErrorRecord error) => WriteError(error);

    /// <summary>Delivers a user to the run, which begins with the first.</summary>
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

    private static string? Told(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();

    private protected bool Bound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
