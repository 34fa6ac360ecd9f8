using System;
using System.Linq;
using System.Management.Automation;
using System.Security;
using ExternalSources.Binding;
using ExternalSources.Completion;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Session;

namespace ExternalSources.Commands.Sources;

/// <summary>Edits an external source: its name, address, e-mail address, organization, API key, expiry date or vault.</summary>
/// <remarks>
/// <para>Nobody can read a saved key back, and a saved key must never be sent to an address it was not given for. So a new address, e-mail address or organization needs the key again, with -ApiKey, -Credential or -SecretName. A new name, expiry date or vault does not.</para>
/// <para>The source is tested live before it is saved, unless only its name changes; when the test fails nothing is changed. -SkipTest saves without a test.</para>
/// <para>-Vault moves the key to another vault. LastUpdatedBy and LastUpdated change with every edit.</para>
/// <list type="alert">
/// <item><description>A new key needs a new expiry date: with -ApiKey and without -ExpiresOn the old date is dropped, and the one that the service tells is taken, if it does.</description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Renew a key</title>
/// <code>
/// Set-ExternalSource -Name acme -ApiKey (Read-Host -AsSecureString -Prompt 'API key') -ExpiresOn 2027-06-30
/// </code>
/// <para>Tests the new key, then saves it in the place of the old one.</para>
/// </example>
/// <example>
/// <title>Rename a source</title>
/// <code>
/// Set-ExternalSource -Name acme -NewName acme-org
/// </code>
/// <para>Only the name changes; no request is sent and the key stays where it is.</para>
/// </example>
/// <example>
/// <title>Follow a site to its new address</title>
/// <code>
/// Set-ExternalSource -Name acme-jira -Url https://acme-group.atlassian.net -ApiKey $token -PassThru
/// </code>
/// <para>A new address needs the key again. -PassThru returns the source as it was saved.</para>
/// </example>
/// <example>
/// <title>Move all keys to another vault</title>
/// <code>
/// Get-ExternalSource | Set-ExternalSource -Vault Production
/// </code>
/// <para>Writes each key to the vault Production, then removes it from the vault where it was.</para>
/// </example>
/// <seealso cref="GetExternalSourceCommand"/>
/// <seealso cref="NewExternalSourceCommand"/>
/// <seealso cref="TestExternalSourceCommand"/>
[Cmdlet(VerbsCommon.Set, "ExternalSource", SupportsShouldProcess = true, DefaultParameterSetName = KeySet)]
[OutputType(typeof(ExternalSource))]
public sealed class SetExternalSourceCommand : SourceEditCommand
{
    private const string KeySet = "ApiKey";
    private const string CredentialSet = "Credential";
    private const string SecretSet = "Secret";

    /// <summary>The name of the source to edit. Wildcards are permitted.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SourceNameArgument]
    [SourceNameCompleter]
    public string[] Name { get; set; } = Array.Empty<string>();

    /// <summary>The new name.</summary>
    /// <value>The name stays</value>
    [Parameter]
    [FreeText]
    public string? NewName { get; set; }

    /// <summary>The new address of the site. The key is needed again.</summary>
    /// <value>The address stays</value>
    [Parameter]
    [FreeText]
    public Uri? Url { get; set; }

