using System;

namespace ExternalSources.Simulator.Organization;

/// <summary>What a query says does not make sense to the service.</summary>
internal sealed class InvalidQueryException(string message) : Exception(message);
