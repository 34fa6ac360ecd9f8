using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Core.Sources;

/// <summary>Everything that the store holds.</summary>
internal sealed record StoreContent
{
    public static StoreContent Empty { get; } = new();

    public IReadOnlyList<ExternalSource> Sources { get; init; } = Array.Empty<ExternalSource>();

    /// <summary>
    /// Secrets that belong to no source: written for one that was never saved because the session died, or left by one that no longer needs
    /// them. Whoever writes the store next removes them from their vault.
    /// </summary>
    public IReadOnlyList<SecretReference> Orphans { get; init; } = Array.Empty<SecretReference>();

    /// <summary>What bulk actions leave alone.</summary>
    public IReadOnlyList<ExternalExemption> Exemptions { get; init; } = Array.Empty<ExternalExemption>();

    public ExternalSource? Find(string name) => Sources.FirstOrDefault(source => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public ExternalSource? Find(Guid id) => Sources.FirstOrDefault(source => source.Id == id);

    /// <summary>The content with a source added, or put in the place of the one with its id.</summary>
    public StoreContent With(ExternalSource source) =>
        this with
        {
            Sources = Sources.Where(other => other.Id != source.Id).Append(source).OrderBy(other => other.Name, StringComparer.OrdinalIgnoreCase).ToArray(),
        };

    /// <summary>The content with a source's new name in the exemptions that are limited to it: they hold for the source, not for a name.</summary>
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

/// <summary>Where a key is: a secret's name and its vault.</summary>
internal sealed record SecretReference(string Vault, string Name);
