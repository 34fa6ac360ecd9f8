using System.Collections.Generic;
using System.Management.Automation;
using ExternalSources.Async;
using ExternalSources.Commands.Users;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;

namespace ExternalSources.Commands.Groups;

/// <summary>Gets the directories of organizations.</summary>
/// <remarks>
/// <para>
/// The Get-ExternalDirectory cmdlet gets the directories of organizations. A directory is a set of users with their groups, and an organization has one or
/// more of them. The cmdlet returns only directories that the API key can manage. Jira Cloud sites have no directories.
/// </para>
/// </remarks>
/// <example>
/// <title>Get the directories of an organization</title>
/// <code>
/// Get-ExternalDirectory -Source acme
/// </code>
/// <para>This command gets the name and id of each directory of the organization acme.</para>
/// </example>
/// <example>
/// <title>Get users from each directory</title>
/// <code>
/// Get-ExternalDirectory -Source acme | ForEach-Object { Get-ExternalUser -Source acme -Directory $_.Id -First 10 }
/// </code>
/// <para>This command gets the first ten users of each directory.</para>
/// </example>
/// <input cref="string">You can pipe names of sources and sources to this cmdlet.</input>
/// <output cref="ExternalDirectory">This cmdlet returns one object for each directory.</output>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalGroupCommand"/>
[Cmdlet(VerbsCommon.Get, "ExternalDirectory")]
[OutputType(typeof(ExternalDirectory))]
public sealed class GetExternalDirectoryCommand : PipedSourceCommand
{
    private readonly List<string> _sources = new();

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

    /// <summary>Reads the directories.</summary>
    protected override void EndProcessing() =>
        ReadSources<IDirectoryReader>(Select("ReadDirectories", _sources), "Reading directories", (reader, source, queue, progress, cancellationToken) =>
        {
            var pages = new PageWriter(queue);
            return reader.ReadDirectoriesAsync(
                directories => pages.WriteAsync(cmdlet => cmdlet.WriteObject(directories, enumerateCollection: true)),
                cancellationToken
            );
        });
}
