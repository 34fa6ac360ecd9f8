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
/// <para>Tests the source live, then saves its API key in a SecretManagement vault and the source in the list of sources. When anything is misconfigured the error says what, and nothing is saved, neither key nor source; -SkipTest saves without a test.</para>
/// <para>An Access source is an Atlassian organization with an organization API key, made at admin.atlassian.com > Settings > API keys. A JiraCloud source is a Jira Cloud site with the e-mail address and an API token of an administrator, made at id.atlassian.com > Security > API tokens.</para>
/// <para>What is missing is asked for, the key without showing it. In a session where nobody can answer, what is missing is an error.</para>
/// <para>The key is sent only to the address of the source, only over TLS, and is never shown again.</para>
/// <list type="alert">
/// <item><description>Keys and tokens last at most a year. Where the service tells the key's real expiry date, that date is saved; otherwise the one that you give counts.</description></item>
/// <item><description>Organization API keys with scopes do not tell their organization (give -OrganizationId) and may not manage accounts.</description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Connect an organization</title>
/// <code>
/// New-ExternalSource -Name acme -Type Access -ExpiresOn 2027-06-30
/// </code>
/// <para>Asks for the API key, tests it, and saves key and source. The organization is taken from the service when the key sees exactly one.</para>
/// </example>
/// <example>
/// <title>Connect a Jira Cloud site</title>
/// <code>
/// New-ExternalSource -Name acme-jira -Type JiraCloud -Url https://acme.atlassian.net -UserEmail admin@acme.example
/// </code>
/// <para>Asks for the API token of that account. The address may be any page of the site, as the browser shows it.</para>
/// </example>
/// <example>
/// <title>Connect a site with a token that has scopes</title>
/// <code>
/// New-ExternalSource -Name acme-jira -Type JiraCloud -Url acme.atlassian.net -Credential admin@acme.example -ScopedToken
/// </code>
/// <para>Asks for the token as the password of the credential. Tokens with scopes work only through Atlassian's gateway, which -ScopedToken uses.</para>
/// </example>
/// <example>
/// <title>Connect several sources whose keys are in the vault already</title>
/// <code>
/// Import-Csv -Path sources.csv | New-ExternalSource -Vault Secrets
/// </code>
/// <para>The file has the columns Name, Type, SecretName and, as needed, Url, UserEmail, OrganizationId, ScopedToken and ExpiresOn. Cells may be empty. A row that fails is an error of its own, which names its source; the other rows are connected.</para>
/// </example>
/// <example>
/// <title>Connect in a runbook whose platform injects the key</title>
/// <code>
/// $key = [System.Net.NetworkCredential]::new('', $env:ATLASSIAN_API_KEY).SecurePassword
/// New-ExternalSource -Name acme -Type Access -ApiKey $key -SessionOnly
/// </code>
/// <para>Source and key live in this session's memory only: no vault is needed, and nothing touches the disk.</para>
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

    // The set for lists: it alone takes properties from the pipeline, and it has the parameters of both types, as rows of both types stand in
    // one list. Bound by property name to a set of one type, a row would silently lose the columns of the other.
    private const string SecretSet = "Secret";

    /// <summary>The name of the source: 1 to 64 characters without wildcards, unique without regard to case.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [FreeText]
    public string Name { get; set; } = string.Empty;

    /// <summary>What the source connects to: Access for an Atlassian organization, JiraCloud for a Jira Cloud site.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [SourceTypeArgument]
    public SourceType Type { get; set; }

    /// <summary>The address of the Jira Cloud site, such as https://acme.atlassian.net. A bare host name, a trailing slash or the address of any page of the site will do. For an Access source leave it out, unless the organization is in Atlassian's government cloud.</summary>
    /// <value>For Access https://api.atlassian.com</value>
    [Parameter(ParameterSetName = AccessSet)]
    [Parameter(ParameterSetName = JiraCloudSet, Mandatory = true)]
    [Parameter(ParameterSetName = CredentialSet, Mandatory = true)]
    [Parameter(ParameterSetName = SecretSet, ValueFromPipelineByPropertyName = true)]
    [FreeText]
    public Uri? Url { get; set; }

    /// <summary>The e-mail address of the Atlassian account that the API token belongs to.</summary>
    [Parameter(ParameterSetName = JiraCloudSet, Mandatory = true)]
    [Parameter(ParameterSetName = SecretSet, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [FreeText]
    public string? UserEmail { get; set; }

    /// <summary>The e-mail address as the user name, and the API token as the password.</summary>
    [Parameter(ParameterSetName = CredentialSet, Mandatory = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The id of the organization. It is needed only when the key does not see exactly one organization; the page of API keys at admin.atlassian.com shows it.</summary>
    /// <value>The only organization that the key sees</value>
    [Parameter(ParameterSetName = AccessSet)]
    [Parameter(ParameterSetName = SecretSet, ValueFromPipelineByPropertyName = true)]
    [FreeText]
    public string? OrganizationId { get; set; }

    /// <summary>The organization API key or the API token. It is asked for when it is left out.</summary>
    [Parameter(ParameterSetName = AccessSet)]
    [Parameter(ParameterSetName = JiraCloudSet)]
    [KeyArgument]
    public SecureString? ApiKey { get; set; }

    /// <summary>The name of a secret in the vault that holds the API key already. The source then reads that secret, and never changes or removes it. A name that looks like a key itself is refused, and not shown.</summary>
    [Parameter(ParameterSetName = SecretSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [FreeText]
    public string? SecretName { get; set; }

    /// <summary>Says that the API token has scopes. Such tokens work only through Atlassian's gateway.</summary>
    [Parameter(ParameterSetName = JiraCloudSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = SecretSet, ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter ScopedToken { get; set; }

    /// <summary>When the key expires; a date without a time means the start of that day in the local time zone. As text it is best given as year, month and day; one that could be read as two dates is an error. Thirty days before, commands that use the source warn.</summary>
    /// <value>The date that the service tells, if it does</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [DateArgument(IsReportedByCommand = true)]
    public DateTimeOffset? ExpiresOn { get; set; }

    /// <summary>The SecretManagement vault for the key.</summary>
    /// <value>The default vault</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [VaultCompleter]
    public string? Vault { get; set; }

    /// <summary>Keeps source and key in this session's memory. Nothing touches the disk or a vault, and other sessions, jobs and parallel runspaces do not see the source.</summary>
    [Parameter(ParameterSetName = AccessSet)]
    [Parameter(ParameterSetName = JiraCloudSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    public SwitchParameter SessionOnly { get; set; }

    /// <summary>Saves the source without testing it; its status is then Unknown.</summary>
    [Parameter]
    public SwitchParameter SkipTest { get; set; }

    /// <summary>Replaces the source of that name, if there is one, together with its key.</summary>
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
        // The vault comes before the test: a locked one is found out, or opened, before the key has gone anywhere.
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

    /// <summary>The source as far as the parameters tell, checked as far as that is possible without asking anybody.</summary>
    private ExternalSource Draft(string name)
    {
        var isAccess = Type == SourceType.Access;
        if (isAccess && (Given(UserEmail) is not null || Credential is not null || ScopedToken))
        {
            throw new InvalidInputException(
                "Type",
                $"An Access source has no {(ScopedToken ? "-ScopedToken" : "e-mail address")}.",
                "Leave it out, or give -Type JiraCloud. (A key with scopes needs no switch for an organization.)"
            );
        }

        if (!isAccess && Given(OrganizationId) is not null)
        {
            throw new InvalidInputException("Type", "A JiraCloud source has no organization id.", "Leave -OrganizationId out, or give -Type Access.");
        }

        RefuseSecret(name);
        if (SessionOnly && Given(Vault) is not null)
        {
            throw new InvalidInputException("Vault", "With -SessionOnly no vault is used.", "Leave out -Vault or -SessionOnly.");
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
                $"For '{name}' no secret is named, and a list never carries the keys themselves.",
                "Save the key in the vault with Set-Secret, and give the secret's name in the column SecretName."
            );
        }

        if (SourceRepository.IsOwn(Given(SecretName)))
        {
            throw new InvalidInputException(
                "SecretName",
                $"The secret '{SecretName}' belongs to another source, and goes when that source goes or gets a new key.",
                "Save the key under a name of your own with Set-Secret, and name that secret."
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
                "It is saved, and a source of this session only cannot replace it: choose another name, or remove it first."
            );
        }
    }

    /// <summary>Asks for what is missing, all at once; returns the key unless it is in a vault already.</summary>
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
            fields.Add(Interaction.Field(nameof(UserEmail), typeof(string), "The e-mail address of the account that the API token belongs to"));
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
                $"For '{draft.Name}' there is no {string.Join(", no ", fields.Select(field => "-" + field.Name))}, and nobody can be asked in this session.",
                "Give every value as a parameter; the key as a SecureString with -ApiKey, or in a vault with -SecretName."
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

    /// <summary>Tests the source; when only the choice of an organization is missing, asks for it and tests again.</summary>
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
                "The key does not tell its organization. The id is shown beside the key at admin.atlassian.com > Settings > API keys.",
                Interaction.Field(nameof(OrganizationId), typeof(string), "The organization's id")
            );
            return answers is null ? null : Given(Interaction.Text(answers, nameof(OrganizationId)));
        }

        var choice = Interaction.Choose(
            "Organization",
            $"The key sees {Invariant.Count(organizations.Count, "organization")}. Which one is meant?",
            organizations.Select(o => $"{o.Name} ({o.Id})")
        );
        return choice is { } index and >= 0 ? organizations[index].Id : null;
    }
}
