using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Async;
using ExternalSources.Binding;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Errors;
using ExternalSources.Secrets;
using ExternalSources.Session;

namespace ExternalSources.Commands.Sources;

/// <summary>The base of the cmdlets that use the session: its sources, vaults, connections, questions and errors.</summary>
public abstract class SourceCommand : AsyncCommand
{
    private ModuleSession? _session;
    private Interaction? _interaction;
    private SecretVault? _vault;
    private SourceRepository? _repository;
    private ConnectionPool? _connections;

    private protected SourceCommand() { }

    private protected ModuleSession Session => _session ??= ModuleSession.Current;

    private protected Interaction Interaction => _interaction ??= new Interaction(Host, Session.IsAttended);

    private protected SecretVault Vaults =>
        _vault ??= new SecretVault(SessionState.PSVariable.GetValue("global:Error") as ArrayList, Session.VaultLimit(Interaction.IsPossible), StopToken);

    /// <summary>The sources and the exemptions. It reads the store when it needs it. See <see cref="OpenRepository"/>.</summary>
    private protected SourceRepository Repository => _repository ??= new SourceRepository(Session, Vaults, WriteVerbose, StopToken);

    /// <summary>The connections of this command.</summary>
    private protected ConnectionPool Connections =>
        _connections ??= new ConnectionPool(Repository, Transport, Session.RateLimits, NoticeExpiry, (exception, source) =>
            WriteError(exception.ToNamedRecord(source.Name))
        );

    /// <summary>How this command sends requests.</summary>
    private protected virtual TransportOptions Transport => Session.Transport;

    /// <summary>Whether the command only shows its changes. Call it on the pipeline thread, because it reads session variables.</summary>
    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound)
            ? ((SwitchParameter)bound).IsPresent
            : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>Whether the first error ends the command. Call it on the pipeline thread, because it reads session variables.</summary>
    private protected bool StopsAtErrors =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(
            MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var bound) ? bound : SessionState.PSVariable.GetValue("ErrorActionPreference"),
            out var preference
        )
        && preference == ActionPreference.Stop;

    /// <summary>Calls ShouldProcess. If nobody can answer, ends the command with an error of this module instead of the host's.</summary>
    private protected bool Confirms(string target, string action)
    {
        EnsureAnswer();
        return ShouldProcess(target, action);
    }

    /// <summary>Ends the command if it would ask and nobody can answer.</summary>
    private protected void EnsureAnswer()
    {
        if (!IsWhatIf && WouldAsk(force: false))
        {
            RefuseToAskNobody();
        }
    }

    /// <summary>Ends the command if nobody can answer.</summary>
    private protected void RefuseToAskNobody()
    {
        if (!Interaction.IsPossible)
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "Confirm",
                    "The command asks for confirmation before each change, but this session is not interactive.",
                    "Run the command with -WhatIf first. Then, in a runbook, use -Confirm:$false."
                ).ToRecord(null)
            );
        }
    }

    /// <summary>Whether PowerShell asks, by the command's impact, the caller's preference and the bound parameters.</summary>
    /// <param name="force">Whether -Force switches the questions off.</param>
    private protected bool WouldAsk(bool force)
    {
        if (MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm))
        {
            return ((SwitchParameter)confirm).IsPresent;
        }

        if (force)
        {
            return false;
        }

        var impact = ((CmdletAttribute)Attribute.GetCustomAttribute(GetType(), typeof(CmdletAttribute))!).ConfirmImpact;
        var preference =
            SessionState.PSVariable.GetValue("ConfirmPreference") is { } value && LanguagePrimitives.TryConvertTo<ConfirmImpact>(value, out var set)
                ? set
                : ConfirmImpact.High;
        return preference != ConfirmImpact.None && impact >= preference;
    }

    /// <summary>Closes the connections.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connections?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Runs the work for one source. An error of this module becomes an error record, and the pipeline continues.</summary>
    private protected void ForSource(object? target, Action work)
    {
        try
        {
            work();
        }
        catch (ExternalSourceException exception)
        {
            WriteError(exception.ToNamedRecord(target));
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>The sources and the exemptions. A store that cannot be read ends the command.</summary>
    private protected SourceRepository OpenRepository()
    {
        try
        {
            Repository.Load();
            return Repository;
        }
        catch (StoreException exception)
        {
            ThrowTerminatingError(exception.ToRecord(exception.Path));
            throw;
        }
    }

    /// <summary>The sources that the names select. Writes an error for each unknown name.</summary>
    private protected IReadOnlyList<ExternalSource> SelectSources(IEnumerable<string> names) => SelectSources(names, out _);

    /// <summary>The sources that the names select. Writes an error for each unknown name.</summary>
    /// <param name="names">Names and wildcards. Rows of a list without a name are errors.</param>
    /// <param name="isWhole">Whether every name was found.</param>
    private protected IReadOnlyList<ExternalSource> SelectSources(IEnumerable<string> names, out bool isWhole)
    {
        var nameless = new NamelessRows();
        var missing = new List<string>();
        var selected = OpenRepository().Select(nameless.Without(names).Distinct(), missing);
        foreach (var name in missing)
        {
            WriteError(new SourceNotFoundException(name).ToRecord(name));
        }

        if (nameless.Count > 0)
        {
            WriteError(
                new InvalidInputException(
                    "Name",
                    $"{nameless.Entries} of the list {(nameless.Count == 1 ? "has" : "have")} no Name and no Source, so no source is selected."
                        + nameless.ColumnsSentence,
                    "Rename the column that contains the source to Name: Select-Object @{ Name = 'Name'; Expression = 'Site' }."
                ).ToRecord(null)
            );
        }

        isWhole = missing.Count + nameless.Count == 0;
        return selected;
    }

    /// <summary>Warns once for each session and key that the key expires soon.</summary>
    private protected void NoticeExpiry(ExternalSource source)
    {
        if (KeyExpiry.IsNear(source.ExpiresOn, Session.Now) && Session.IsFirstNotice(source))
        {
            WriteWarning(
                $"The key of '{source.Name}' expires on {Invariant.Day(source.ExpiresOn!.Value)}, in "
                    + $"{Invariant.Count(KeyExpiry.DaysLeft(source.ExpiresOn, Session.Now)!.Value, "day")}. {KeyExpiry.RenewalAdvice(source.Type)}"
            );
        }
    }

    /// <summary>Saves the results of tests. If that fails, writes a warning.</summary>
    private protected void Remember(IReadOnlyList<TestedSource> tested)
    {
        try
        {
            Repository.Remember(tested);
        }
        catch (StoreException exception)
        {
            WriteWarning($"The results of the test could not be saved. {exception.Message} {exception.Recommendation}");
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
