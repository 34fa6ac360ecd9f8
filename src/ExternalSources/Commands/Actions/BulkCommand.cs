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

/// <summary>
/// The base of the cmdlets that change users. It starts one run while the pipeline still delivers users, and writes its prompts, results, and errors.
/// </summary>
public abstract class BulkCommand : SourceCommand
{
    /// <summary>The number of delivered users that can wait. A faster pipeline blocks.</summary>
    private const int QueueCapacity = 500;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>The sources by the names that users bring. <see langword="null"/> for a source that cannot be used.</summary>
    private readonly Dictionary<string, ExternalSource?> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ExternalSourceException> _unusable = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SourceReference> _sources = new();
    private readonly HashSet<(string Source, string? AccountId)> _ofUnknownType = new();
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

    /// <summary>
    /// Suppresses the confirmation prompts. With -PlanPath, the cmdlet also overwrites an existing file. Invoke-ExternalPlan also accepts an edited plan.
    /// To suppress only the prompts, use -Confirm:$false.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Specifies how many users of each source the cmdlet processes at the same time, from 1 to 32.</summary>
    /// <value>8</value>
    [Parameter]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 8;

    private protected RunFolder Runs => new(Session.OpenStore().Folder, Session.RunFiles);

    // A stopped run must not send the requests that still wait.
    private StoppableClock Waits => _waits ??= new StoppableClock(Session.Transport.Clock);

    /// <summary>The transport options of a run, which waits for a rate limit as long as the service asks.</summary>
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

    /// <summary>The planned targets; <see langword="null"/> without -PlanPath.</summary>
    private protected virtual List<RunTarget>? Plan => null;

    /// <summary>The sources that the run has used so far.</summary>
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

    /// <summary>Starts the run, before the first user is delivered.</summary>
    /// <param name="request">The action and its parameters.</param>
    /// <param name="limits">The maximum number of users.</param>
    /// <param name="openLog">Opens the log.</param>
    /// <param name="earlier">The record of the run, if an earlier run is resumed.</param>
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

        var candidates = _candidates = new AsyncQueue<Candidate>(QueueCapacity);
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
            // A session that crashed may have left gaps between the numbers.
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

    /// <summary>Delivers a user to the run, and writes the available results of other users.</summary>
    private protected void Deliver(Candidate candidate)
    {
        // A name with surrounding spaces is the same source, and must not get a second connection.
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

    /// <summary>Waits for the end of the run, and writes the remaining results.</summary>
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

        WarnOfUnknownTypes();
    }

    private void WarnOfUnknownTypes()
    {
        var count = _ofUnknownType.Count;
        _ofUnknownType.Clear();
        if (count > 0)
        {
            WriteWarning(
                (
                    count == 1
                        ? "1 account of unknown type was skipped, because it may not be a person."
                        : $"{Invariant.Text(count)} accounts of unknown type were skipped, because they may not be people."
                ) + " To act on such an account, name it by its account id."
            );
        }
    }

    /// <summary>Stops the run, if it has not ended, and closes the connections.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _work?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Does work that the whole command depends on. A failure ends the command.</summary>
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

    /// <summary>Connects the source of a user. If that fails, it writes one error for the source and one skipped result for each user.</summary>
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

    // A source type never supports the action later, but every other failure may pass.
    private void WriteSkipped(Candidate candidate) =>
        WriteSkipped(
            candidate,
            _unusable[candidate.Source] is CapabilityException ? SkipReason.NotSupported : SkipReason.NotAttempted,
            _unusable[candidate.Source].Message
        );

    /// <summary>Writes a skipped result for a user. If the user is in the log of a resumed run, the run does not count as completed.</summary>
    private protected void WriteSkipped(Candidate candidate, SkipReason reason, string detail)
    {
        if (candidate.Number is not null)
        {
            _run!.Recorder.BrokenOff(detail);
        }

        WriteObject(ExternalActionResult.Of(null, candidate.ToTarget(_action), ActionOutcome.Skipped, reason, detail, Session.Now));
    }

    private Task Write(RunTarget target, ExternalActionResult result, ExternalSourceException? error)
    {
        _progress?.Settled(result.Outcome);
        // A reviewer of the plan must also see the targets whose state is unknown.
        if (result.Outcome == ActionOutcome.WhatIf || (result.Outcome == ActionOutcome.Failed && target.IsUnknown))
        {
            lock (_sources)
            {
                Plan?.Add(target);
            }
        }

        _queue!.Add(cmdlet =>
        {
            if (result.Reason == SkipReason.UnknownAccountType)
            {
                _ofUnknownType.Add((result.Source, result.AccountId));
            }

            // A dry run shows what would change. A check changes nothing.
            if (result.Outcome != ActionOutcome.WhatIf || !UserActions.Of(target.Action).IsCheck(target))
            {
                cmdlet.WriteObject(result);
            }

            if (error is null)
            {
                return;
            }

            if (_stopsAtErrors && result.Run is { } run)
            {
                cmdlet.WriteWarning(
                    $"The run {run} stops at this error, because -ErrorAction is Stop. The remaining users are unchanged. "
                        + $"To process them, use Resume-ExternalRun {run}. To continue after an error, use -ErrorAction Continue."
                );
            }

            cmdlet.WriteError(error.ToRecord(result));
        });
        return Task.CompletedTask;
    }

    private async Task<bool> ConfirmAsync(RunTarget target, string what)
    {
        var description = Description(target);
        if (IsPlan)
        {
            return false;
        }

        if (!_asks && !_isWhatIf)
        {
            _queue!.Verbose($"{what}: {description}");
            return true;
        }

        // Only the pipeline thread can prompt.
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stopped = StopToken.Register(() => answer.TrySetCanceled());
        _queue!.Add(cmdlet =>
        {
            try
            {
                answer.TrySetResult(cmdlet.ShouldProcess(description, what));
            }
            catch
            {
                answer.TrySetCanceled();
                throw;
            }
        });
        return await answer.Task.ConfigureAwait(false);
    }

    private static string Description(RunTarget target)
    {
        var name = target.Name ?? target.AccountId ?? target.Email ?? "unknown";
        return target.Email is { } email && email != name ? $"{name} <{email}> in {target.Source}" : $"{name} ({target.AccountId}) in {target.Source}";
    }
}
