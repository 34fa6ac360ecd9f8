using System;
using System.Globalization;

namespace ExternalSources.Simulator.People;

/// <summary>Creates person i as a pure function of the seed and i.</summary>
internal sealed class PersonFactory(int seed, string domain)
{
    private static readonly string[] OtherDomains = ["mail.example", "post.example", "partner.example", "contractors.example", "consulting.example"];

    private static readonly string[] Jobs =
    [
        "Engineer",
        "Senior Engineer",
        "Product Manager",
        "Designer",
        "Accountant",
        "Team Lead",
        "Support Agent",
        "Analyst",
        "Recruiter",
        "Working Student",
    ];

    private static readonly string[] Departments =
    [
        "Engineering",
        "Product",
        "Finance",
        "Human Resources",
        "Support",
        "Sales",
        "Marketing",
        "Legal",
        "Operations",
    ];

    private static readonly string[] Locations = ["Berlin", "Sydney", "New York", "São Paulo", "Bengaluru", "Kraków", "Tōkyō", "Αθήνα", "Remote"];

    public string AdministratorEmail => "admin@" + domain;

    public string AccountId(int index) => AccountIds.Create(seed, index, Kind(index));

    public Person Create(int index)
    {
        var kind = Kind(index);
        return kind switch
        {
            AccountKind.App => CreateApp(index),
            AccountKind.Customer => CreateCustomer(index),
            _ when index == 0 => Administrator(CreatePerson(index)),
            _ => CreatePerson(index),
        };
    }

    /// <summary>The traits of the person that <see cref="Create"/> returns, without the cost of the names.</summary>
    public PersonTraits Traits(int index)
    {
        var kind = Kind(index);
        if (kind != AccountKind.Person)
        {
            var state = kind == AccountKind.App ? AccountState.Active : CustomerAccountOf(index);
            return new PersonTraits(kind, state, MembershipState.Active, false, false, false, state == AccountState.Active);
        }

        if (index == 0)
        {
            return new PersonTraits(kind, AccountState.Active, MembershipState.Active, false, true, true, true);
        }

        var managed = IsManaged(index);
        (var account, var forDeletion) = AccountOf(index, managed);
        var membership = MembershipOf(index);
        var active = account == AccountState.Active && membership == MembershipState.Active;
        return new PersonTraits(kind, account, membership, forDeletion, managed, HasSecondFactor(index), active);
    }

    private AccountKind Kind(int index)
    {
        var percent = index == 0 ? 99 : Draw.Percent(seed, index, Salt.Kind);
        return percent switch
        {
            < 2 => AccountKind.App,
            < 5 => AccountKind.Customer,
            _ => AccountKind.Person,
        };
    }

    private Person Administrator(Person person) =>
        person with
        {
            Email = AdministratorEmail,
            EmailHidden = false,
            EmailVerified = true,
            Managed = true,
            Account = AccountState.Active,
            Membership = MembershipState.Active,
            ForDeletion = false,
            ManagementSource = "invited",
            TwoStepVerification = true,
            DeactivatedDaysAgo = null,
            JiraDaysAgo = 0,
            ConfluenceDaysAgo = 1,
            ServiceDeskDaysAgo = 3,
            DiscoveryDaysAgo = null,
            OrganizationAdministrator = true,
            JobTitle = "Administrator",
        };

    private Person CreatePerson(int index)
    {
        var language = Languages.Pick(seed, index);
        var name = NamePool.Of(language.Name).Pick(seed, index);
        var managed = IsManaged(index);
        (var account, var forDeletion) = AccountOf(index, managed);
        var closed = account == AccountState.Closed && index != 0;
        var joined = 20 + Draw.Below(2500, seed, index, Salt.Joined);
        int? ended = account == AccountState.Active ? null : Draw.Below(forDeletion ? 14 : 20, seed, index, Salt.Ended);
        return new Person
        {
            Index = index,
            AccountId = AccountIds.Create(seed, index, AccountKind.Person),
            Name = closed ? "Former user" : language.FullName(name.First, name.Last),
            Nickname = closed ? "Former user" : name.First,
            Email = closed ? null : EmailOf(index, name, managed),
            EmailHidden = Draw.Percent(seed, index, Salt.Hidden) < 60,
            EmailVerified = Draw.Percent(seed, index, Salt.Verified) < 97,
            Managed = managed,
            Account = account,
            Membership = MembershipOf(index),
            ForDeletion = forDeletion,
            ManagementSource = SourceOf(index, managed),
            TwoStepVerification = HasSecondFactor(index),
            JobTitle = Draw.Of<string>(Jobs, seed, index, Salt.Job),
            Department = Draw.Of<string>(Departments, seed, index, Salt.Department),
            Location = Draw.Of<string>(Locations, seed, index, Salt.Location),
            TimeZone = language.TimeZone,
            Locale = language.Locale,
            JoinedDaysAgo = joined,
            DeactivatedDaysAgo = ended,
            JiraDaysAgo = LastActive(index, joined, ended, Salt.LastActiveJira),
            ConfluenceDaysAgo = LastActive(index, joined, ended, Salt.LastActiveConfluence),
            ServiceDeskDaysAgo = LastActive(index, joined, ended, Salt.LastActiveServiceDesk),
            DiscoveryDaysAgo = LastActive(index, joined, ended, Salt.LastActiveDiscovery),
        };
    }

