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

/// <summary>What the source cmdlets have in common: the session, its vaults, errors, and the notice of a key's near end.</summary>
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
        _connections ??= new ConnectionPool(
            Repository,
            Transport,
            NoticeExpiry,
            (exception, source) => WriteError(exception.ToNamedRecord(source.Name))
        );

    /// <summary>How this command sends requests.</summary>
    private protected virtual TransportOptions Transport => Session.Transport;

    /// <summary>Whether nothing is to be changed. Only on the pipeline thread: it looks at the session's variables.</summary>
    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound)
            ? ((SwitchParameter)bound).IsPresent
            : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>Whether the first error ends the command. Only on the pipeline thread: it looks at the session's variables.</summary>
    private protected bool StopsAtErrors =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(
            MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var bound) ? bound : SessionState.PSVariable.GetValue("ErrorActionPreference"),
            out var preference
        )
        && preference == ActionPreference.Stop;

    /// <summary>Asks, as ShouldProcess does; where nobody can answer, that is an error which says so, and not the host's own.</summary>
    private protected bool Confirms(string target, string action)
    {
        EnsureAnswer();
        return ShouldProcess(target, action);
    }

    /// <summary>Ends a command that is about to ask where nobody can answer.</summary>
    private protected void EnsureAnswer()
    {
        if (!IsWhatIf && WouldAsk(force: false))
        {
            RefuseToAskNobody();
        }
    }

    /// <summary>Ends a command that would ask where nobody can answer.</summary>
    private protected void RefuseToAskNobody()
    {
        if (!Interaction.IsPossible)
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "Confirm",
                    "This asks before each change, and nobody is here to answer.",
                    "Use -Confirm:$false in runbooks, after a look with -WhatIf."
                ).ToRecord(null)
            );
        }
    }

    /// <summary>Whether PowerShell would ask, by the command's impact, the caller's preference and what was bound.</summary>
    /// <param name="force">Whether the command was told to ask nothing.</param>
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

    /// <summary>Runs the work for one source; a failure of ours becomes an error record, and the pipeline goes on.</summary>
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

    /// <summary>The sources that the names select; each name that is not there is an error of its own.</summary>
    private protected IReadOnlyList<ExternalSource> SelectSources(IEnumerable<string> names) => SelectSources(names, out _);

    /// <summary>The sources that the names select; each name that is not there is an error of its own.</summary>
    /// <param name="names">Names and wildcards, and entries of a list that are none.</param>
    /// <param name="isWhole">Whether each of the names was there.</param>
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
                    $"{nameless.Entries} of the list {(nameless.Count == 1 ? "names" : "name")} no source: there is no Name and no Source."
                        + nameless.ColumnsSentence,
                    "Name the column that tells the source Name: Select-Object @{ Name = 'Name'; Expression = 'Site' }."
                ).ToRecord(null)
            );
        }

        isWhole = missing.Count + nameless.Count == 0;
        return selected;
    }

    /// <summary>Warns, once a session and key, that a key will soon expire.</summary>
    private protected void NoticeExpiry(ExternalSource source)
    {
        if (KeyExpiry.IsNear(source.ExpiresOn, Session.Now) && Session.IsFirstNotice(source))
        {
            WriteWarning(
                $"The key of '{source.Name}' expires on {Invariant.Day(source.ExpiresOn!.Value)}, in {Invariant.Count(KeyExpiry.DaysLeft(source.ExpiresOn, Session.Now)!.Value, "day")}. {KeyExpiry.RenewalAdvice(source.Type)}"
            );
        }
    }

    /// <summary>Keeps what tests found. A store that cannot be written takes nothing from their results.</summary>
    private protected void Remember(IReadOnlyList<TestedSource> tested)
    {
        try
        {
            Repository.Remember(tested);
        }
        catch (StoreException exception)
        {
            WriteWarning($"What was found could not be saved. {exception.Message} {exception.Recommendation}");
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
