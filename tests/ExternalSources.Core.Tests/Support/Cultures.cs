using System;
using System.Globalization;
using Xunit;

namespace ExternalSources.Core.Tests.Support;

/// <summary>Cultures that reveal errors: the dotless i, the decimal comma, other digits, and another calendar.</summary>
internal static class Cultures
{
    public static TheoryData<string> All => new("tr-TR", "de-DE", "ar-SA", "");

    /// <summary>Runs a function in a culture.</summary>
    public static T In<T>(string culture, Func<T> run)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            return run();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }
}
