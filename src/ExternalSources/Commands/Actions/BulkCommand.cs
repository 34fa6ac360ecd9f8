using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ExternalSources.Async;
using ExternalSources.Commands.Sources;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Engine;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Errors;

namespace ExternalSources.Commands.Actions;

/// <summary>What the cmdlets share that change users: one run, fed while the pipeline still delivers, its questions, its results and its errors.</summary>
public abstract class BulkCommand : SourceCommand
{
    /// <summary>How many users may wait for their turn; a pipeline that is faster is held up.</summary>
    private const int MaxConcurrency = 500;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>The sources by the names that users bring. <see langword="null"/> for a source that cannot be used.</summary>
    private readonly Dictionary<string, ExternalSource?> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ExternalSourceException> _unusable = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SourceReference> _sources = new();
    private StoppableClock? _waits;
    private AsyncQueue<Candidate>? _candidates;
    private BackgroundWork? _work;
    private BulkRun? _run;
    private RunProgress? _progress;
    private PipelineQueue? _queue;
    private ExternalAction _action;
    private bool _asks;
    private bool _isWhatIf;
    private bool _stopsAtErrors;

    private protected BulkCommand() { }

    /// <summary>Replaces the file of -PlanPath, lets Invoke-ExternalPlan do a plan that was edited, and asks no questions. Where only the questions are in the way, as in a runbook, use -Confirm:$false.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many users of one source are worked on at the same time.</summary>
    /// <value>8</value>
    [Parameter]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 8;

    private protected RunFolder Runs => new(Session.OpenStore().Folder, Session.RunFiles);

    // Whatever waits to be sent when the run is stopped is not sent any more.
    private StoppableClock Waits => _waits ??= new StoppableClock(Session.Transport.Clock);

    /// <summary>A run may take its time: a rate limit is waited for as long as the service asks for.</summary>
    private protected override TransportOptions Transport =>
        Session.Transport with
        {
            Clock = Waits,
            AttemptTimeout = TimeSpan.FromSeconds(100),
            RepeatsTimeouts = true,
            MaxAttempts = 5,
            MaxWait = TimeSpan.FromHours(1),
            LimitPatience = TimeSpan.FromMinutes(10),
        };

    private bool IsPlan => Plan is not null;

    /// <summary>Collects what would be done, where a plan is to be made.</summary>
    private protected virtual List<RunTarget>? Plan => null;

    /// <summary>The sources that were used, with their ids.</summary>
    private protected IReadOnlyList<SourceReference> UsedSources
    {
        get
        {
            lock (_sources)
            {
                return _sources.ToArray();
            }
        }
    }

    /// <summary>Begins the run, before the first user is delivered.</summary>
    /// <param name="request">What is to be done.</param>
    /// <param name="limits">How much of it.</param>
    /// <param name="openLog">Opens the log.</param>
    /// <param name="earlier">The run as it stands, if it goes on.</param>
    private protected void Begin(RunRequest request, RunLimits limits, Func<RunLog> openLog, RunRecord? earlier = null)
    {
        _isWhatIf = IsWhatIf;
        var isDry = _isWhatIf || IsPlan;
        _asks = !isDry && WouldAsk(Force);
        _stopsAtErrors = StopsAtErrors;
        if (_asks)
        {
            RefuseToAskNobody();
        }

        var candidates = _candidates = new AsyncQueue<Candidate>(MaxConcurrency);
        var repository = OpenRepository();
        var settings = new RunSettings
        {
            Request = request,
            GuardRails = new GuardRails(request, repository.Exemptions, repository.All.Select(source => source.UserEmail).OfType<string>()),
            Limits = limits,
            Mode = isDry ? RunMode.WhatIf : RunMode.Act,
            ThrottleLimit = ThrottleLimit,
            Clock = Session.Transport.Clock,
            OpenLog = isDry ? null : openLog,
            EarlierTargets = earlier?.Targets.Count ?? 0,
            // A session that died may have left gaps.
            EarlierNumber = earlier?.Targets.Select(target => target.Target.Number).DefaultIfEmpty().Max() ?? 0,
            EarlierCounts = earlier?.SettledCounts() ?? new Dictionary<ActionOutcome, int>(),
            EarlierFailures = earlier?.FailedNumbers ?? Array.Empty<int>(),
            ConfirmAsync = ConfirmAsync,
            WriteAsync = Write,
            Warn = text => _queue?.Add(cmdlet => cmdlet.WriteWarning(text)),
            Fail = (source, exception) => _queue?.Add(cmdlet => cmdlet.WriteError(exception.ToNamedRecord(source))),
        };
        var run = _run = new BulkRun(settings);
        _action = request.Action;
        _work = Start(
            (_, stop) =>
            {
                Waits.Stop = stop;
                return run.RunAsync(candidates, stop);
            }
        );
        _queue = _work.Queue;
        _progress = new RunProgress(MyInvocation.MyCommand.Name, _queue, settings.Clock);
    }

