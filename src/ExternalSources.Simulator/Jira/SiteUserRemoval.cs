using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>Removes a user from the site; the account stays in the organization.</summary>
internal static class SiteUserRemoval
{
    public static Task AnswerAsync(JiraCall call) => OneUser.WithUserAsync(call, person =>
        {
            if (!call.People.DeleteFromSite(person.Index))
            {
                return call.RefuseAsync(StatusCodes.Status404NotFound, "Specified user does not exist or you do not have required permissions");
            }

            call.State.Writes.Note("remove-from-site", person.AccountId);
            return Answer.EmptyAsync(call.Context, StatusCodes.Status204NoContent);
        });
}
