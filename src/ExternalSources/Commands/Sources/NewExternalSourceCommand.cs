using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using ExternalSources.Binding;
using ExternalSources.Completion;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Secrets;
using ExternalSources.Session;

namespace ExternalSources.Commands.Sources;

/// <summary>Connects an Atlassian organization or a Jira Cloud site as a named external source.</summary>
/// <remarks>
/// <para>
/// The cmdlet tests the source, then saves its API key in a SecretManagement vault and the source in the list of sources. If a check fails, the error
/// says what is wrong, and the cmdlet saves neither the key nor the source. With -SkipTest, the cmdlet saves the source without a test.
/// </para>
/// <para>
/// An Access source is an Atlassian organization. It needs an organization API key from admin.atlassian.com > Settings > API keys. A JiraCloud source is
/// a Jira Cloud site. It needs the e-mail address and an API token of an administrator, from id.atlassian.com > Security > API tokens.
/// </para>
/// <para>
/// The cmdlet asks for missing values and does not show the key while you type it. In a session that is not interactive, a missing value is an error.
/// </para>
/// <para>The cmdlet sends the key only to the address of the source and only over TLS. It never shows the key again.</para>
/// <list type="alert">
/// <item><description>
/// Keys and tokens expire after at most one year. If the service returns the expiry date of the key, the cmdlet saves that date. Otherwise it saves the
/// date that you give.
/// </description></item>
/// <item><description>
/// For an organization API key with scopes, the service does not return the organization, so give -OrganizationId. Such a key cannot manage accounts.
/// </description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Connect an organization</title>
/// <code>
/// New-ExternalSource -Name acme -Type Access -ExpiresOn 2027-06-30
/// </code>
/// <para>
/// Asks for the API key, tests it, and saves the key and the source. If the key sees exactly one organization, the cmdlet connects that organization.
/// </para>
/// </example>
/// <example>
/// <title>Connect a Jira Cloud site</title>
/// <code>
/// New-ExternalSource -Name acme-jira -Type JiraCloud -Url https://acme.atlassian.net -UserEmail admin@acme.example
/// </code>
/// <para>Asks for the API token of the account. The address can be any page of the site, as your browser shows it.</para>
/// </example>
/// <example>
/// <title>Connect a site with a token that has scopes</title>
/// <code>
/// New-ExternalSource -Name acme-jira -Type JiraCloud -Url acme.atlassian.net -Credential admin@acme.example -ScopedToken
/// </code>
/// <para>Asks for the token as the password of the credential. A token with scopes works only through Atlassian's gateway, which -ScopedToken selects.</para>
/// </example>
/// <example>
/// <title>Connect several sources whose keys are already in the vault</title>
/// <code>
/// Import-Csv -Path sources.csv | New-ExternalSource -Vault Secrets
/// </code>
/// <para>
/// The file has the columns Name, Type and SecretName, and if needed Url, UserEmail, OrganizationId, ScopedToken and ExpiresOn. Cells can be empty. Each
/// row that fails is an error with the name of its source. The cmdlet connects the other rows.
/// </para>
/// </example>
/// <example>
/// <title>Connect in a runbook that gets the key from its platform</title>
/// <code>
/// $key = [System.Net.NetworkCredential]::new('', $env:ATLASSIAN_API_KEY).SecurePassword
/// New-ExternalSource -Name acme -Type Access -ApiKey $key -SessionOnly
/// </code>
/// <para>Keeps the source and the key only in the memory of this session. The cmdlet needs no vault and writes nothing to the disk.</para>
/// </example>
/// <seealso cref="GetExternalSourceCommand"/>
/// <seealso cref="SetExternalSourceCommand"/>
/// <seealso cref="TestExternalSourceCommand"/>
/// <seealso href="https://support.atlassian.com/organization-administration/docs/manage-an-organization-with-the-admin-apis/">Organization API keys</seealso>
/// <seealso href="https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/">API tokens</seealso>
[Cmdlet(VerbsCommon.New, "ExternalSource", SupportsShouldProcess = true, DefaultParameterSetName = AccessSet)]
[OutputType(typeof(ExternalSource))]
public sealed class NewExternalSourceCommand : SourceEditCommand
{
    private const string AccessSet = "Access";
    private const string JiraCloudSet = "JiraCloud";
    private const string CredentialSet = "JiraCloudCredential";

