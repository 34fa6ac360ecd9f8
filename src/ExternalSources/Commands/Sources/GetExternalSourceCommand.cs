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

/// <summary>Lists the external sources with their types, last updates, expiry dates and statuses.</summary>
/// <remarks>
/// <para>
/// The list comes from the store and needs no request. Status, StatusReason and CheckedAt show the result of the last check. With <see cref="Refresh"/>,
/// the cmdlet checks the selected sources now, at the same time, and saves the results.
/// </para>
/// <para>
/// The status is Connected, Error or Unknown. Unknown means that the source was not checked after its last change. A source with an expired key has the
/// status Error without a request.
/// </para>
/// <para>
/// Capabilities shows what the type of the source can do. Rights and MissingRights show what the key may do, as the last test in this session found it. Both
/// are empty before a test, and a right that is in neither is unknown.
/// </para>
/// <para>No object, view or property contains an API key.</para>
/// <list type="alert">
/// <item><description>If a key expires within 30 days, the cmdlet writes a warning once for each session and source.</description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>List all sources</title>
/// <code>
/// Get-ExternalSource
/// </code>
/// <para>Shows the type, the last update, the expiry date of the key, and the status of each source.</para>
/// </example>
/// <example>
/// <title>Check all sources now</title>
/// <code>
/// Get-ExternalSource -Refresh
/// </code>
/// <para>Checks all sources at the same time and shows the results.</para>
/// </example>
/// <example>
/// <title>Find the keys to renew this quarter</title>
/// <code>
/// Get-ExternalSource -ExpiringWithin 90 | ForEach-Object { '{0}: {1} days' -f $_.Name, $_.DaysToExpiry }
/// </code>
/// <para>Lists the sources whose keys expire within 90 days or have already expired.</para>
/// </example>
/// <example>
/// <title>Find out why sources do not work</title>
/// <code>
/// Get-ExternalSource -Status Error | ForEach-Object { '{0}: {1}' -f $_.Name, $_.StatusReason }
/// </code>
/// <para>Shows the reason for each source that failed its last check.</para>
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

    /// <summary>The names of the sources. Wildcards are permitted. An unknown name is an error. A wildcard that matches nothing is not.</summary>
    /// <value>All sources</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SourceNameArgument]
    [SourceNameCompleter]
    public string[] Name { get; set; } = { "*" };

    /// <summary>Returns only sources of these types.</summary>
    /// <value>All types</value>
    [Parameter]
    [SourceTypeArgument]
    public SourceType[]? Type { get; set; }

    /// <summary>Returns only sources with one of these statuses. With <see cref="Refresh"/>, the status after the check counts.</summary>
    /// <value>Any status</value>
    [Parameter]
    public SourceStatus[]? Status { get; set; }

    /// <summary>
    /// Returns only sources whose key expires within this number of days or has already expired. The cmdlet leaves out sources without a known date.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int ExpiringWithin { get; set; }

    /// <summary>Checks the selected sources now and saves the results. The cmdlet does not check sources with an expired key.</summary>
    [Parameter]
    public SwitchParameter Refresh { get; set; }

    /// <summary>The maximum number of sources that <see cref="Refresh"/> checks at the same time.</summary>
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
