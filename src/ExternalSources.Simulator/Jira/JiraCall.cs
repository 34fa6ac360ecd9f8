using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>A call with a valid site token.</summary>
internal sealed record JiraCall(HttpContext Context, SimulatorState State, SiteToken Token)
{
    public JiraSite Site => State.SiteOf(Context);

    public Population People => State.People;

    public GroupRegistry Groups => State.Groups;

    public string Root => Context.Request.Scheme + "://" + Context.Request.Host;

    public string? Query(string name) => Context.Request.Query[name] is { Count: > 0 } values && values[0] is { Length: > 0 } value ? value : null;

    public Task RefuseAsync(int status, string message) => JiraError.WriteAsync(Context, status, message);

    public Task ForbidAsync(string message = "You are not authorized to perform this action. Administrator privileges are required.") =>
        RefuseAsync(StatusCodes.Status403Forbidden, message);
}