    /// <summary>Delivers a user, and writes meanwhile what has become of others.</summary>
    private protected void Deliver(Candidate candidate)
    {
        // A name with blanks around it is the same name, and gets no second connection.
        candidate = candidate with { Source = candidate.Source.Trim() };
        if (Connect(candidate) is not { } source)
        {
            return;
        }

        _progress?.Delivered();
        try
        {
            while (!_candidates!.TryAdd(candidate with { Source = source.Name }))
            {
                _work!.WriteNext(this, Poll);
                if (_work.IsOver)
                {
                    Finish();
                }
            }

            _work!.WriteAvailable(this);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Waits for the end of the run, and writes what comes of it.</summary>
    private protected void Finish()
    {
        if (_work is not { } work)
        {
            return;
        }

        _progress?.AllDelivered();
        _candidates!.Complete();
        try
        {
            work.Finish(this);
        }
        catch (ExternalSourceException exception)
        {
            ThrowTerminatingError(exception.ToRecord(null));
        }
        finally
        {
            if (!Stopping)
            {
                WriteProgress(new ProgressRecord(RunProgress.Id, MyInvocation.MyCommand.Name, "Done") { RecordType = ProgressRecordType.Completed });
            }
        }
    }

    /// <summary>Ends the run, if it has not ended, and closes the connections.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _work?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Does what the whole command depends on; a failure ends it.</summary>
    private protected void OrEnd(object? target, Action work)
    {
        try
        {
            work();
        }
        catch (ExternalSourceException exception)
        {
            ThrowTerminatingError(exception.ToRecord(target));
        }
    }

    /// <summary>The source of a user, connected. What it cannot do it cannot do for anybody: that is one error, and a result for each user.</summary>
    private ExternalSource? Connect(Candidate candidate)
    {
        if (!_named.TryGetValue(candidate.Source, out var source))
        {
            _named[candidate.Source] = null;
            ForSource(candidate.Source, () =>
            {
                try
                {
                    source = Open(candidate.Source);
                }
                catch (ExternalSourceException exception)
                {
                    _unusable[candidate.Source] = exception;
                    throw;
                }
            });
            _named[candidate.Source] = source;
        }

        if (source is null)
        {
            WriteSkipped(candidate);
        }

        return source;
    }

    private ExternalSource Open(string name)
    {
        var source = OpenRepository().Find(name) ?? throw new SourceNotFoundException(name);
        if (UserActions.Of(_action, source.Type).Capability is var capability && !ConnectorFactory.CapabilityNames(source.Type).Contains(capability))
        {
            throw new CapabilityException(source, capability);
        }

        if (_named.Values.Any(used => used?.Id == source.Id))
        {
            return source;
        }

        var connection = Connections.Open(source);
        connection.Events.SendTo(_queue!, _progress!);
        lock (_sources)
        {
            _sources.Add(SourceReference.Of(source));
        }

        _run!.Connect(source, connection.Connector);
        return source;
    }

    // What the source's type cannot do it will never do; of everything else the user may try again.
    private void WriteSkipped(Candidate candidate) =>
        WriteSkipped(
            candidate,
            _unusable[candidate.Source] is CapabilityException ? SkipReason.NotSupported : SkipReason.NotAttempted,
            _unusable[candidate.Source].Message
        );

    /// <summary>Says of a user that nothing was done. A run that had them in its log has not come to its end then.</summary>
    private protected void WriteSkipped(Candidate candidate, SkipReason reason, string detail)
    {
        if (candidate.Number is not null)
        {
            _run!.Recorder.BrokenOff(detail);
        }

        WriteObject(
            new ExternalActionResult
            {
                Source = candidate.Source,
                Action = candidate.Action ?? _action,
                AccountId = candidate.AccountId,
                Email = candidate.Email ?? candidate.KnownEmail,
                Group = candidate.Group?.Name,
                GroupId = candidate.Group?.Id,
                Outcome = ActionOutcome.Skipped,
                Reason = reason,
                Detail = detail,
                At = Session.Now,
            }
        );
    }

    private Task Write(RunTarget target, ExternalActionResult result, ExternalSourceException? error)
    {
        _progress?.Settled(result.Outcome);
        // What could not be found out of somebody is to be seen by whoever does the plan, too.
        if (result.Outcome == ActionOutcome.WhatIf || (result.Outcome == ActionOutcome.Failed && target.IsUnknown))
        {
            lock (_sources)
            {
                Plan?.Add(target);
            }
        }

        _queue!.Add(cmdlet =>
        {
            cmdlet.WriteObject(result);
            if (error is null)
            {
                return;
            }

            if (_stopsAtErrors && result.Run is { } run)
            {
                cmdlet.WriteWarning(
                    $"As -ErrorAction is Stop, the run {run} ends with this error, and the users after it are left as they are. Resume-ExternalRun {run} deals with them; -ErrorAction Continue goes on by itself."
                );
            }

            cmdlet.WriteError(error.ToRecord(result));
        });
        return Task.CompletedTask;
    }

    private async Task<bool> ConfirmAsync(RunTarget target, string what)
    {
        var whom = Whom(target);
        if (IsPlan)
        {
            return false;
        }

        if (!_asks && !_isWhatIf)
        {
            _queue!.Verbose($"{what}: {whom}");
            return true;
        }

        // Only the pipeline thread can ask.
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stopped = StopToken.Register(() => answer.TrySetCanceled());
        _queue!.Add(cmdlet =>
        {
            try
            {
                answer.TrySetResult(cmdlet.ShouldProcess(whom, what));
            }
            catch
            {
                answer.TrySetCanceled();
                throw;
            }
        });
        return await answer.Task.ConfigureAwait(false);
    }

    private static string Whom(RunTarget target)
    {
        var name = target.Name ?? target.AccountId ?? target.Email ?? "unknown";
        return target.Email is { } email && email != name ? $"{name} <{email}> in {target.Source}" : $"{name} ({target.AccountId}) in {target.Source}";
    }
}
