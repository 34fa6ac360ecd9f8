using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>The start and size of a page. A size above the limit is reduced silently.</summary>
internal sealed record JiraPage(int StartAt, int MaxResults)
{
    public static bool TryRead(JiraCall call, int usual, int most, [NotNullWhen(true)] out JiraPage? page, out Task refusal)
    {
        (page, refusal) = (null, Task.CompletedTask);
        if (!TryNumber(call, "startAt", 0, out var startAt, out refusal) || !TryNumber(call, "maxResults", usual, out var maxResults, out refusal))
        {
            return false;
        }

        page = new JiraPage(startAt, int.Min(maxResults, most));
        return true;
    }

    private static bool TryNumber(JiraCall call, string name, int usual, out int number, out Task refusal)
    {
        (number, refusal) = (usual, Task.CompletedTask);
        if (call.Query(name) is not { } text)
        {
            return true;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var large))
        {
            number = (int)long.Min(large, int.MaxValue / 2);
            return true;
        }

        refusal = call.RefuseAsync(StatusCodes.Status400BadRequest, "The value of '" + name + "' must be a number that is not negative.");
        return false;
    }
}
