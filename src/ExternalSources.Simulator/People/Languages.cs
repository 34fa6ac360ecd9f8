using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Simulator.People;

/// <summary>The languages of people's names, with a locale and a time zone for each.</summary>
internal static class Languages
{
    private static readonly Language[] All =
    [
        new("en", "en_US", "America/New_York", 20),
        new("en_GB", "en_GB", "Europe/London", 10),
        new("de", "de_DE", "Europe/Berlin", 9),
        new("fr", "fr_FR", "Europe/Paris", 7),
        new("es", "es_ES", "Europe/Madrid", 6),
        new("pt_BR", "pt_BR", "America/Sao_Paulo", 5),
        new("it", "it_IT", "Europe/Rome", 4),
        new("nl", "nl_NL", "Europe/Amsterdam", 3),
        new("pl", "pl_PL", "Europe/Warsaw", 4),
        new("cz", "cs_CZ", "Europe/Prague", 3),
        new("sv", "sv_SE", "Europe/Stockholm", 3),
        new("tr", "tr_TR", "Europe/Istanbul", 4),
        new("vi", "vi_VN", "Asia/Ho_Chi_Minh", 2, FamilyFirst: true),
        new("ru", "ru_RU", "Europe/Riga", 3),
        new("uk", "uk_UA", "Europe/Kyiv", 3),
        new("el", "el_GR", "Europe/Athens", 2),
        new("ar", "ar_EG", "Africa/Cairo", 3),
        new("fa", "fa_IR", "Asia/Tehran", 1),
        new("zh_CN", "zh_CN", "Asia/Shanghai", 3, FamilyFirst: true, Separator: ""),
        new("ja", "ja_JP", "Asia/Tokyo", 3, FamilyFirst: true),
        new("ko", "ko_KR", "Asia/Seoul", 2, FamilyFirst: true, Separator: ""),
    ];

    /// <summary>One entry for each percent.</summary>
    private static readonly Language[] Weighted = Weigh();

    public static Language Pick(int seed, int index) => Draw.Of<Language>(Weighted, seed, index, Salt.Locale);

    private static Language[] Weigh()
    {
        var weighted = new List<Language>(100);
        foreach (var language in All)
        {
            weighted.AddRange(Enumerable.Repeat(language, language.Weight));
        }

        return [.. weighted];
    }
}

/// <summary>A language: its names in Bogus and at Atlassian, and its order of first and last name.</summary>
internal sealed record Language(string Name, string Locale, string TimeZone, int Weight, bool FamilyFirst = false, string Separator = " ")
{
    public string FullName(string first, string last) => FamilyFirst ? last + Separator + first : first + " " + last;
}
