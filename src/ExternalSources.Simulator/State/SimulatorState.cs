using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.State;

/// <summary>The state of the simulated services. It can change while the simulator processes requests.</summary>
public sealed class SimulatorState
{
    /// <summary>The number of people that further sites choose their members from. More would delay the start.</summary>
    private const int MostAdded = 10_000;

    private readonly TimeProvider _time;

    internal SimulatorState(SimulatorOptions options)
    {
        _time = options.TimeProvider;
        StartedAt = Now;
        Writes = new WriteLog(() => Now);
        LateReads = new LateReads(() => Now);
        Seed = options.Seed;
        OrganizationPageCap = options.OrganizationPageCap;
        JiraPageCap = options.JiraPageCap;
        RequestsPerSecond = options.RequestsPerSecond;
        EarlyRetryPenalty = options.EarlyRetryPenalty;
        for (var number = 0; number < options.Organizations; number++)
        {
            Organizations.Add(NewOrganization(options, number, LateReads));
        }

        var seats = AtlassianApplication.SeatsFor(options.Users);
        for (var number = 0; number < options.Sites; number++)
        {
            var site = new JiraSite
            {
                CloudId = Draw.Guid(options.Seed, number, Salt.CloudId),
                Title = number == 0 ? options.SiteName : string.Create(CultureInfo.InvariantCulture, $"{options.SiteName}-{number + 1}"),
                Index = number,
            };
            Sites.Add(site);
            AllApplications =
            [
                .. AllApplications,
                new("jira-software", "Jira", site.CloudId, seats, number),
                new("jira-servicedesk", "Jira Service Management", site.CloudId, seats, number),
                new("jira-product-discovery", "Jira Product Discovery", site.CloudId, seats, number),
                new("confluence", "Confluence", site.CloudId, seats, number),
            ];
            if (number > 0)
            {
                AddGroupsOf(site);
            }
        }

        Applications = ApplicationsOf(Site);
        AdministratorEmail = People.AdministratorEmail;
        OrganizationKeys.Add(
            new OrganizationKey
            {
                Label = "organization key",
                Secret = SimulatorKeys.Organization,
                CreatedAt = StartedAt.AddDays(-100),
                ExpiresAt = StartedAt.AddDays(200),
            }
        );
        SiteTokens.Add(
            new SiteToken
            {
                Label = "site token",
                Secret = SimulatorKeys.Site,
                Email = AdministratorEmail,
                Administrator = true,
                CreatedAt = StartedAt.AddDays(-100),
                ExpiresAt = StartedAt.AddDays(200),
            }
        );
        if (options.ScopedKeys)
        {
            AddScopedKeys();
        }
    }

    /// <summary>How the services behave where Atlassian's documents are silent, or where services were seen to differ.</summary>
    public ServiceBehavior Behavior { get; } = new();

    /// <summary>How late reads show changes.</summary>
    public LateReads LateReads { get; }

    public SharedList<AtlassianOrganization> Organizations { get; } = new();

    public SharedList<OrganizationKey> OrganizationKeys { get; } = new();

    public SharedList<SiteToken> SiteTokens { get; } = new();

    /// <summary>The sites of the first organization. All have the same people, and the groups of its first directory.</summary>
    public SharedList<JiraSite> Sites { get; } = new();

    /// <summary>The first site.</summary>
    public JiraSite Site => Sites[0];

    /// <summary>The applications of the first site, with their licences.</summary>
    public IReadOnlyList<AtlassianApplication> Applications { get; }

    /// <summary>The applications of all sites.</summary>
    public IReadOnlyList<AtlassianApplication> AllApplications { get; } = [];

    /// <summary>The people of the first organization. The site has the same people.</summary>
    public Population People => Organizations[0].People;

    /// <summary>The groups of the first organization. The site has those of its first directory.</summary>
    public GroupRegistry Groups => Organizations[0].Groups;

    /// <summary>The maximum number of users or groups in a page of the organization API, regardless of the request.</summary>
    public int OrganizationPageCap { get; set; }

    /// <summary>The maximum number of users in a page of Jira, regardless of the request. The response does not mention it.</summary>
    public int JiraPageCap { get; set; }

    /// <summary>How many requests each key may make per second before it gets 429; null is no limit.</summary>
    public int? RequestsPerSecond { get; set; }

    /// <summary>How much longer a key must wait for each early retry; zero by default.</summary>
    public TimeSpan EarlyRetryPenalty { get; set; }

    /// <summary>The e-mail address of person 0, the owner of the default site token.</summary>
    public string AdministratorEmail { get; }

    public int Seed { get; }

