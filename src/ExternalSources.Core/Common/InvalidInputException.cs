namespace ExternalSources.Core.Common;

/// <summary>A value that the user gave cannot be right, whatever the service says.</summary>
public sealed class InvalidInputException : ExternalSourceException
{
    internal InvalidInputException(string parameter, string message, string recommendation)
        : base(message, recommendation) => Parameter = parameter;

    /// <summary>The parameter that the value was given for, without the dash.</summary>
    public string Parameter { get; }
}
