using System.Collections.Generic;
using System.Management.Automation;
using ExternalSources.Async;
using ExternalSources.Commands.Users;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;

namespace ExternalSources.Commands.Groups;

/// <summary>Lists the directories of organizations.</summary>
/// <remarks>
/// <para>A directory is a set of users with their groups; an organization has one or more. Jira Cloud sites have none of their own.</para>
/// </remarks>
/// <example>
/// <title>List the directories of an organization</title>
/// <code>
/// Get-ExternalDirectory -Source acme
/// </code>
/// <para>Shows each directory that the key may manage, with its id.</para>
/// </example>
/// <example>
/// <title>List the users of one directory</title>
/// <code>
/// Get-ExternalDirectory -Source acme | ForEach-Object { Get-ExternalUser -Source acme -Directory $_.Id -First 10 }
/// </code>
/// <para>Shows the first ten users of each directory.</para>
/// </example>
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
