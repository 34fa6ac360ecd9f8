using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Completion;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Sources;
using ExternalSources.Errors;
using ExternalSources.Session;

namespace ExternalSources.Commands.Sources;

/// <summary>Lists the external sources: their type, who updated them last, when their keys expire, and whether they are connected.</summary>
/// <remarks>
/// <para>The list comes from the store and needs no request: Status, StatusReason and CheckedAt tell what the last check found. With <see cref="Refresh"/> the selected sources are checked now, side by side, and the outcome is remembered.</para>
/// <para>The status is Connected, Error or Unknown (never checked since the last change). A source whose key has expired is in Error without any request.</para>
/// <para>No object, view or property ever contains an API key.</para>
/// <list type="alert">
/// <item><description>A key that expires within 30 days is a warning, once a session and source.</description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>List all sources</title>
/// <code>
/// Get-ExternalSource
/// </code>
/// <para>Shows each source with its type, who updated it last and when, when its key expires, and its status.</para>
/// </example>
/// <example>
/// <title>Check all sources now</title>
/// <code>
/// Get-ExternalSource -Refresh
/// </code>
/// <para>Checks every source live, side by side, and shows the outcome.</para>
/// </example>
/// <example>
/// <title>See which keys need to be renewed this quarter</title>
/// <code>
/// Get-ExternalSource -ExpiringWithin 90 | ForEach-Object { '{0}: {1} days' -f $_.Name, $_.DaysToExpiry }
/// </code>
/// <para>Lists the sources whose keys expire within 90 days, those that have expired already among them.</para>
/// </example>
/// <example>
/// <title>See why sources do not work</title>
/// <code>
/// Get-ExternalSource -Status Error | ForEach-Object { '{0}: {1}' -f $_.Name, $_.StatusReason }
/// </code>
/// <para>Shows the reason for each source that was in error when it was last checked.</para>
/// </example>
/// <seealso cref="TestExternalSourceCommand"/>
/// <seealso cref="NewExternalSourceCommand"/>
/// <seealso cref="SetExternalSourceCommand"/>
/// <seealso cref="RemoveExternalSourceCommand"/>
[Cmdlet(VerbsCommon.Get, "ExternalSource")]
[OutputType(typeof(ExternalSource))]
public sealed class GetExternalSourceCommand : SourceTestCommand
{
    private readonly List<string> _names = new();

    /// <summary>The names of the sources. Wildcards are permitted. A name that is not there is an error; a wildcard that matches nothing is not.</summary>
    /// <value>All sources</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SourceNameArgument]
    [SourceNameCompleter]
    public string[] Name { get; set; } = { "*" };

    /// <summary>Only sources of these types.</summary>
    /// <value>All types</value>
    [Parameter]
    [SourceTypeArgument]
    public SourceType[]? Type { get; set; }

    /// <summary>Only sources with one of these statuses. With <see cref="Refresh"/> the status after the check counts.</summary>
    /// <value>Any status</value>
    [Parameter]
    public SourceStatus[]? Status { get; set; }

    /// <summary>Only sources whose key expires within this number of days, or has expired already. Sources without a known date are left out.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int ExpiringWithin { get; set; }

    /// <summary>Checks the selected sources live and remembers what was found. Sources with an expired key are not asked.</summary>
    [Parameter]
    public SwitchParameter Refresh { get; set; }

    /// <summary>How many sources are checked at the same time with <see cref="Refresh"/>.</summary>
    /// <value>64</value>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 64;

    /// <summary>Collects the names.</summary>
    protected override void ProcessRecord() => _names.AddRange(Name);

    /// <summary>Writes the sources.</summary>
    protected override void EndProcessing()
    {
        if (Type?.Contains(SourceTypeArgumentAttribute.Unknown) == true)
        {
            ThrowTerminatingError(SourceTypeArgumentAttribute.Error.ToRecord(null));
        }

        var sources = SelectSources(_names)
            .Where(source => Type is null || Type.Contains(source.Type))
            .Where(source => !MyInvocation.BoundParameters.ContainsKey(nameof(ExpiringWithin)) || source.DaysToExpiry < ExpiringWithin)
            .ToArray();
        if (!Refresh)
        {
            foreach (var source in sources)
            {
                Write(source);
            }

            return;
        }

        var expired = sources.Where(source => KeyExpiry.IsOver(source.ExpiresOn, Session.Now)).ToArray();
        var current = sources.Except(expired).ToDictionary(source => source.Id);
        TestSources(current.Values.ToArray(), ThrottleLimit, tested => current[tested.Source.Id] = SourceRepository.AsOf(tested.Updated, Session.Now));
        foreach (var source in sources)
        {
            Write(current.TryGetValue(source.Id, out var refreshed) ? refreshed : source);
        }
    }

    private void Write(ExternalSource source)
    {
        if (Status is not null && !Status.Contains(source.Status))
        {
            return;
        }

        NoticeExpiry(source);
        WriteObject(source);
    }
}