    private string EmailOf(int index, NamePool.PickedName name, bool managed)
    {
        if (name.PlainFirst.Length == 0)
        {
            name = NamePool.Of("en").Pick(seed, index);
        }

        return MailNames.Create(name.PlainFirst, name.PlainLast, index, managed ? domain : Draw.Of<string>(OtherDomains, seed, index, Salt.Domain));
    }

    private bool IsManaged(int index) => index == 0 || Draw.Percent(seed, index, Salt.Managed) < 80;

    private bool HasSecondFactor(int index) => Draw.Percent(seed, index, Salt.SecondFactor) < 60;

    private (AccountState Account, bool ForDeletion) AccountOf(int index, bool managed) =>
        Draw.Percent(seed, index, Salt.AccountState) switch
        {
            < 90 => (AccountState.Active, false),
            < 96 => (AccountState.Inactive, false),
            < 98 => (AccountState.Inactive, managed),
            _ => (AccountState.Closed, false),
        };

    private AccountState CustomerAccountOf(int index) => Draw.Percent(seed, index, Salt.AccountState) < 95 ? AccountState.Active : AccountState.Inactive;

    private MembershipState MembershipOf(int index) =>
        Draw.Percent(seed, index, Salt.Membership) switch
        {
            < 88 => MembershipState.Active,
            < 95 => MembershipState.Suspended,
            _ => MembershipState.None,
        };

    private string? SourceOf(int index, bool managed)
    {
        var percent = Draw.Percent(seed, index, Salt.Source);
        return percent < 10 ? null
            : managed && percent < 40 ? "synced"
            : "invited";
    }

    /// <summary>Limits activity to the time before the account ended.</summary>
    private int? LastActive(int index, int joined, int? ended, Salt salt)
    {
        var percent = Draw.Percent(seed, index, salt);
        var within = Draw.Below(1000, seed, ~index, salt);
        return percent switch
        {
            < 12 => null,
            < 70 => Math.Max(within % 14, ended ?? 0),
            < 85 => Math.Min(joined, Math.Max(14 + (within % 76), ended ?? 0)),
            _ => Math.Min(joined, 90 + (within % 700)),
        };
    }

    private Person CreateApp(int index) =>
        new()
        {
            Index = index,
            AccountId = AccountIds.Create(seed, index, AccountKind.App),
            Kind = AccountKind.App,
            Name = string.Create(CultureInfo.InvariantCulture, $"Automation for {Draw.Of<string>(Departments, seed, index, Salt.Department)} {index}"),
            Nickname = "Automation",
            TimeZone = "Etc/UTC",
            Locale = "en_US",
            JoinedDaysAgo = 20 + Draw.Below(2500, seed, index, Salt.Joined),
        };

    private Person CreateCustomer(int index)
    {
        var language = Languages.Pick(seed, index);
        var name = NamePool.Of(language.Name).Pick(seed, index);
        return new Person
        {
            Index = index,
            AccountId = AccountIds.Create(seed, index, AccountKind.Customer),
            Kind = AccountKind.Customer,
            Name = language.FullName(name.First, name.Last),
            Nickname = name.First,
            Email = EmailOf(index, name, managed: false),
            EmailHidden = Draw.Percent(seed, index, Salt.Hidden) < 30,
            Account = CustomerAccountOf(index),
            TimeZone = language.TimeZone,
            Locale = language.Locale,
            JoinedDaysAgo = 20 + Draw.Below(2500, seed, index, Salt.Joined),
        };
    }
}
