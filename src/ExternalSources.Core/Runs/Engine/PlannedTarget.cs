using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>A target and what is to be done about it.</summary>
internal sealed record PlannedTarget(RunTarget Target, Candidate Candidate, UserAction Action, Decision Decision);
