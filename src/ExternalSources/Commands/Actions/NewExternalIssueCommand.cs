using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Sources;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Engine;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Errors;
using ExternalSources.Session;

namespace ExternalSources.Commands.Actions;

/// <summary>Files Jira issues about users.</summary>
/// <remarks>
/// <para>
/// The New-ExternalIssue cmdlet files one issue on a Jira Cloud site. The description of the issue contains a table of the piped users, which can come from
/// any source. With <see cref="PerUser"/>, the cmdlet files one issue for each user. Without users, it files one issue without a table.
/// </para>
/// <para>
/// The description ends with a line that identifies the run. The cmdlet never files the same issue twice. If no response arrives, it searches for the issue
/// by that line, and the result states what it found.
/// </para>
/// <para>
/// If the command is stopped, the cmdlet files no further issues and waits up to four seconds for outstanding responses. The log of the run records the
/// outcome of each issue. If no response arrived, it records the line to search for.
/// </para>
/// <para>Each command is a run with a log (see Get-ExternalRun). You can neither resume nor undo it. To remove an issue, delete it in Jira.</para>
/// </remarks>
/// <example>
/// <title>File one issue about unused seats</title>
/// <code>
/// Get-ExternalUser -Source acme -Application jira-software -InactiveFor 90 |
///     New-ExternalIssue -Source acme-jira -Project ADM -IssueType Task -Summary "Unused Jira seats"
/// </code>
/// <para>
/// This command files one issue with a table of the users who have Jira but have not used it for 90 days. The table contains the name, e-mail address,
/// account id, source, status, and last activity of each user.
/// </para>
/// </example>
/// <example>
/// <title>File an issue for each user in a CSV file</title>
/// <code>
/// Import-Csv -Path leavers.csv |
///     Get-ExternalUser -Source acme |
///     New-ExternalIssue -Source acme-jira -Project HELP -IssueType Task -Summary "Collect the laptop" -PerUser
/// </code>
/// <para>
/// This command files one issue for each user, and adds the name of the user to the summary. Get-ExternalUser reads the users from the organization because
/// a site does not find deactivated users by e-mail address.
/// </para>
/// </example>
/// <input cref="PSObject">You can pipe users from any source, rows of a CSV file, account ids, and e-mail addresses to this cmdlet.</input>
/// <output cref="ExternalActionResult">This cmdlet returns one result for each issue, with the key of the issue, the outcome, and its reason.</output>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
[Cmdlet(VerbsCommon.New, "ExternalIssue", SupportsShouldProcess = true)]
[OutputType(typeof(ExternalActionResult))]
public sealed class NewExternalIssueCommand : SourceCommand
{
    private const int LongestSummary = 255;

    private readonly List<IssueUser> _users = new();
    private readonly NamelessRows _nameless = new();
    private StoppableClock? _waits;

    /// <summary>Specifies the Jira Cloud site to file the issues on, by name or as an object. Wildcard characters are not permitted.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [SourceArgument]
    [SourceNameCompleter]
    public string Source { get; set; } = string.Empty;

    /// <summary>Specifies the key of the project, such as ADM.</summary>
    [Parameter(Mandatory = true)]
    [ValidatePattern("^[A-Za-z][A-Za-z0-9_]+$")]
    [FreeText]
    public string Project { get; set; } = string.Empty;

    /// <summary>Specifies the name of the issue type, such as Task.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string IssueType { get; set; } = string.Empty;

    /// <summary>Specifies the summary of the issue, in one line of up to 255 characters. A longer summary is cut off.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string Summary { get; set; } = string.Empty;

    /// <summary>Specifies the text above the table of users. An empty line starts a new paragraph.</summary>
    [Parameter]
    [FreeText]
    public string? Description { get; set; }

    /// <summary>
    /// Specifies the users: objects, account ids, e-mail addresses, or rows of a list with a column named AccountId, Email, Mail, EmailAddress, or Name.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public PSObject[] User { get; set; } = Array.Empty<PSObject>();

    /// <summary>
    /// Indicates that the cmdlet files one issue for each user. It first looks up the account ids and e-mail addresses that do not come from a source on
    /// the site. For each user that the site does not have, it writes an error and files no issue.
    /// </summary>
    [Parameter]
    public SwitchParameter PerUser { get; set; }

    /// <summary>Specifies the maximum number of users. If the input contains more users, the command fails and files nothing.</summary>
    /// <value>No limit</value>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxTargets { get; set; } = int.MaxValue;

    /// <summary>Specifies how many issues the cmdlet files at the same time, from 1 to 32.</summary>
    /// <value>4</value>
    [Parameter]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 4;

    // What waits to be sent when the run is stopped is not sent any more.
    private StoppableClock Waits => _waits ??= new StoppableClock(Session.Transport.Clock);

