using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Connectors;

/// <summary>Finds the instances that a user names by the name, the address or the ARI of a workspace.</summary>
internal static class WorkspaceSelection
{
    private const string Parameter = "Workspace";

    /// <summary>Returns the instances of an organization. Without names, the applications are returned as they are.</summary>
    /// <param name="applications">The applications; empty for all.</param>
    /// <param name="names">The names, addresses, and ARIs.</param>
    /// <param name="workspaces">The workspaces of the organization.</param>
    /// <param name="source">The name of the source.</param>
    /// <exception cref="InvalidInputException">A name means no workspace, or workspaces of several sites.</exception>
    public static IReadOnlyList<ApplicationSelector> InOrganization(
        IReadOnlyList<ApplicationSelector> applications,
        IReadOnlyList<string> names,
        IReadOnlyList<ExternalWorkspace> workspaces,
        string source
    )
    {
        if (names.Count == 0)
        {
            return applications;
        }

        var selected = names
            .SelectMany(name => Find(name, workspaces.Where(workspace => workspace.IsApplication).ToArray(), source))
            .Select(workspace => workspace.Selector)
            .Where(instance => applications.Count == 0 || applications.Any(application => application.Key == instance.Key))
            .Distinct()
            .ToArray();
        return selected.Length > 0 ? selected : throw NoInstance(applications);
    }

    /// <summary>
    /// Returns the applications of a site; <see langword="null"/> for all that it has: the name and the address of a site mean each of its instances. A
    /// workspace must be on this site.
    /// </summary>
    /// <param name="applications">The applications; empty for all.</param>
    /// <param name="names">The names, addresses, and ARIs.</param>
    /// <param name="site">The site.</param>
    /// <param name="cloudId">The cloud id of the site; <see langword="null"/> if it is unknown.</param>
    /// <exception cref="InvalidInputException">A name means another site, or it is unknown which site it means.</exception>
    public static IReadOnlyList<ApplicationSelector>? OnSite(
        IReadOnlyList<ApplicationSelector> applications,
        IReadOnlyList<string> names,
        ExternalSource site,
        string? cloudId
    )
    {
        var keys = new List<ApplicationSelector>();
        var isWhole = false;
        foreach (var name in names)
        {
            if (Ari.Owner(name) is { } owner)
            {
                if (!Ari.LastSegment(name).Equals(cloudId, StringComparison.OrdinalIgnoreCase))
                {
                    throw cloudId is null ? NotKnown(name, site.Name) : NotHere(name, site.Name);
                }

                keys.Add(ApplicationKeys.Canonical(owner));
            }
            else if (!IsHost(name, site.Url) && !Same(name, site.Name) && !Same(name, site.Title))
            {
                throw NotHere(name, site.Name);
            }
            else
            {
                isWhole = true;
            }
        }

        return isWhole ? (applications.Count == 0 ? null : applications)
            : applications.Count == 0 ? keys
            : applications.Where(application => keys.Any(key => key.Key == application.Key)).ToArray() is { Length: > 0 } both ? both
            : throw NoInstance(applications);
    }

    private static InvalidInputException NoInstance(IEnumerable<ApplicationSelector> applications) =>
        new(
            Parameter,
            $"None of the workspaces is an instance of {string.Join(" or ", applications.Select(application => application.Key))}.",
            "Specify another workspace, or omit -Application."
        );

    private static InvalidInputException NotHere(string name, string source) =>
        new(
            Parameter,
            $"The workspace '{name}' is not on the site '{source}', or a site cannot find it by this name.",
            "For a Jira Cloud site, specify the address of the site or the ARI of a workspace. Get-ExternalWorkspace lists the workspaces of an organization."
        );

    private static InvalidInputException NotKnown(string name, string source) =>
        new(
            Parameter,
            $"It is unknown whether the workspace '{name}' is on the site '{source}', because the site does not return its cloud id.",
            $"Run the command again later, or specify the address of the site. Test-ExternalSource {source} reads the cloud id and saves it."
        );

    /// <summary>The exact id or name goes first. A name in another case counts only if it is the only one.</summary>
    private static ExternalWorkspace[] Find(string name, ExternalWorkspace[] workspaces, string source)
    {
        var found = new Func<ExternalWorkspace, bool>[]
        {
            workspace => workspace.Id.Equals(name, StringComparison.OrdinalIgnoreCase),
            workspace => workspace.Name == name,
            workspace => workspace.Url is { } url && IsHost(name, url),
            workspace => workspace.Name.Equals(name, StringComparison.OrdinalIgnoreCase),
        }
            .Select(matches => workspaces.Where(matches).ToArray())
            .FirstOrDefault(matching => matching.Length > 0);
        if (found is null)
        {
            var names = workspaces.Select(workspace => workspace.Name).Distinct().OrderBy(one => one, StringComparer.OrdinalIgnoreCase).ToArray();
            throw new InvalidInputException(
                Parameter,
                $"'{source}' has no workspace '{name}'. " + (names.Length == 0 ? "It has no workspaces." : $"It has {string.Join(", ", names)}."),
                "Specify the name, the address or the ARI of one of these workspaces."
            );
        }

        // The applications of one site may share its name and its address.
        return found.Select(workspace => workspace.CloudId).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1
            ? found
            : throw new InvalidInputException(
                Parameter,
                $"'{source}' has workspaces named '{name}' on several sites: {string.Join(", ", found.Select(workspace => workspace.Id))}.",
                "Specify the ARI of the workspace."
            );
    }

    private static bool Same(string name, string? other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool IsHost(string name, Uri address) =>
        name.Equals(address.Authority, StringComparison.OrdinalIgnoreCase)
        || (Uri.TryCreate(name, UriKind.Absolute, out var url) && url.Authority.Equals(address.Authority, StringComparison.OrdinalIgnoreCase));
}
