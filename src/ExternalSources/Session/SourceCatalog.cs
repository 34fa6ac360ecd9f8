using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Secrets;

namespace ExternalSources.Session;

/// <summary>All sources of a session, those of the store and its own, as they stand at this moment.</summary>
internal sealed class SourceCatalog
{
    public SourceCatalog(ModuleSession session)
    {
        var now = session.Now;
        // A source of this session hides a saved one of the same name, as a variable hides one of an outer scope.
        Saved = session.OpenStore().Read().Sources;
        All = session
            .Sources.Select(own => own.Source)
            .Concat(Saved.Where(saved => !session.Sources.Any(own => own.Source.Name.Equals(saved.Name, StringComparison.OrdinalIgnoreCase))))
            .Select(source => AsOf(source, now))
            .OrderBy(source => source.Name, StringComparer.OrdinalIgnoreCase)
            .ToArray();
    }

    public IReadOnlyList<ExternalSource> All { get; }

    private IReadOnlyList<ExternalSource> Saved { get; }

    /// <summary>The saved source of a name, hidden or not.</summary>
    public ExternalSource? FindSaved(string name) => Saved.FirstOrDefault(source => IsCalled(source, name));

    /// <summary>The source of a name.</summary>
    public ExternalSource? Find(string name) => All.FirstOrDefault(source => IsCalled(source, name));

    /// <summary>The sources that names and wildcards select, each once; names that are not there go to <paramref name="missing"/>.</summary>
    public IReadOnlyList<ExternalSource> Select(IEnumerable<string> names, ICollection<string> missing)
    {
        var selected = new List<ExternalSource>();
        foreach (var name in names)
        {
            if (IsWildcard(name))
            {
                selected.AddRange(All.Where(Matches(name)));
            }
            else if (Find(name) is { } source)
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

    /// <summary>Whether one of these names and wildcards selects a source.</summary>
    public static bool IsNamed(ExternalSource source, IEnumerable<string> names) =>
        names.Any(name => IsWildcard(name) ? Matches(name)(source) : IsCalled(source, name));

    /// <summary>The source with what follows from the date: days to expiry, and the error that an expired key is.</summary>
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

    /// <summary>The source's key: from this session's memory, or from its vault.</summary>
    public static ApiKey Key(ModuleSession session, ExternalSource source, SecretVault vault)
    {
        if (source.SessionOnly)
        {
            var own = session.Sources.First(entry => entry.Source.Id == source.Id);
            using var copy = own.Key.ToSecureString();
            return new ApiKey(copy);
        }

        return new ApiKey(vault.Get(SecretOf(source)));
    }

    public static SecretReference SecretOf(ExternalSource source) => new(source.Vault!, source.SecretName!);

    /// <summary>Whether a name is a wildcard. One that nobody can understand is not: then it is a name that no source has.</summary>
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

    // Names are saved with their accents in the letters, however they were typed.
    private static bool IsCalled(ExternalSource source, string name) => source.Name.Equals(TextForm.Composed(name.Trim()), StringComparison.OrdinalIgnoreCase);

    private static Func<ExternalSource, bool> Matches(string wildcard)
    {
        var pattern = new WildcardPattern(TextForm.Composed(wildcard), WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return source => pattern.IsMatch(source.Name);
    }
}