    /// <summary>The new e-mail address. The key is needed again.</summary>
    /// <value>The e-mail address stays</value>
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = SecretSet)]
    [FreeText]
    public string? UserEmail { get; set; }

    /// <summary>The e-mail address as the user name, and the API token as the password.</summary>
    [Parameter(ParameterSetName = CredentialSet, Mandatory = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The new API key or API token.</summary>
    /// <value>The key stays</value>
    [Parameter(ParameterSetName = KeySet)]
    [KeyArgument]
    public SecureString? ApiKey { get; set; }

    /// <summary>The name of a secret in the vault that holds the API key. The source then reads that secret, and never changes or removes it. A name that looks like a key itself is refused, and not shown.</summary>
    [Parameter(ParameterSetName = SecretSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string? SecretName { get; set; }

    /// <summary>When the key expires; a date without a time means the start of that day in the local time zone.</summary>
    /// <value>The date stays, unless the key is new</value>
    [Parameter]
    [DateArgument]
    public DateTimeOffset? ExpiresOn { get; set; }

    /// <summary>The id of another organization that the key manages. The key is needed again.</summary>
    /// <value>The organization stays</value>
    [Parameter]
    [FreeText]
    public string? OrganizationId { get; set; }

    /// <summary>Whether the API token has scopes; -ScopedToken:$false says that it has none. The token is needed again.</summary>
    /// <value>As it was</value>
    [Parameter]
    public SwitchParameter ScopedToken { get; set; }

    /// <summary>The SecretManagement vault to which the key moves.</summary>
    /// <value>The vault stays</value>
    [Parameter]
    [VaultCompleter]
    public string? Vault { get; set; }

    /// <summary>Saves the change without testing the source; its status is then Unknown.</summary>
    [Parameter]
    public SwitchParameter SkipTest { get; set; }

    /// <summary>Returns the source as it was saved.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool HasNewKey => ApiKey is not null || Credential is not null || SecretName is not null;

    /// <summary>Edits the sources that the names select.</summary>
    protected override void ProcessRecord()
    {
        foreach (var source in SelectSources(Name))
        {
            ForSource(source.Name, () => Edit(source));
        }
    }

    private void Edit(ExternalSource source)
    {
        var edited = Edited(source);
        if (edited == source && !HasNewKey)
        {
            WriteWarning($"Nothing of '{source.Name}' was to be changed.");
            return;
        }

        if (!Confirms($"{source.Name} ({source.Type}, {source.Url})", "Edit external source: " + Changes(source, edited)))
        {
            return;
        }

        var isRename = IsRename(source, edited);
        var tested = source.SessionOnly ? SaveInSession(source, ref edited) : SaveInVault(source, ref edited);
        if (!isRename)
        {
            WarnOf(edited, tested);
        }

        WarnOfDate(edited, ExpiresOn);
        if (PassThru)
        {
            WriteObject(SourceRepository.AsOf(edited, Session.Now));
        }
    }

    private TestedSource? SaveInSession(ExternalSource source, ref ExternalSource edited)
    {
        using var key = NewKey() is { } given ? new ApiKey(given) : Repository.ReadKey(source);
        var tested = Test(source, ref edited, key);
        Repository.Save(edited, source, key);
        return tested;
    }

    private TestedSource? SaveInVault(ExternalSource source, ref ExternalSource edited)
    {
        var moves = edited.Vault != source.Vault && SecretName is null;
        var writesKey = NewKey() is not null || moves;
        if (writesKey)
        {
            edited = edited with { SecretName = SourceRepository.NewSecretName(), ForeignSecret = false };
            Vaults.EnsureOpen(SourceRepository.SecretOf(edited));
        }

        if (IsRename(source, edited))
        {
            edited = Stamped(edited);
            Repository.Save(edited, source, null);
            return null;
        }

        using var key = NewKey() is { } given ? new ApiKey(given) : Repository.ReadKey(SecretName is null ? source : edited);
        var tested = Test(source, ref edited, key);
        Repository.Save(edited, source, writesKey ? key : null);
        return tested;
    }

    /// <summary>Tests the edited source where there is something to test, and stamps it.</summary>
    private TestedSource? Test(ExternalSource source, ref ExternalSource edited, ApiKey key)
    {
        if (IsRename(source, edited))
        {
            edited = Stamped(edited);
            return null;
        }

        edited = edited with { Status = SourceStatus.Unknown, StatusReason = null, CheckedAt = null };
        var tested = SkipTest ? null : TestBeforeSaving(edited, key);
        edited = Stamped(tested?.Updated ?? edited);
        return tested;
    }

    private ExternalSource Stamped(ExternalSource edited) => edited with { LastUpdated = Session.Now, LastUpdatedBy = CurrentUser.Name };

    private bool IsRename(ExternalSource source, ExternalSource edited) => !HasNewKey && edited with { Name = source.Name } == source;

    private SecureString? NewKey() => ApiKey ?? Credential?.Password;

    /// <summary>The source with the changes that the parameters ask for.</summary>
    private ExternalSource Edited(ExternalSource source)
    {
        RefuseKeys(Url, (nameof(NewName), NewName), (nameof(OrganizationId), OrganizationId), (nameof(SecretName), SecretName));
        var isAccess = source.Type == SourceType.Access;
        var email = Credential?.UserName ?? Given(UserEmail);
        var scoped = MyInvocation.BoundParameters.ContainsKey(nameof(ScopedToken)) ? ScopedToken.IsPresent : source.ScopedToken;
        if (isAccess && (email is not null || scoped))
        {
            throw new InvalidInputException(
                "UserEmail",
                $"'{source.Name}' is an Access source, which has no e-mail address and no -ScopedToken.",
                "Leave them out; to change the type of a source remove it and connect it anew."
            );
        }

        if (!isAccess && Given(OrganizationId) is not null)
        {
            throw new InvalidInputException(
                "OrganizationId",
                $"'{source.Name}' is a JiraCloud source, which has no organization id.",
                "Leave -OrganizationId out; to change the type of a source remove it and connect it anew."
            );
        }

        if (source.SessionOnly && (Given(Vault) ?? SecretName) is not null)
        {
            throw new InvalidInputException(
                "Vault",
                $"'{source.Name}' is a source of this session only; its key is in no vault.",
                "Connect it anew with New-ExternalSource -Force, without -SessionOnly, to save it."
            );
        }

        var address = Given(Url?.OriginalString);
        var edited = source with
        {
            Name = NewName is null ? source.Name : SourceName.Validate(NewName),
            Url =
                address is null ? source.Url
                : isAccess ? ServiceAddress.NormalizeAdminApi(address)
                : ServiceAddress.NormalizeSite(address),
            UserEmail = email is null ? source.UserEmail : ValidEmail(email),
            OrganizationId = Given(OrganizationId) ?? source.OrganizationId,
            ScopedToken = scoped,
            ExpiresOn = ExpiresOn is null ? (HasNewKey ? null : source.ExpiresOn) : ValidExpiry(ExpiresOn),
            Vault = Given(Vault) is { } vault ? Vaults.Choose(vault) : source.Vault,
        };
        if (SourceRepository.IsOwn(SecretName))
        {
            throw new InvalidInputException(
                "SecretName",
                $"The secret '{SecretName}' belongs to a source, and goes when that source goes or gets a new key.",
                "Save the key under a name of your own with Set-Secret, and name that secret."
            );
        }

        if (SecretName is not null)
        {
            edited = edited with { SecretName = SecretName, ForeignSecret = true };
        }
        // What the service said of the old address or organization is not true of the new one.
        if (edited.Url != source.Url || edited.OrganizationId != source.OrganizationId)
        {
            edited = edited with { Title = null, CloudId = null };
        }

        RefuseOldKey(source, edited);
        return edited;
    }

    private void RefuseOldKey(ExternalSource source, ExternalSource edited)
    {
        if (HasNewKey)
        {
            return;
        }

        var changed =
            edited.Url != source.Url ? "address"
            : !string.Equals(edited.UserEmail, source.UserEmail, StringComparison.OrdinalIgnoreCase) ? "e-mail address"
            : source.OrganizationId is not null && !string.Equals(edited.OrganizationId, source.OrganizationId, StringComparison.OrdinalIgnoreCase)
                ? "organization"
            : edited.ScopedToken != source.ScopedToken ? "kind of token"
            : null;
        if (changed is not null)
        {
            throw new InvalidInputException(
                "ApiKey",
                $"The {changed} of '{source.Name}' cannot change without its API key: a saved key is never sent to an address, or for an account, that it was not given for.",
                "Give the key again with -ApiKey, -Credential or -SecretName."
            );
        }
    }

    private string Changes(ExternalSource source, ExternalSource edited) =>
        string.Join(
            ", ",
            new[]
            {
                edited.Name != source.Name ? $"name '{edited.Name}'" : null,
                edited.Url != source.Url ? $"address {edited.Url}" : null,
                edited.UserEmail != source.UserEmail ? $"e-mail address {edited.UserEmail}" : null,
                edited.OrganizationId != source.OrganizationId ? $"organization {edited.OrganizationId}" : null,
                edited.ScopedToken != source.ScopedToken ? "kind of token" : null,
                HasNewKey ? "API key" : null,
                edited.ExpiresOn != source.ExpiresOn ? (edited.ExpiresOn is { } date ? $"expiry date {Invariant.Day(date)}" : "no expiry date") : null,
                edited.Vault != source.Vault ? $"vault '{edited.Vault}'" : null,
            }.OfType<string>()
        );
}