    private protected override TransportOptions Transport =>
        Session.Transport with
        {
            Clock = Waits,
            AttemptTimeout = TimeSpan.FromSeconds(60),
            RepeatsTimeouts = true,
            MaxAttempts = 5,
            LimitPatience = TimeSpan.FromMinutes(10),
        };

    /// <summary>Takes the next user.</summary>
    protected override void ProcessRecord()
    {
        foreach (var user in User)
        {
            if (Read(user) is { } read)
            {
                _users.Add(read);
            }
            else
            {
                NoteNameless(user);
            }
        }
    }

    /// <summary>Files the issues.</summary>
    protected override void EndProcessing()
    {
        ReportNameless();
        if (MyInvocation.ExpectingInput && _users.Count == 0)
        {
            WriteWarning("No users were piped. No issue was filed.");
            return;
        }

        try
        {
            File();
        }
        catch (ExternalSourceException exception)
        {
            ThrowTerminatingError(exception.ToNamedRecord(Source));
        }
    }

    private void NoteNameless(PSObject user)
    {
        _nameless.Add(NamelessRows.ColumnsOf(user));
        if (StopsAtErrors)
        {
            ReportNameless();
        }
    }

    private void ReportNameless()
    {
        if (_nameless.Count == 0)
        {
            return;
        }

        WriteError(
            new InvalidInputException(
                "User",
                $"{_nameless.Entries} of the list {(_nameless.Count == 1 ? "names" : "name")} no user. AccountId, Email, and Name are missing or empty."
                    + _nameless.ColumnsSentence,
                "Pipe users, or a list with a column AccountId, Email, or Name."
            ).ToRecord(null)
        );
        _nameless.Clear();
    }

    private void File()
    {
        if (_users.Count > MaxTargets)
        {
            throw new RunRefusedException(
                $"The input contains {Invariant.Count(_users.Count, "user")}, but -MaxTargets allows {Invariant.Text(MaxTargets)}. No issue was filed.",
                "Select fewer users, or raise -MaxTargets."
            );
        }

        var source = OpenRepository().Find(Source) ?? throw new SourceNotFoundException(Source);
        if (!ConnectorFactory.CapabilityNames(source.Type).Contains("CreateIssues"))
        {
            throw new CapabilityException(source, "CreateIssues");
        }

        var users = PerUser ? Known(source) : _users;
        if (users.Count == 0 && _users.Count > 0)
        {
            return;
        }

        var run = RunFolder.NewId(Session.Now);
        var issues = Drafts(run, source, users).Where(issue => Confirm(issue.Target, issue.Draft)).ToArray();
        if (issues.Length == 0)
        {
            return;
        }

        var header = new RunHeader
        {
            Id = run,
            Request = new RunRequest { Action = ExternalAction.NewIssue, Message = $"{Project}, {IssueType}: {Summary}" },
            At = Session.Now,
            User = CurrentUser.Name,
            Machine = Environment.MachineName,
            Command = CommandText.Of(MyInvocation),
            Sources = new[] { SourceReference.Of(source) },
        };
        var folder = new RunFolder(Session.OpenStore().Folder, Session.RunFiles);
        var clock = Session.Transport.Clock;
        var limit = ThrottleLimit;
        var connection = Connections.Open(source);
        Pump(
            async (queue, stop) =>
            {
                Waits.Stop = stop;
                using var log = folder.Create(header);
                var progress = new RunProgress("New-ExternalIssue", queue, clock);
                connection.Events.SendTo(queue, progress);
                await new IssueRun(connection.Connector.Get<IIssueCreator>(), clock, log)
                    .RunAsync(
                        issues,
                        limit,
                        (_, result, failure) =>
                        {
                            progress.Settled(result.Outcome);
                            queue.Add(cmdlet =>
                            {
                                cmdlet.WriteObject(result);
                                if (failure is not null)
                                {
                                    cmdlet.WriteError(new ActionFailedException(result, failure.Recommendation, failure).ToRecord(result));
                                }
                            });
                        },
                        stop
                    )
                    .ConfigureAwait(false);
            }
        );
        WriteProgress(new ProgressRecord(RunProgress.Id, "New-ExternalIssue", "Done") { RecordType = ProgressRecordType.Completed });
    }

    private bool Confirm(RunTarget target, IssueDraft draft)
    {
        var what = $"File an issue of type {draft.IssueType} in project {draft.Project}: {draft.Summary}";
        var users =
            draft.Users.Count == 1 ? draft.Users[0].Name ?? draft.Users[0].Email ?? draft.Users[0].AccountId
            : draft.Users.Count == 0 ? "no users"
            : Invariant.Count(draft.Users.Count, "user");
        EnsureAnswer();
        if (ShouldProcess($"{what} (about {users}, on {target.Source})", $"{what} (about {users}, on {target.Source})?", "File an issue", out var reason))
        {
            return true;
        }

        var isWhatIf = reason == ShouldProcessReason.WhatIf;
        WriteObject(
            ExternalActionResult.Of(
                null,
                target,
                isWhatIf ? ActionOutcome.WhatIf : ActionOutcome.Skipped,
                isWhatIf ? SkipReason.None : SkipReason.Declined,
                isWhatIf ? what + "." : "Declined.",
                Session.Now
            )
        );
        return false;
    }