    // Only this set takes properties from the pipeline. A list can have rows of both types, so the set has the parameters of both. A set for one type
    // would drop the columns of the other without an error.
    private const string SecretSet = "Secret";

    /// <summary>The name of the source. It has 1 to 64 characters and no wildcards, and it is unique regardless of case.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [FreeText]
    public string Name { get; set; } = string.Empty;

    /// <summary>The type of the source: Access for an Atlassian organization, JiraCloud for a Jira Cloud site.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [SourceTypeArgument]
    public SourceType Type { get; set; }

    /// <summary>
    /// The address of the Jira Cloud site, such as https://acme.atlassian.net. You can also give the host name or the address of any page of the site.
    /// For an Access source, leave it out unless the organization is in Atlassian's government cloud.
    /// </summary>
    /// <value>For Access https://api.atlassian.com</value>
    [Parameter(ParameterSetName = AccessSet)]
    [Parameter(ParameterSetName = JiraCloudSet, Mandatory = true)]
    [Parameter(ParameterSetName = CredentialSet, Mandatory = true)]
    [Parameter(ParameterSetName = SecretSet, ValueFromPipelineByPropertyName = true)]
    [FreeText]
    public Uri? Url { get; set; }

    /// <summary>The e-mail address of the Atlassian account that owns the API token.</summary>
    [Parameter(ParameterSetName = JiraCloudSet, Mandatory = true)]
    [Parameter(ParameterSetName = SecretSet, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [FreeText]
    public string? UserEmail { get; set; }

    /// <summary>A credential with the e-mail address as the user name and the API token as the password.</summary>
    [Parameter(ParameterSetName = CredentialSet, Mandatory = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// The id of the organization. It is needed only if the key does not see exactly one organization. The API keys page at admin.atlassian.com shows it.
    /// </summary>
    /// <value>The only organization that the key sees</value>
    [Parameter(ParameterSetName = AccessSet)]
    [Parameter(ParameterSetName = SecretSet, ValueFromPipelineByPropertyName = true)]
    [FreeText]
    public string? OrganizationId { get; set; }

    /// <summary>The organization API key or the API token. If you leave it out, the cmdlet asks for it.</summary>
    [Parameter(ParameterSetName = AccessSet)]
    [Parameter(ParameterSetName = JiraCloudSet)]
    [KeyArgument]
    public SecureString? ApiKey { get; set; }

    /// <summary>
    /// The name of a secret in the vault that already contains the API key. The source reads this secret and never changes or removes it. The cmdlet
    /// refuses a name that looks like a key and does not show it.
    /// </summary>
    [Parameter(ParameterSetName = SecretSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [FreeText]
    public string? SecretName { get; set; }

    /// <summary>Indicates that the API token has scopes. Such tokens work only through Atlassian's gateway.</summary>
    [Parameter(ParameterSetName = JiraCloudSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = SecretSet, ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter ScopedToken { get; set; }

    /// <summary>
    /// The date on which the key expires. A date without a time means the start of that day in the local time zone. Give text as year, month and day.
    /// Text that means different dates in the invariant culture and in the culture of the session is an error. Commands that use the source warn 30 days
    /// before the date.
    /// </summary>
    /// <value>The date that the service returns, if any</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [DateArgument(IsReportedByCommand = true)]
    public DateTimeOffset? ExpiresOn { get; set; }

    /// <summary>The SecretManagement vault for the key.</summary>
    /// <value>The default vault</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [VaultCompleter]
    public string? Vault { get; set; }

    /// <summary>
    /// Keeps the source and the key only in the memory of this session. The cmdlet writes nothing to the disk or to a vault. Other sessions, jobs and
    /// parallel runspaces do not see the source.
    /// </summary>
    [Parameter(ParameterSetName = AccessSet)]
    [Parameter(ParameterSetName = JiraCloudSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    public SwitchParameter SessionOnly { get; set; }

    /// <summary>Saves the source without a test. The status of the source is then Unknown.</summary>
    [Parameter]
    public SwitchParameter SkipTest { get; set; }

    /// <summary>Replaces an existing source of the same name, together with its key.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Connects one source.</summary>
    protected override void ProcessRecord() => ForSource(ApiKeyDetector.Fits(Name) ? null : Name, Connect);

    private void Connect()
    {
        RefuseKeys(Url, (nameof(Name), Name), (nameof(OrganizationId), OrganizationId), (nameof(SecretName), SecretName));
        var name = SourceName.Validate(Name);
        if (Type == SourceTypeArgumentAttribute.Unknown)
        {
            throw SourceTypeArgumentAttribute.Error;
        }

        DateArgumentAttribute.Check(nameof(ExpiresOn), ExpiresOn);
        var draft = Draft(name);
        var sources = OpenRepository();
        var existing = SessionOnly ? sources.Find(name) : sources.FindSaved(name) ?? sources.Find(name);
        RefuseExisting(existing);

        var action = existing is null ? "Connect external source" : "Replace external source";
        if (!Confirms($"{name} ({Type}, {Given(Url?.OriginalString) ?? draft.Url.Host})", action))
        {
            return;
        }

        var (source, asked) = Complete(draft);
        if (!SessionOnly)
        {
            source = source with { Vault = Vaults.Choose(Given(Vault)), SecretName = Given(SecretName) ?? SourceRepository.NewSecretName() };
        }
        // A locked vault is opened, or is an error, before the test sends the key anywhere.
        if (!SessionOnly && SecretName is null)
        {
            Vaults.EnsureOpen(SourceRepository.SecretOf(source));
        }

        using var key = asked is null ? Repository.ReadKey(source) : new ApiKey(asked);
        var tested = SkipTest ? null : TestWithOrganization(ref source, key);
        source = (tested?.Updated ?? source) with { LastUpdated = Session.Now, LastUpdatedBy = CurrentUser.Name };
        if (existing is not null)
        {
            source = source with { Id = existing.Id };
        }

        Repository.Save(source, existing, source.ForeignSecret ? null : key);
        WarnOf(source, tested);
        WarnOfDate(source, ExpiresOn);
        WriteObject(SourceRepository.AsOf(source, Session.Now));
    }

    /// <summary>The source as the parameters define it. Checks what it can without a question.</summary>
    private ExternalSource Draft(string name)
    {
        var isAccess = Type == SourceType.Access;
        if (isAccess && (Given(UserEmail) is not null || Credential is not null || ScopedToken))
        {
            throw new InvalidInputException(
                "Type",
                $"An Access source has no {(ScopedToken ? "-ScopedToken" : "e-mail address")}.",
                "Leave it out, or give -Type JiraCloud. An organization API key with scopes needs no switch."
            );
        }

        if (!isAccess && Given(OrganizationId) is not null)
        {
            throw new InvalidInputException("Type", "A JiraCloud source has no organization id.", "Leave out -OrganizationId, or give -Type Access.");
        }

        RefuseSecret(name);
        if (SessionOnly && Given(Vault) is not null)
        {
            throw new InvalidInputException(
                "Vault",
                "A source of this session only uses no vault, so -Vault and -SessionOnly do not go together.",
                "Leave out -Vault or -SessionOnly."
            );
        }

        var address = Given(Url?.OriginalString);
        var email = Credential?.UserName ?? Given(UserEmail);
        return new ExternalSource
        {
            Id = Guid.NewGuid(),
            Name = name,
            Type = Type,
            Url =
                isAccess ? ServiceAddress.NormalizeAdminApi(address)
                : address is null ? ServiceAddress.AdminApi
                : ServiceAddress.NormalizeSite(address),
            OrganizationId = Given(OrganizationId),
            UserEmail = email is null ? null : ValidEmail(email),
            ScopedToken = ScopedToken,
            ForeignSecret = Given(SecretName) is not null,
            SessionOnly = SessionOnly,
            ExpiresOn = ValidExpiry(ExpiresOn),
            LastUpdated = Session.Now,
            LastUpdatedBy = CurrentUser.Name,
        };
    }

    private void RefuseSecret(string name)
    {
        if (ParameterSetName == SecretSet && Given(SecretName) is null)
        {
            throw new InvalidInputException(
                "SecretName",
                $"'{name}' has no -SecretName. A list contains the names of secrets, never keys.",
                "Save the key in the vault with Set-Secret, and give the name of the secret in the column SecretName."
            );
        }

        if (SourceRepository.IsOwn(Given(SecretName)))
        {
            throw new InvalidInputException(
                "SecretName",
                $"The secret '{SecretName}' belongs to another source. It is removed when that source is removed or gets a new key.",
                "Save the key under another name with Set-Secret, and give that name."
            );
        }
    }

    private void RefuseExisting(ExternalSource? existing)
    {
        if (existing is null)
        {
            return;
        }

        if (!Force)
        {
            throw new SourceExistsException(existing.Name, "Edit it with Set-ExternalSource, replace it with -Force, or choose another name.");
        }

        if (SessionOnly && !existing.SessionOnly)
        {
            throw new SourceExistsException(
                existing.Name,
                "That source is saved, and a source of this session only cannot replace it. Choose another name, or remove that source first."
            );
        }
    }

    /// <summary>Asks for all missing values at once. Returns the key unless a vault has it.</summary>
    private (ExternalSource Source, SecureString? Key) Complete(ExternalSource draft)
    {
        var key = ApiKey ?? Credential?.Password;
        var needsUrl = Type == SourceType.JiraCloud && Given(Url?.OriginalString) is null;
        var needsEmail = Type == SourceType.JiraCloud && draft.UserEmail is null;
        var needsKey = key is null && SecretName is null;
        var fields = new List<FieldDescription>();
        if (needsUrl)
        {
            fields.Add(Interaction.Field(nameof(Url), typeof(string), "The address of the site, such as https://acme.atlassian.net"));
        }

        if (needsEmail)
        {
            fields.Add(Interaction.Field(nameof(UserEmail), typeof(string), "The e-mail address of the account that owns the API token"));
        }

        if (needsKey)
        {
            fields.Add(
                Interaction.Field(
                    nameof(ApiKey),
                    typeof(SecureString),
                    Type == SourceType.Access
                        ? "An organization API key, from admin.atlassian.com > Settings > API keys"
                        : "An API token, from id.atlassian.com > Security > API tokens"
                )
            );
        }

        if (fields.Count == 0)
        {
            return (draft, key);
        }

        var answers = Interaction.Ask("New-ExternalSource", "Supply values for the following parameters:", fields.ToArray())
            ?? throw new InvalidInputException(
                fields[0].Name,
                $"'{draft.Name}' has no {string.Join(" and no ", fields.Select(field => "-" + field.Name))}, and this session is not interactive.",
                "Give all values as parameters. Give the key as a SecureString with -ApiKey, or save it in a vault and give -SecretName."
            );
        return (
            draft with
            {
                Url = needsUrl ? ServiceAddress.NormalizeSite(Interaction.Text(answers, nameof(Url))) : draft.Url,
                UserEmail = needsEmail ? ValidEmail(Interaction.Text(answers, nameof(UserEmail)) ?? string.Empty) : draft.UserEmail,
            },
            needsKey ? Interaction.Secret(answers, nameof(ApiKey)) ?? new SecureString() : key
        );
    }

    /// <summary>Tests the source. If only the organization is missing, asks for it and tests again.</summary>
    private TestedSource TestWithOrganization(ref ExternalSource source, ApiKey key)
    {
        var tested = Probe(source, key);
        if (tested.Inspection.NeedsOrganization && AskOrganization(tested.Inspection.Organizations) is { } organizationId)
        {
            source = source with { OrganizationId = organizationId };
            tested = Probe(source, key);
        }

        return tested.Result.Status == SourceStatus.Connected ? tested : throw new SourceCheckException(tested.Result);
    }

    private string? AskOrganization(IReadOnlyList<OrganizationReference> organizations)
    {
        if (organizations.Count == 0)
        {
            var answers = Interaction.Ask(
                "Organization",
                "The service does not return the organization of this key. Find the id next to the key at admin.atlassian.com > Settings > API keys.",
                Interaction.Field(nameof(OrganizationId), typeof(string), "The id of the organization")
            );
            return answers is null ? null : Given(Interaction.Text(answers, nameof(OrganizationId)));
        }

        var choice = Interaction.Choose(
            "Organization",
            $"The key sees {Invariant.Count(organizations.Count, "organization")}. Which one do you want to connect?",
            organizations.Select(o => $"{o.Name} ({o.Id})")
        );
        return choice is { } index and >= 0 ? organizations[index].Id : null;
    }
}
