namespace ExternalSources.Simulator.Faults;

/// <summary>How the answer travels.</summary>
internal enum FaultDelivery
{
    Whole,
    Slow,
    Reset,
    ResetHalfway,
    Truncated,
}
