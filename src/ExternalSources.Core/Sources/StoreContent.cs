using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Core.Sources;

/// <summary>The content of the store.</summary>
internal sealed record StoreContent
{
    public static StoreContent Empty { get; } = new();

    public IReadOnlyList<ExternalSource> Sources { get; init; } = Array.Empty<ExternalSource>();

    /// <summary>
    /// Secrets that no source uses. Either the session ended before it saved their source, or their source no longer needs them. The next session
    /// that writes the store removes them from their vaults.
    /// </summary>
    public IReadOnlyList<SecretReference> Orphans { get; init; } = Array.Empty<SecretReference>();

    /// <summary>The users and groups that bulk actions never change.</summary>
    public IReadOnlyList<ExternalExemption> Exemptions { get; init; } = Array.Empty<ExternalExemption>();

    public ExternalSource? Find(string name) => Sources.FirstOrDefault(source => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public ExternalSource? Find(Guid id) => Sources.FirstOrDefault(source => source.Id == id);

    /// <summary>The content with a source, which replaces the source with the same id.</summary>
    public StoreContent With(ExternalSource source) =>
        this with
        {
            Sources = Sources.Where(other => other.Id != source.Id).Append(source).OrderBy(other => other.Name, StringComparer.OrdinalIgnoreCase).ToArray(),
        };

    /// <summary>The content with the new name of a source in its exemptions. Exemptions apply to the source, not to its name.</summary>
    public StoreContent WithRenamed(string from, string to)
    {
        if (from == to || !Exemptions.Any(Names))
        {
            return this;
        }

        return this with
        {
            Exemptions = Exemptions
                .Select(exemption =>
                    Names(exemption)
                        ? exemption with
                        {
                            Source = exemption.Source.Select(name => IsOld(name) ? to : name).Distinct(StringComparer.OrdinalIgnoreCase).ToArray(),
                        }
                        : exemption
                )
                .ToArray(),
        };

        bool Names(ExternalExemption exemption) => exemption.Source.Any(IsOld);

        bool IsOld(string name) => name.Equals(from, StringComparison.OrdinalIgnoreCase);
    }

    public StoreContent Without(Guid id) => this with { Sources = Sources.Where(source => source.Id != id).ToArray() };

    public StoreContent WithOrphan(SecretReference secret) => this with { Orphans = Orphans.Where(other => other != secret).Append(secret).ToArray() };

    public StoreContent WithoutOrphan(SecretReference secret) => this with { Orphans = Orphans.Where(other => other != secret).ToArray() };
}

/// <summary>The location of a key: the name of a secret and its vault.</summary>
internal sealed record SecretReference(string Vault, string Name);
