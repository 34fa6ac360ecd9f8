using System.Collections.Generic;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Completion;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Sources;

namespace ExternalSources.Commands.Sources;

/// <summary>Tests external sources, check by check, and says what is wrong and what to do about it.</summary>
/// <remarks>
/// <para>For each source the address, the TLS connection, the site or organization, the credentials, the administrator rights and the key's expiry date are checked, one after the other. The first check that fails makes the source's status Error; the later ones are skipped. A check can also end in a warning: then the source works, but something will not, or wants attention.</para>
/// <para>For an Access source one check tells whether the key may manage accounts. Keys with scopes may not: with them users can be read and groups changed, but no account can be deactivated, reactivated or deleted.</para>
/// <para>Several sources are tested side by side; results come in the order in which the sources were given. What was found is remembered, and <see cref="GetExternalSourceCommand"/> shows it.</para>
/// <list type="alert">
/// <item><description>The test only reads. It needs at most ten requests a source.</description></item>
/// <item><description>A redirect is never followed and a certificate always checked, so a test cannot send the key anywhere but to the source's address.</description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Find out what is wrong with a source</title>
/// <code>
/// Test-ExternalSource -Name acme-jira
/// </code>
/// <para>Shows the source's status, the reason when it is in error, and what to do about it.</para>
/// </example>
/// <example>
/// <title>Look at each check</title>
/// <code>
/// (Test-ExternalSource -Name acme).Checks
/// </code>
/// <para>Shows a row for each check, with its outcome and what was found.</para>
/// </example>
/// <example>
/// <title>Stop a runbook whose source does not work</title>
/// <code>
/// if (-not (Test-ExternalSource -Name acme -Quiet)) { throw 'The source acme does not work.' }
/// </code>
/// <para>With -Quiet the answer is $true or $false.</para>
/// </example>
/// <example>
/// <title>Test all organizations</title>
/// <code>
/// Get-ExternalSource -Type Access | Test-ExternalSource | Where-Object Status -eq Error
/// </code>
/// <para>Tests every Access source and shows those that do not work.</para>
/// </example>
/// <seealso cref="GetExternalSourceCommand"/>
/// <seealso cref="NewExternalSourceCommand"/>
/// <seealso cref="SetExternalSourceCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "ExternalSource")]
[OutputType(typeof(SourceTestResult), typeof(bool))]
public sealed class TestExternalSourceCommand : SourceTestCommand
{
    private readonly List<string> _names = new();

    /// <summary>The names of the sources to test. Wildcards are permitted. Without names, all sources are tested.</summary>
    /// <value>All sources</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SourceNameArgument]
    [SourceNameCompleter]
    public string[] Name { get; set; } = { "*" };

    /// <summary>Returns only whether the sources work: <see langword="true"/> when every one of them does and none of the names is wrong, otherwise <see langword="false"/>.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How many sources are tested at the same time.</summary>
    /// <value>64</value>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 64;

    /// <summary>Collects the names.</summary>
    protected override void ProcessRecord() => _names.AddRange(Name);

    /// <summary>Tests the sources.</summary>
    protected override void EndProcessing()
    {
        var sources = SelectSources(_names, out var isWhole);
        var connected = 0;
        TestSources(sources, ThrottleLimit, tested =>
        {
            NoticeExpiry(tested.Updated);
            if (tested.Result.Status == SourceStatus.Connected)
            {
                connected++;
            }

            if (!Quiet)
            {
                WriteObject(tested.Result);
            }
        });
        // One answer for all: a list of two times "false" would count as true in an if.
        if (Quiet)
        {
            WriteObject(isWhole && connected == sources.Count && connected > 0);
        }
    }
}
