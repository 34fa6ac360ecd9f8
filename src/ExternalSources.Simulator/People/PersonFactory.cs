using System;
using System.Globalization;
using System.Text;

namespace ExternalSources.Simulator.People;

/// <summary>Person i as a pure function of the seed and i.</summary>
internal sealed class PersonFactory(int seed, string domain)
{
    private static readonly string[] OtherDomains =
        ["mail.example", "post.example", "partner.example", "contractors.example", "consulting.example"];

    private static readonly string[] Jobs =
        ["Engineer", "Senior Engineer", "Product Manager", "Designer", "Accountant", "Team Lead", "Support Agent", "Analyst", "Recruiter", "Working Student"];

    private static readonly string[] Departments =
        ["Engineering", "Product", "Finance", "Human Resources", "Support", "Sales", "Marketing", "Legal", "Operations"];

    private static readonly string[] Locations =
        ["Berlin", "Sydney", "New York", "São Paulo", "Bengaluru", "Kraków", "Tōkyō", "Αθήνα", "Remote"];

    public string AdministratorEmail => "admin@" + domain;

    public string AccountId(int index) => AccountIds.Create(seed, index, Kind(index));

    public Person Create(int index)
    {
        AccountKind kind = Kind(index);
        return kind switch
        {
            AccountKind.App => CreateApp(index),
            AccountKind.Customer => CreateCustomer(index),
            _ when index == 0 => Administrator(CreatePerson(index)),
            _ => CreatePerson(index),
        };
    }

    private AccountKind Kind(int index)
    {
        int percent = index == 0 ? 99 : Draw.Percent(seed, index, Salt.Kind);
        return percent switch
        {
            < 2 => AccountKind.App,
            < 5 => AccountKind.Customer,
            _ => AccountKind.Person,
        };
    }

    private Person Administrator(Person person) => person with
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
        OrganizationAdministrator = true,
        JobTitle = "Administrator",
    };

    private Person CreatePerson(int index)
    {
        Language language = Languages.Pick(seed, index);
        (string first, string last) = NamePool.Of(language.Name).Pick(seed, index);
        bool managed = index == 0 || Draw.Percent(seed, index, Salt.Managed) < 80;
        (AccountState account, bool forDeletion) = AccountOf(index, managed);
        bool closed = account == AccountState.Closed && index != 0;
        int joined = 20 + Draw.Below(2500, seed, index, Salt.Joined);
        return new Person
        {
            Index = index,
            AccountId = AccountIds.Create(seed, index, AccountKind.Person),
            Name = closed ? "Former user" : language.FullName(first, last),
            Nickname = closed ? "Former user" : first,
            Email = closed ? null : EmailOf(index, first, last, managed),
            EmailHidden = Draw.Percent(seed, index, Salt.Hidden) < 60,
            EmailVerified = Draw.Percent(seed, index, Salt.Verified) < 97,
            Managed = managed,
            Account = account,
            Membership = MembershipOf(index),
            ForDeletion = forDeletion,
            ManagementSource = SourceOf(index, managed),
            TwoStepVerification = Draw.Percent(seed, index, Salt.SecondFactor) < 60,
            JobTitle = Draw.Of<string>(Jobs, seed, index, Salt.Job),
            Department = Draw.Of<string>(Departments, seed, index, Salt.Department),
            Location = Draw.Of<string>(Locations, seed, index, Salt.Location),
            TimeZone = language.TimeZone,
            Locale = language.Locale,
            JoinedDaysAgo = joined,
            DeactivatedDaysAgo = account == AccountState.Active ? null : Draw.Below(forDeletion ? 14 : 20, seed, index, Salt.Ended),
            JiraDaysAgo = LastActive(index, joined, Salt.LastActiveJira),
            ConfluenceDaysAgo = LastActive(index, joined, Salt.LastActiveConfluence),
        };
    }

    private string EmailOf(int index, string first, string last, bool managed)
    {
        if (!char.IsAsciiLetter(first.Normalize(NormalizationForm.FormD)[0]))
        {
            (first, last) = NamePool.Of("en").Pick(seed, index);
        }

        string at = managed ? domain : Draw.Of<string>(OtherDomains, seed, index, Salt.Domain);
        return MailNames.Create(first, last, index) + "@" + at;
    }

    private (AccountState Account, bool ForDeletion) AccountOf(int index, bool managed) =>
        Draw.Percent(seed, index, Salt.AccountState) switch
        {
            < 90 => (AccountState.Active, false),
            < 96 => (AccountState.Inactive, false),
            < 98 => (AccountState.Inactive, managed),
            _ => (AccountState.Closed, false),
        };

    private MembershipState MembershipOf(int index) => Draw.Percent(seed, index, Salt.Membership) switch
    {
        < 88 => MembershipState.Active,
        < 95 => MembershipState.Suspended,
        _ => MembershipState.None,
    };

    private string? SourceOf(int index, bool managed)
    {
        int percent = Draw.Percent(seed, index, Salt.Source);
        return percent < 10 ? null : managed && percent < 40 ? "synced" : "invited";
    }

    private int? LastActive(int index, int joined, Salt salt)
    {
        int percent = Draw.Percent(seed, index, salt);
        int within = Draw.Below(1000, seed, ~index, salt);
        return percent switch
        {
            < 12 => null,
            < 70 => within % 14,
            < 85 => Math.Min(joined, 14 + (within % 76)),
            _ => Math.Min(joined, 90 + (within % 700)),
        };
    }

    private Person CreateApp(int index) => new()
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
        Language language = Languages.Pick(seed, index);
        (string first, string last) = NamePool.Of(language.Name).Pick(seed, index);
        return new Person
        {
            Index = index,
            AccountId = AccountIds.Create(seed, index, AccountKind.Customer),
            Kind = AccountKind.Customer,
            Name = language.FullName(first, last),
            Nickname = first,
            Email = EmailOf(index, first, last, managed: false),
            EmailHidden = Draw.Percent(seed, index, Salt.Hidden) < 30,
            Account = Draw.Percent(seed, index, Salt.AccountState) < 95 ? AccountState.Active : AccountState.Inactive,
            TimeZone = language.TimeZone,
            Locale = language.Locale,
            JoinedDaysAgo = 20 + Draw.Below(2500, seed, index, Salt.Joined),
        };
    }
}
