namespace ExternalSources.Simulator.People;

/// <summary>A language as Bogus calls it, as Atlassian calls it, and how it writes a full name.</summary>
internal sealed record Language(string Name, string Locale, string TimeZone, int Weight, bool FamilyFirst = false, string Separator = " ")
{
    public string FullName(string first, string last) => FamilyFirst ? last + Separator + first : first + " " + last;
}
