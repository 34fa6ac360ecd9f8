using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Async;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;

namespace ExternalSources.Commands.Groups;

/// <summary>Gets the workspaces of organizations: the instances of applications on their sites.</summary>
/// <remarks>
/// <para>
/// The Get-ExternalWorkspace cmdlet gets the workspaces of organizations. A workspace is an instance of an application on a site, such as Jira on
/// acme.atlassian.net. All workspaces of a site have the same CloudId. It shows which organization a Jira Cloud site belongs to: the organization whose
/// workspaces have the cloud ID of the site.
/// </para>
/// <para>
/// The cmdlet leaves out rows of the service that are no applications, such as the administration of a site. Sandboxes are included, and Sandbox is then True.
/// The service does not return the capacity of every license.
/// </para>
/// <para>A key with scopes needs the scope read:workspaces:admin.</para>
/// </remarks>
/// <example>
/// <title>Get the workspaces of an organization</title>
/// <code>
/// Get-ExternalWorkspace -Source acme
/// </code>
/// <para>This command gets the name, the application and the address of each workspace of the organization acme.</para>
/// </example>
/// <example>
/// <title>Get the instances of Jira that are online</title>
/// <code>
/// Get-ExternalWorkspace -Source acme -Type jira-software -Status Online
/// </code>
/// <para>This command gets the sites that have Jira.</para>
/// </example>
/// <input cref="string">You can pipe names of sources and sources to this cmdlet.</input>
/// <output cref="ExternalWorkspace">This cmdlet returns one object for each workspace.</output>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalGroupCommand"/>
[Cmdlet(VerbsCommon.Get, "ExternalWorkspace")]
[OutputType(typeof(ExternalWorkspace))]
public sealed class GetExternalWorkspaceCommand : PipedSourceCommand
{
    private readonly List<string> _sources = new();

    /// <summary>Specifies the names of workspaces. Wildcard characters are permitted.</summary>
    /// <value>All workspaces</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [WorkspaceCompleter]
    public string[] Name { get; set; } = Array.Empty<string>();

    /// <summary>Specifies applications by key, such as jira-software.</summary>
    /// <value>All applications</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ApplicationCompleter]
    public string[] Type { get; set; } = Array.Empty<string>();

    /// <summary>Specifies statuses: Online, Offline, or Deprecated. A word of the service that the module does not recognize is permitted, too.</summary>
    /// <value>All statuses</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(WorkspaceStatusCompleter))]
    public string[] Status { get; set; } = Array.Empty<string>();

    /// <summary>Collects the sources.</summary>
    protected override void ProcessRecord()
    {
        if (EntrySources.Length == 0)
        {
            RefuseWithoutSource(1);
        }
        else
        {
            _sources.AddRange(EntrySources);
        }
    }

    /// <summary>Reads the workspaces.</summary>
    protected override void EndProcessing()
    {
        var names = Patterns(Name);
        var types = Type.Select(ApplicationKeys.Canonical).ToArray();
        ReadSources<IWorkspaceReader>(Select("ReadWorkspaces", _sources), "Reading workspaces", (reader, source, queue, progress, cancellationToken) =>
        {
            var pages = new PageWriter(queue);
            return reader.ReadWorkspacesAsync(
                workspaces =>
                {
                    var matches = workspaces.Where(workspace => workspace.IsApplication && Matches(workspace, names, types)).ToArray();
                    return pages.WriteAsync(cmdlet =>
                    {
                        Session.Remember(matches);
                        cmdlet.WriteObject(matches, enumerateCollection: true);
                    });
                },
                cancellationToken
            );
        });
    }

    private bool Matches(ExternalWorkspace workspace, TextPattern[] names, string[] types) =>
        (names.Length == 0 || names.Any(name => name.Matches(workspace.Name)))
        && (types.Length == 0 || types.Contains(workspace.Type))
        && (Status.Length == 0 || Status.Contains(workspace.Status, StringComparer.OrdinalIgnoreCase));
}
