using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Secrets;

namespace ExternalSources.Session;

/// <summary>
/// Saves and removes sources together with their keys. A key always goes into a secret of its own, which the store notes as an orphan until
/// the source that needs it is saved: a session that dies in between leaves nothing but that note, and the next one to write cleans up.
/// </summary>
internal sealed class SourceSaver
{
    /// <summary>How long after another process wrote to a vault it can be written to without loss; see <see cref="SecretVault.NeedsTurns"/>.</summary>
    private static readonly TimeSpan VaultTurn = TimeSpan.FromSeconds(6);

    private const string SecretPrefix = "ExternalSource-";

    private readonly ModuleSession _session;
    private readonly SecretVault _vault;
    private readonly Action<string> _notify;
    private readonly CancellationToken _cancellationToken;

    public SourceSaver(ModuleSession session, SecretVault vault, Action<string> notify, CancellationToken cancellationToken)
    {
        _notify = notify;
        _session = session;
        _vault = vault;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Whether a secret is one of the module's own: only those are ever removed.</summary>
    public static bool IsOwn(string? secretName) =>
        secretName?.StartsWith(SecretPrefix, StringComparison.OrdinalIgnoreCase) == true
        && Guid.TryParseExact(secretName.Substring(SecretPrefix.Length), "D", out _);

    public static string NewSecretName(Guid id) => SecretPrefix + id.ToString("D", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Saves a source.</summary>
    /// <param name="source">The source as it is to be.</param>
    /// <param name="original">The source that it replaces, as it was read; <see langword="null"/> for a new one.</param>
    /// <param name="key">A key to write to the source's secret; <see langword="null"/> when the secret is there already.</param>
    public void Save(ExternalSource source, ExternalSource? original, SecureString? key)
    {
        using var store = LockForVaults(source.Vault!, original?.Vault);
        RemoveOrphans(store);
        Verify(store.Content, source, original);

        if (key is not null)
        {
            WriteKey(store, source, key);
        }

        var saved = store
            .Content.WithRenamed(original?.Name ?? source.Name, source.Name)
            .With(Persistent(source))
            .WithoutOrphan(SourceCatalog.SecretOf(source));
        var abandoned =
            original is { SessionOnly: false, ForeignSecret: false } && SourceCatalog.SecretOf(original) != SourceCatalog.SecretOf(source)
                ? SourceCatalog.SecretOf(original)
                : null;
        try
        {
            store.Save(abandoned is null ? saved : saved.WithOrphan(abandoned));
        }
        catch (StoreException) when (key is not null)
        {
            TryRemove(store, SourceCatalog.SecretOf(source));
            throw;
        }

        _session.Sources.RemoveAll(own => own.Source.Name.Equals(source.Name, StringComparison.OrdinalIgnoreCase) || own.Source.Id == source.Id);
        if (abandoned is not null)
        {
            TryRemove(store, abandoned);
        }

        if (key is null && !source.ForeignSecret)
        {
            Change(store, () => _vault.Describe(SourceCatalog.SecretOf(source), source));
        }
    }

    /// <summary>Keeps a source and its key in this session's memory.</summary>
    public void SaveInSession(ExternalSource source, ExternalSource? original, ApiKey key)
    {
        if (
            source.Name is var name
            && new SourceCatalog(_session).All.FirstOrDefault(other => other.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && other.Id != original?.Id)
                is { } other
        )
        {
            throw new SourceExistsException(other.Name, "Choose another name.");
        }

        if (original is not null)
        {
            RenameInExemptions(original.Name, source.Name);
        }

        _session.Sources.RemoveAll(own => own.Source.Id == source.Id || own.Source.Id == original?.Id);
        _session.Sources.Add(new SessionSource(source, key));
    }

    /// <summary>Removes a source and, unless it is to be kept, its key.</summary>
    public void Remove(ExternalSource source, bool keepSecret)
    {
        if (source.SessionOnly)
        {
            foreach (var own in _session.Sources.Where(own => own.Source.Id == source.Id).ToArray())
            {
                _session.Sources.Remove(own);
                own.Key.Dispose();
            }

            return;
        }

        using var store = LockForVaults(source.Vault!, null);
        RemoveOrphans(store);
        var current = store.Content.Find(source.Id) ?? throw new SourceNotFoundException(source.Name);
        if (!keepSecret && !current.ForeignSecret && current.Vault is not null)
        {
            Change(store, () => _vault.Remove(SourceCatalog.SecretOf(current)));
        }

        store.Save(store.Content.Without(source.Id));
    }

    /// <summary>Reads a source's key. One that is missing may have been written by another session a moment ago, and not have arrived here yet.</summary>
    public ApiKey ReadKey(ExternalSource source)
    {
        try
        {
            return SourceCatalog.Key(_session, source, _vault);
        }
        catch (VaultException exception) when (exception.Failure == VaultFailure.SecretMissing && IsOwn(source.SecretName) && _vault.NeedsTurns(source.Vault!))
        {
            // Taking the turn waits until what others wrote has arrived.
            LockForVaults(source.Vault!, null).Dispose();
            return SourceCatalog.Key(_session, source, _vault);
        }
    }

    /// <summary>Remembers what a test found, except for sources that were changed meanwhile.</summary>
    public void Remember(IReadOnlyList<TestedSource> tested)
    {
        foreach (var test in tested.Where(test => test.Source.SessionOnly))
        {
            var index = _session.Sources.FindIndex(own => own.Source.Id == test.Source.Id);
            if (index >= 0)
            {
                _session.Sources[index] = _session.Sources[index] with { Source = test.Updated };
            }
        }

        if (tested.All(test => test.Source.SessionOnly))
        {
            return;
        }

        using var store = _session.OpenStore().Lock(_cancellationToken);
        var content = store.Content;
        foreach (var test in tested.Where(test => !test.Source.SessionOnly))
        {
            if (content.Find(test.Source.Id) is { } current && current.LastUpdated == test.Source.LastUpdated && !(current.CheckedAt > test.At))
            {
                content = content.With(Persistent(test.Updated));
            }
        }

        store.Save(content);
    }

    /// <summary>The right to write the store and the vaults; where a vault needs it, only once what others wrote to it has arrived in this process.</summary>
    private StoreTransaction LockForVaults(string vault, string? other)
    {
        var needsTurns = _vault.NeedsTurns(vault) || (other is not null && other != vault && _vault.NeedsTurns(other));
        while (true)
        {
            var store = _session.OpenStore().Lock(_cancellationToken);
            var wait = needsTurns && store.LastForeignVaultWrite() is { } last ? last + VaultTurn - _session.Now : TimeSpan.Zero;
            // A clock that was set back must not make anybody wait for hours.
            if (wait <= TimeSpan.Zero || wait > VaultTurn)
            {
                return store;
            }

            store.Dispose();
            _notify($"Another session has just written to the vault '{vault}'; waiting {Invariant.Duration(wait)} for its turn.");
            _session.Pause(wait, _cancellationToken);
            _cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void Change(StoreTransaction store, Action change)
    {
        store.NoteVaultWrite(_session.Now);
        try
        {
            change();
        }
        finally
        {
            store.NoteVaultWrite(_session.Now);
        }
    }

    // Exemptions are in the store even where the source that they are limited to is not.
    private void RenameInExemptions(string from, string to)
    {
        if (from == to || _session.OpenStore().Read() is var read && ReferenceEquals(read.WithRenamed(from, to), read))
        {
            return;
        }

        using var store = _session.OpenStore().Lock(_cancellationToken);
        // Another session may have saved a source under the old name meanwhile: then the exemptions are that one's.
        if (store.Content.Find(from) is null)
        {
            store.Save(store.Content.WithRenamed(from, to));
        }
    }

    private void Verify(StoreContent content, ExternalSource source, ExternalSource? original)
    {
        if (original is { SessionOnly: false } && content.Find(original.Id)?.LastUpdated != original.LastUpdated)
        {
            throw new SourceChangedException(original.Name);
        }

        var taken = content.Find(source.Name)
            ?? _session.Sources.Select(own => own.Source).FirstOrDefault(own => own.Name.Equals(source.Name, StringComparison.OrdinalIgnoreCase));
        if (taken is not null && taken.Id != source.Id && taken.Id != original?.Id)
        {
            throw new SourceExistsException(taken.Name, "Choose another name.");
        }
    }

    private void WriteKey(StoreTransaction store, ExternalSource source, SecureString key)
    {
        var secret = SourceCatalog.SecretOf(source);
        store.Save(store.Content.WithOrphan(secret));
        try
        {
            Change(store, () => _vault.Set(secret, key, source));
        }
        catch
        {
            // A write that failed, or was stopped, may have taken effect all the same.
            TryRemove(store, secret);
            throw;
        }
    }

    private void RemoveOrphans(StoreTransaction store)
    {
        foreach (var secret in store.Content.Orphans)
        {
            TryRemove(store, secret);
        }
    }

    private void TryRemove(StoreTransaction store, SecretReference secret)
    {
        try
        {
            // The store is a file that anybody may have edited: it is no order to remove other people's secrets.
            if (IsOwn(secret.Name))
            {
                Change(store, () => _vault.Remove(secret));
            }

            store.Save(store.Content.WithoutOrphan(secret));
        }
        catch (Exception exception)
            when (exception is ExternalSourceException or OperationCanceledException or System.Management.Automation.PipelineStoppedException)
        {
            // It stays noted as an orphan, and the next session to write tries again.
        }
    }

    // What follows from the date or from the type is worked out anew at each read.
    private static ExternalSource Persistent(ExternalSource source) => source with { DaysToExpiry = null, Capabilities = Array.Empty<string>() };
}
