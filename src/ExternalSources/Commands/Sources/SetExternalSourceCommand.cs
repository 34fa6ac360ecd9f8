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

/// <summary>Changes the name, address, e-mail address, organization, API key, expiry date or vault of an external source.</summary>
/// <remarks>
/// <para>
/// The cmdlet never sends a saved key to a new address or for a new account. To change the address, the e-mail address or the organization, give the key
/// again with -ApiKey, -Credential or -SecretName. To change the name, the expiry date or the vault, you do not need the key.
/// </para>
/// <para>
/// The cmdlet tests the source before it saves the change, unless only the name changes. If the test fails, nothing changes. With -SkipTest, the cmdlet
/// saves the change without a test.
/// </para>
/// <para>-Vault moves the key to another vault. Every edit changes LastUpdatedBy and LastUpdated.</para>
/// <list type="alert">
/// <item><description>
/// A new key needs a new expiry date. If you give -ApiKey without -ExpiresOn, the cmdlet removes the old date and saves the date that the service
/// returns, if any.
/// </description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Renew a key</title>
/// <code>
/// Set-ExternalSource -Name acme -ApiKey (Read-Host -AsSecureString -Prompt 'API key') -ExpiresOn 2027-06-30
/// </code>
/// <para>Tests the new key, then saves it in place of the old key.</para>
/// </example>
/// <example>
/// <title>Rename a source</title>
/// <code>
/// Set-ExternalSource -Name acme -NewName acme-org
/// </code>
/// <para>Changes only the name. The cmdlet sends no request, and the key stays where it is.</para>
/// </example>
/// <example>
/// <title>Change the address of a site</title>
/// <code>
/// Set-ExternalSource -Name acme-jira -Url https://acme-group.atlassian.net -ApiKey $token -PassThru
/// </code>
/// <para>Needs the key again, because the address is new. -PassThru returns the saved source.</para>
/// </example>
/// <example>
/// <title>Move all keys to another vault</title>
/// <code>
/// Get-ExternalSource | Set-ExternalSource -Vault Production
/// </code>
/// <para>Writes each key to the vault Production, then removes it from its old vault.</para>
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

    /// <summary>The names of the sources to edit. Wildcards are permitted.</summary>
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

    /// <summary>The new address of the site. Give the key again.</summary>
    /// <value>The address stays</value>
    [Parameter]
    [FreeText]
    public Uri? Url { get; set; }

    /// <summary>The new e-mail address. Give the key again.</summary>
    /// <value>The e-mail address stays</value>
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = SecretSet)]
    [FreeText]
    public string? UserEmail { get; set; }

    /// <summary>A credential with the e-mail address as the user name and the API token as the password.</summary>
    [Parameter(ParameterSetName = CredentialSet, Mandatory = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The new API key or API token.</summary>
    /// <value>The key stays</value>
    [Parameter(ParameterSetName = KeySet)]
    [KeyArgument]
    public SecureString? ApiKey { get; set; }

    /// <summary>
    /// The name of a secret in the vault that contains the API key. The source reads this secret and never changes or removes it. The cmdlet refuses a
    /// name that looks like a key and does not show it.
    /// </summary>
    [Parameter(ParameterSetName = SecretSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string? SecretName { get; set; }

    /// <summary>The date on which the key expires. A date without a time means the start of that day in the local time zone.</summary>
    /// <value>The date stays unless the key is new</value>
    [Parameter]
    [DateArgument]
    public DateTimeOffset? ExpiresOn { get; set; }

    /// <summary>The id of another organization that the key manages. Give the key again.</summary>
    /// <value>The organization stays</value>
    [Parameter]
    [FreeText]
    public string? OrganizationId { get; set; }

    /// <summary>Indicates that the API token has scopes. -ScopedToken:$false means that it has none. Give the token again.</summary>
    /// <value>The setting stays</value>
    [Parameter]
    public SwitchParameter ScopedToken { get; set; }

    /// <summary>The SecretManagement vault to move the key to.</summary>
    /// <value>The vault stays</value>
    [Parameter]
    [VaultCompleter]
    public string? Vault { get; set; }

    /// <summary>Saves the change without a test. The status of the source is then Unknown.</summary>
    [Parameter]
    public SwitchParameter SkipTest { get; set; }

    /// <summary>Returns the saved source.</summary>
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
            WriteWarning($"Nothing changes in '{source.Name}', because the parameters give no new value.");
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

    /// <summary>Tests the edited source unless only its name changes. Sets LastUpdated and LastUpdatedBy.</summary>
    private TestedSource? Test(ExternalSource source, ref ExternalSource edited, ApiKey key)
    {
        if (IsRename(source, edited))
        {
            edited = Stamped(edited);
            return null;
        }

        edited = edited with
        {
            Status = SourceStatus.Unknown,
            StatusReason = null,
            CheckedAt = null,
            Rights = Array.Empty<string>(),
            MissingRights = Array.Empty<string>(),
        };
        var tested = SkipTest ? null : TestBeforeSaving(edited, key);
        edited = Stamped(tested?.Updated ?? edited);
        return tested;
    }

    private ExternalSource Stamped(ExternalSource edited) => edited with { LastUpdated = Session.Now, LastUpdatedBy = CurrentUser.Name };

    private bool IsRename(ExternalSource source, ExternalSource edited) => !HasNewKey && edited with { Name = source.Name } == source;

    private SecureString? NewKey() => ApiKey ?? Credential?.Password;

    /// <summary>The source with the changes from the parameters.</summary>
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
                $"'{source.Name}' is an Access source. An Access source has no e-mail address and no -ScopedToken.",
                "Leave them out. To change the type of a source, remove it and connect it again."
            );
        }

        if (!isAccess && Given(OrganizationId) is not null)
        {
            throw new InvalidInputException(
                "OrganizationId",
                $"'{source.Name}' is a JiraCloud source. A JiraCloud source has no organization id.",
                "Leave out -OrganizationId. To change the type of a source, remove it and connect it again."
            );
        }

        if (source.SessionOnly && (Given(Vault) ?? SecretName) is not null)
        {
            throw new InvalidInputException(
                "Vault",
                $"'{source.Name}' exists only in this session (-SessionOnly), so its key is not in a vault.",
                "To save the source, connect it again with New-ExternalSource -Force and without -SessionOnly."
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
                $"The secret '{SecretName}' belongs to a source. It is removed when that source is removed or gets a new key.",
                "Save the key under another name with Set-Secret, and give that name."
            );
        }

        if (SecretName is not null)
        {
            edited = edited with { SecretName = SecretName, ForeignSecret = true };
        }
        // The title and the cloud id belong to the old address or organization.
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
                $"The {changed} of '{source.Name}' cannot change without the API key. "
                    + "The module sends a saved key only to the address and for the account that it was given for.",
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
