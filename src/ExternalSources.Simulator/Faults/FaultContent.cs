namespace ExternalSources.Simulator.Faults;

/// <summary>What a fault answers with.</summary>
internal enum FaultContent
{
    /// <summary>What the service would have said anyway.</summary>
    Real,
    Error,
    LoginPage,
    Redirect,
    MalformedJson,
    Empty,
    Custom,
}
