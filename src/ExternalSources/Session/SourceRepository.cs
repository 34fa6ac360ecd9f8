using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Secrets;

namespace ExternalSources.Session;

/// <summary>
/// Finds, lists, adds, changes and removes sources with their keys, both in the store and in the session's memory. One command has one repository. It
/// reads the store once, and again only under the lock of a write or after another command of the session wrote.
/// </summary>
/// <remarks>
/// Each key goes into its own secret. The store lists the secret as an orphan until it contains the source. If the session ends in between, the next
/// session that writes removes the orphan.
/// </remarks>
internal sealed class SourceRepository
{
    /// <summary>How long this process waits after another process wrote to a vault. See <see cref="SecretVault.NeedsTurns"/>.</summary>
    private static readonly TimeSpan VaultTurn = TimeSpan.FromSeconds(6);

    private const string SecretPrefix = "ExternalSource-";

    private readonly ModuleSession _session;
    private readonly SecretVault _vault;
    private readonly Action<string> _notify;
    private readonly CancellationToken _cancellationToken;
    private SourceStore? _store;
    private StoreContent? _content;
    private int _version;

    public SourceRepository(ModuleSession session, SecretVault vault, Action<string> notify, CancellationToken cancellationToken)
    {
        _session = session;
        _vault = vault;
        _notify = notify;
        _cancellationToken = cancellationToken;
    }

    /// <summary>A repository that only lists, without a vault.</summary>
    public static SourceRepository ForCompletion(ModuleSession session) =>
        new(session, new SecretVault(null, TimeSpan.Zero, CancellationToken.None), static _ => { }, CancellationToken.None);

    /// <summary>
    /// All sources, sorted by name. A source of the session hides a saved source of the same name, as a variable hides one of an outer scope.
    /// </summary>
    public IReadOnlyList<ExternalSource> All
    {
        get
        {
            var now = _session.Now;
            return _session
                .Sources.Select(own => own.Source)
                .Concat(Content.Sources.Where(saved => !_session.Sources.Any(own => HasName(own.Source, saved.Name))))
                .Select(source => AsOf(source, now))
                .Select(WithRights)
                .OrderBy(source => source.Name, StringComparer.OrdinalIgnoreCase)
                .ToArray();
        }
    }

    /// <summary>The exemptions from bulk actions.</summary>
    public IReadOnlyList<ExternalExemption> Exemptions => Content.Exemptions;

    private SourceStore Store => _store ??= _session.OpenStore();

    /// <summary>What the command knows of the store.</summary>
    private StoreContent Content
    {
        get
        {
            if (_content is null || _version != _session.StoreVersion)
            {
                _version = _session.StoreVersion;
                _content = Store.Read();
            }

            return _content;
        }
    }

    /// <summary>Whether the module made a secret. The module removes no other secrets.</summary>
    public static bool IsOwn(string? secretName) =>
        secretName?.StartsWith(SecretPrefix, StringComparison.OrdinalIgnoreCase) == true
        && Guid.TryParseExact(secretName.Substring(SecretPrefix.Length), "D", out _);