    /// <summary>
    /// The users without those that the site does not have, which are errors. Users from a source need no lookup, and a name alone cannot be looked up.
    /// </summary>
    private IReadOnlyList<IssueUser> Known(ExternalSource source)
    {
        var asked = _users.Where(user => user.Source is null && (user.AccountId ?? user.Email) is not null).Distinct().ToArray();
        if (asked.Length == 0)
        {
            return _users;
        }

        var found = new Dictionary<IssueUser, UserLookup>();
        var maxConcurrency = ThrottleLimit;
        var connection = Connections.Open(source);
        Pump(
            async (_, stop) =>
            {
                foreach (var some in Batch.Of(asked, 50))
                {
                    var lookups = await connection
                        .Connector.Get<IUserStates>()
                        .ReadStatesAsync(
                            some.Select(user => new UserKey(user.AccountId, user.AccountId is null ? user.Email : null)).ToArray(),
                            new StateNeeds { MaxConcurrency = maxConcurrency },
                            stop
                        )
                        .ConfigureAwait(false);
                    foreach (var (user, lookup) in some.Zip(lookups, (user, lookup) => (user, lookup)))
                    {
                        found[user] = lookup;
                    }
                }
            }
        );
        foreach (var (user, problem) in asked.Select(user => (user, found[user].Problem)).Where(one => one.Problem is not null))
        {
            WriteError(new UserNotFoundException((user.AccountId ?? user.Email)!, problem!).ToRecord(user.AccountId ?? user.Email));
        }

        return _users
            .Where(user => !found.TryGetValue(user, out var lookup) || lookup.State is not null)
            .Select(user =>
                found.TryGetValue(user, out var lookup)
                    ? user with
                    {
                        AccountId = lookup.State!.User.AccountId,
                        Name = user.Name ?? lookup.State.User.Name,
                    }
                    : user
            )
            .ToArray();
    }

    private IEnumerable<(RunTarget Target, IssueDraft Draft)> Drafts(string run, ExternalSource source, IReadOnlyList<IssueUser> users)
    {
        var all = PerUser && users.Count > 0 ? users.Select(user => (IReadOnlyList<IssueUser>)new[] { user }).ToArray() : new[] { users };
        for (var i = 0; i < all.Length; i++)
        {
            var one = all[i].Count == 1 ? all[i][0] : null;
            var user = one?.Name ?? one?.Email ?? one?.AccountId;
            var summary = PerUser && user is not null ? $"{Summary}: {user}" : Summary;
            yield return (
                new RunTarget
                {
                    Number = i + 1,
                    Action = ExternalAction.NewIssue,
                    Source = source.Name,
                    AccountId = one?.AccountId,
                    Name = user ?? (all[i].Count == 0 ? Summary : Invariant.Count(all[i].Count, "user")),
                    Email = one?.Email,
                },
                new IssueDraft
                {
                    Project = Project.ToUpperInvariant(),
                    IssueType = IssueType,
                    Summary = (summary.Length > LongestSummary ? summary.Substring(0, LongestSummary) : summary).Replace('\r', ' ').Replace('\n', ' '),
                    Description = Description,
                    Users = all[i],
                    Marker = $"Filed by ExternalSources, run {run}, issue {Invariant.Text(i + 1)} of {Invariant.Text(all.Length)}.",
                }
            );
        }
    }

    private static IssueUser? Read(PSObject user)
    {
        if (user.BaseObject is string text)
        {
            return text.IndexOf('@') > 0 ? new IssueUser(null, null, text, null, null, null) : new IssueUser(text, null, null, null, null, null);
        }

        var read = new IssueUser(
            Text("AccountId"),
            Text("Name"),
            Text("Email") ?? Text("Mail") ?? Text("EmailAddress"),
            Text("Source"),
            Text("Status"),
            Date(user.Properties["LastActive"]?.Value)
        );
        return read.AccountId is null && read.Email is null && read.Name is null ? null : read;

        // A missing date is better than a wrong one.
        static DateTimeOffset? Date(object? value) =>
            value switch
            {
                null => null,
                string text => DateText.Read(text, out var date) == 1 ? date : null,
                _ => LanguagePrimitives.TryConvertTo<DateTimeOffset>(value, out var date) ? date : null,
            };

        string? Text(string name) => user.Properties[name]?.Value?.ToString() is { Length: > 0 } found ? found : null;
    }
}