    /// <summary>The time that the dates of people count back from.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The changes that requests made.</summary>
    public WriteLog Writes { get; }

    /// <summary>The projects and issues of the site.</summary>
    public IssueTracker Issues { get; } = new();

    internal ConcurrentDictionary<string, bool> RevokedTokens { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The keys of both kinds.</summary>
    public IEnumerable<ServiceKey> AllKeys => OrganizationKeys.Cast<ServiceKey>().Concat(SiteTokens);

    /// <summary>Adds the two scoped keys: "scoped organization key" and "scoped site token".</summary>
    public void AddScopedKeys()
    {
        OrganizationKeys.Add(
            new OrganizationKey
            {
                Label = "scoped organization key",
                Secret = SimulatorKeys.ScopedOrganization,
                Scoped = true,
                CreatedAt = StartedAt.AddDays(-10),
                ExpiresAt = StartedAt.AddDays(200),
            }
        );
        SiteTokens.Add(
            new SiteToken
            {
                Label = "scoped site token",
                Secret = SimulatorKeys.ScopedSite,
                Email = AdministratorEmail,
                Scoped = true,
                Administrator = true,
                CreatedAt = StartedAt.AddDays(-10),
                ExpiresAt = StartedAt.AddDays(200),
            }
        );
    }

    public ServiceKey? FindKey(string label) => AllKeys.FirstOrDefault(key => string.Equals(key.Label, label, StringComparison.OrdinalIgnoreCase));

    public AtlassianOrganization? FindOrganization(string id) =>
        Organizations.FirstOrDefault(organization => string.Equals(organization.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds an application of a site.</summary>
    public AtlassianApplication? FindApplication(string key, int site = 0) =>
        AllApplications.FirstOrDefault(application => application.Key == key && application.Site == site);

    public IReadOnlyList<AtlassianApplication> ApplicationsOf(JiraSite site) => [.. AllApplications.Where(application => application.Site == site.Index)];

    /// <summary>The ARI of the resource in which a role is granted.</summary>
    internal string ResourceOf(RoleGrant grant) => FindApplication(grant.Application, grant.Site)!.ResourceId;

    /// <summary>The site that a request is for: by the cloud id in the gateway's path, or by the port that it arrived at.</summary>
    internal JiraSite SiteOf(HttpContext context) =>
        context.Features.Get<JiraSite>() ?? Sites.FirstOrDefault(site => site.Address?.Port == context.Connection.LocalPort) ?? Site;

    /// <summary>Adds the groups that grant the applications of another site. A third of the people are in them.</summary>
    private void AddGroupsOf(JiraSite site)
    {
        foreach (var key in (string[])["jira-software", "confluence"])
        {
            var group = Groups.Create(string.Create(CultureInfo.InvariantCulture, $"{key}-users-{site.Title}"));
            Groups.Change(group.Index, present => present with { Grants = [new RoleGrant(key, "atlassian/user", site.Index)] });
            for (var person = site.Index; person < Math.Min(People.Limit, MostAdded); person += 3)
            {
                if (People.TraitsOf(person).MayBeInGroups)
                {
                    Groups.Add(group.Index, person);
                }
            }
        }
    }

    private static AtlassianOrganization NewOrganization(SimulatorOptions options, int number, LateReads late)
    {
        var name = number == 0 ? options.OrganizationName : string.Create(CultureInfo.InvariantCulture, $"{options.OrganizationName} {number + 1}");
        var domain = DomainOf(name);
        var seed = unchecked(options.Seed + (number * 7919));
        var groups = options.Groups ?? FixedGroups.All.Length + 1 + (options.Users / 40);
        var people = new Population(seed, options.Users, domain, late);
        var organization = new AtlassianOrganization
        {
            Id = Draw.Guid(options.Seed, number, Salt.Organization),
            Name = name,
            Domain = domain,
            People = people,
            Groups = new GroupRegistry(new GroupPlan(seed, options.Users, groups, options.Directories), seed, people, late),
            DirectRoles = new DirectRoles(late),
        };
        organization.Directories.Add(new OrganizationDirectory(Draw.Guid(options.Seed, number, Salt.Directory), name));
        for (var directory = 1; directory < options.Directories; directory++)
        {
            organization.Directories.Add(
                new OrganizationDirectory(
                    Draw.Guid(options.Seed, (number * 1000) + directory, Salt.SecondDirectory),
                    string.Create(CultureInfo.InvariantCulture, $"{name} directory {directory + 1}")
                )
            );
        }

        return organization;
    }

    private static string DomainOf(string name)
    {
        string label = new(name.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit).ToArray());
        return (label.Length == 0 ? "acme" : label) + ".example";
    }
}