    /// <summary>A name for a new secret.</summary>
    public static string NewSecretName() => SecretPrefix + Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture);

    /// <summary>The secret that holds a saved source's key.</summary>
    public static SecretReference SecretOf(ExternalSource source) => new(source.Vault!, source.SecretName!);

    /// <summary>The source with the members that depend on the date or the type.</summary>
    public static ExternalSource AsOf(ExternalSource source, DateTimeOffset now)
    {
        var current = source with { DaysToExpiry = KeyExpiry.DaysLeft(source.ExpiresOn, now), Capabilities = ConnectorFactory.CapabilityNames(source.Type) };
        return KeyExpiry.IsOver(source.ExpiresOn, now)
            ? current with
            {
                Status = SourceStatus.Error,
                StatusReason = KeyExpiry.OverReason(source.ExpiresOn!.Value),
            }
            : current;
    }

    /// <summary>Whether one of these names and wildcards selects a source.</summary>
    public static bool IsNamed(ExternalSource source, IEnumerable<string> names) =>
        names.Any(name => IsWildcard(name) ? Matches(name)(source) : IsCalled(source, name));

    /// <summary>Whether a name is a wildcard. An invalid pattern is a name, and no source has it.</summary>
    public static bool IsWildcard(string name)
    {
        try
        {
            _ = new WildcardPattern(name).IsMatch(name);
            return WildcardPattern.ContainsWildcardCharacters(name);
        }
        catch (WildcardPatternException)
        {
            return false;
        }
    }

    /// <summary>Reads the store, if this command has not read it.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public void Load() => _ = Content;

    /// <summary>The source with this name.</summary>
    public ExternalSource? Find(string name) => All.FirstOrDefault(source => IsCalled(source, name));

    /// <summary>The saved source with this name, even if a source of the session hides it.</summary>
    public ExternalSource? FindSaved(string name) => Content.Sources.FirstOrDefault(source => IsCalled(source, name));

    /// <summary>The sources that names and wildcards select, each once. Adds unknown names to <paramref name="missing"/>.</summary>
    public IReadOnlyList<ExternalSource> Select(IEnumerable<string> names, ICollection<string> missing)
    {
        var all = All;
        var selected = new List<ExternalSource>();
        foreach (var name in names)
        {
            if (IsWildcard(name))
            {
                selected.AddRange(all.Where(Matches(name)));
            }
            else if (all.FirstOrDefault(source => IsCalled(source, name)) is { } source)
            {
                selected.Add(source);
            }
            else
            {
                missing.Add(name);
            }
        }

        var seen = new HashSet<Guid>();
        return selected.Where(source => seen.Add(source.Id)).ToArray();
    }

    /// <summary>Reads a source's key, without the store's lock.</summary>
    public ApiKey ReadKey(ExternalSource source)
    {
        if (source.SessionOnly)
        {
            using var copy = _session.Sources.First(own => own.Source.Id == source.Id).Key.ToSecureString();
            return new ApiKey(copy);
        }

        var secret = SecretOf(source);
        try
        {
            return new ApiKey(_vault.Get(secret));
        }
        catch (VaultException exception) when (exception.Failure == VaultFailure.SecretMissing && IsOwn(secret.Name) && _vault.NeedsTurns(secret.Vault))
        {
            // Another session may have written the key a moment ago. This process sees it a few seconds later.
            if (!AwaitTurn(Store.LastForeignVaultWrite(_session.Now), secret.Vault))
            {
                throw;
            }
        }

        return new ApiKey(_vault.Get(secret));
    }

    /// <summary>Adds a source, or puts it in the place of another one.</summary>
    /// <param name="source">The source to save.</param>
    /// <param name="original">The source that it replaces, as this command read it. <see langword="null"/> for a new one.</param>
    /// <param name="key">The source's key. <see langword="null"/> if its secret holds the key already. A source of the session needs it.</param>
    public void Save(ExternalSource source, ExternalSource? original, ApiKey? key)
    {
        RememberRights(source);
        if (source.SessionOnly)
        {
            SaveInSession(source, original, key!);
        }
        else
        {
            Write(LockForVaults(source.Vault!, original?.Vault), store => SaveInStore(store, source, original, key));
        }
    }

    /// <summary>Removes a source and its key.</summary>
    /// <param name="source">The source.</param>
    /// <param name="keepSecret">Whether the key stays in its vault.</param>
    public void Remove(ExternalSource source, bool keepSecret)
    {
        if (source.SessionOnly)
        {
            RemoveFromSession(own => own.Id == source.Id);
            return;
        }

        Write(LockForVaults(source.Vault!, null), store =>
        {
            RemoveOrphans(store);
            var current = store.Content.Find(source.Id) ?? throw new SourceNotFoundException(source.Name);
            if (!keepSecret && !current.ForeignSecret && current.Vault is not null)
            {
                Change(store, () => _vault.Remove(SecretOf(current)));
            }

            store.Save(store.Content.Without(source.Id));
        });
    }

    /// <summary>Saves the results of tests, except for sources that changed after the test began.</summary>
    public void Remember(IReadOnlyList<TestedSource> tested)
    {
        foreach (var test in tested)
        {
            RememberRights(test.Updated);
        }

        foreach (var test in tested.Where(test => test.Source.SessionOnly))
        {
            var index = _session.Sources.FindIndex(own => own.Source.Id == test.Source.Id);
            if (index >= 0)
            {
                _session.Sources[index] = (test.Updated, _session.Sources[index].Key);
            }
        }

        if (tested.All(test => test.Source.SessionOnly))
        {
            return;
        }

        Write(Store.Lock(_cancellationToken), store =>
        {
            var content = store.Content;
            foreach (var test in tested.Where(test => !test.Source.SessionOnly))
            {
                if (content.Find(test.Source.Id) is { } current && current.LastUpdated == test.Source.LastUpdated && !(current.CheckedAt > test.At))
                {
                    content = content.With(Persistent(test.Updated));
                }
            }

            store.Save(content);
        });
    }

    /// <summary>Replaces the exemptions.</summary>
    /// <param name="change">Makes the new exemptions from those that the store has now.</param>
    public void ChangeExemptions(Func<IEnumerable<ExternalExemption>, IEnumerable<ExternalExemption>> change) =>
        Write(Store.Lock(_cancellationToken), store => store.Save(store.Content with { Exemptions = change(store.Content.Exemptions).ToArray() }));

    private void RememberRights(ExternalSource source) => _session.Rights[source.Id] = (source.Rights, source.MissingRights);

    private ExternalSource WithRights(ExternalSource source) =>
        _session.Rights.TryGetValue(source.Id, out var rights) ? source with { Rights = rights.Found, MissingRights = rights.Missing } : source;

    private static bool HasName(ExternalSource source, string name) => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    // The store has names with composed accents. People may type them decomposed.
    private static bool IsCalled(ExternalSource source, string name) => HasName(source, TextForm.Composed(name.Trim()));

    private static Func<ExternalSource, bool> Matches(string wildcard)
    {
        var pattern = new WildcardPattern(TextForm.Composed(wildcard), WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return source => pattern.IsMatch(source.Name);
    }

    // Each read computes what depends on the date or the type.
    private static ExternalSource Persistent(ExternalSource source) =>
        source with
        {
            DaysToExpiry = null,
            Capabilities = Array.Empty<string>(),
            Rights = Array.Empty<string>(),
            MissingRights = Array.Empty<string>(),
        };

    private void SaveInSession(ExternalSource source, ExternalSource? original, ApiKey key)
    {
        if (All.FirstOrDefault(other => HasName(other, source.Name) && other.Id != original?.Id) is { } taken)
        {
            throw new SourceExistsException(taken.Name, "Choose another name.");
        }

        if (original is not null)
        {
            RenameInExemptions(original.Name, source.Name);
        }

        using var copy = key.ToSecureString();
        RemoveFromSession(own => own.Id == source.Id || own.Id == original?.Id);
        _session.Sources.Add((source, new ApiKey(copy)));
    }

    private void RemoveFromSession(Func<ExternalSource, bool> isRemoved)
    {
        foreach (var own in _session.Sources.Where(own => isRemoved(own.Source)).ToArray())
        {
            _session.Sources.Remove(own);
            own.Key.Dispose();
        }
    }

    private void SaveInStore(StoreTransaction store, ExternalSource source, ExternalSource? original, ApiKey? key)
    {
        RemoveOrphans(store);
        Verify(store.Content, source, original);
        if (key is not null)
        {
            WriteKey(store, source, key);
        }

        var saved = store.Content.WithRenamed(original?.Name ?? source.Name, source.Name).With(Persistent(source)).WithoutOrphan(SecretOf(source));
        var abandoned = original is { SessionOnly: false, ForeignSecret: false } && SecretOf(original) != SecretOf(source) ? SecretOf(original) : null;
        try
        {
            store.Save(abandoned is null ? saved : saved.WithOrphan(abandoned));
        }
        catch (StoreException) when (key is not null)
        {
            TryRemove(store, SecretOf(source));
            throw;
        }

        RemoveFromSession(own => HasName(own, source.Name) || own.Id == source.Id);
        if (abandoned is not null)
        {
            TryRemove(store, abandoned);
        }

        if (key is null && !source.ForeignSecret)
        {
            Change(store, () => _vault.Describe(SecretOf(source), source));
        }
    }

    /// <summary>Makes a change under the lock, and keeps the store's new content.</summary>
    private void Write(StoreTransaction transaction, Action<StoreTransaction> change)
    {
        using (transaction)
        {
            try
            {
                change(transaction);
            }
            finally
            {
                _content = transaction.Content;
                _version = ++_session.StoreVersion;
            }
        }
    }

    /// <summary>Locks the store. If a vault needs it, waits until this process sees what other processes wrote to the vault.</summary>
    private StoreTransaction LockForVaults(string vault, string? other)
    {
        var needsTurns = _vault.NeedsTurns(vault) || (other is not null && other != vault && _vault.NeedsTurns(other));
        while (true)
        {
            var store = Store.Lock(_cancellationToken);
            var last = needsTurns ? store.LastForeignVaultWrite() : null;
            if (TurnWait(last) is null)
            {
                return store;
            }

            store.Dispose();
            AwaitTurn(last, vault);
        }
    }

    /// <summary>Waits until this process sees what another one wrote to a vault. Returns <see langword="false"/> if there is nothing to wait for.</summary>
    private bool AwaitTurn(DateTimeOffset? foreignWrite, string vault)
    {
        if (TurnWait(foreignWrite) is not { } wait)
        {
            return false;
        }

        _notify($"Another session wrote to the vault '{vault}'. This session waits {Invariant.Duration(wait)} until it can see the change.");
        _session.Pause(wait, _cancellationToken);
        _cancellationToken.ThrowIfCancellationRequested();
        return true;
    }

    // A clock that was set back must not cause a wait of hours.
    private TimeSpan? TurnWait(DateTimeOffset? foreignWrite) =>
        foreignWrite + VaultTurn - _session.Now is { } wait && wait > TimeSpan.Zero && wait <= VaultTurn ? wait : null;

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

    // The store has the exemptions of all sources, also of those that it does not have.
    private void RenameInExemptions(string from, string to)
    {
        if (from == to || ReferenceEquals(Content.WithRenamed(from, to), Content))
        {
            return;
        }

        Write(Store.Lock(_cancellationToken), store =>
        {
            // If another session has saved a source under the old name, the exemptions belong to that source.
            if (store.Content.Find(from) is null)
            {
                store.Save(store.Content.WithRenamed(from, to));
            }
        });
    }

    private void Verify(StoreContent content, ExternalSource source, ExternalSource? original)
    {
        if (original is { SessionOnly: false } && content.Find(original.Id)?.LastUpdated != original.LastUpdated)
        {
            throw new SourceChangedException(original.Name);
        }

        var taken = content.Find(source.Name) ?? _session.Sources.Select(own => own.Source).FirstOrDefault(own => HasName(own, source.Name));
        if (taken is not null && taken.Id != source.Id && taken.Id != original?.Id)
        {
            throw new SourceExistsException(taken.Name, "Choose another name.");
        }
    }

    private void WriteKey(StoreTransaction store, ExternalSource source, ApiKey key)
    {
        var secret = SecretOf(source);
        store.Save(store.Content.WithOrphan(secret));
        using var copy = key.ToSecureString();
        try
        {
            Change(store, () => _vault.Set(secret, copy, source));
        }
        catch
        {
            // The vault may have the key although the write failed or was stopped.
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
            // Anybody may have edited the store. It must not make the module remove other secrets.
            if (IsOwn(secret.Name))
            {
                Change(store, () => _vault.Remove(secret));
            }

            store.Save(store.Content.WithoutOrphan(secret));
        }
        catch (Exception exception) when (exception is ExternalSourceException or OperationCanceledException or PipelineStoppedException)
        {
            // The secret stays an orphan, and the next session that writes tries again.
        }
    }
}
