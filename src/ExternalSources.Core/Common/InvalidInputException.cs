namespace ExternalSources.Core.Common;

/// <summary>A value that the user specified is not valid.</summary>
public sealed class InvalidInputException : ExternalSourceException
{
    internal InvalidInputException(string parameter, string message, string recommendation)
        : base(message, recommendation) => Parameter = parameter;

    /// <summary>The name of the parameter that has this value, without the hyphen.</summary>
    public string Parameter { get; }
}
