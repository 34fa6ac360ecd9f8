using System;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>An action failed for one target; the run continues.</summary>
public sealed class ActionFailedException : ExternalSourceException
{
    internal ActionFailedException(ExternalActionResult result, string recommendation, Exception? inner = null)
        : base($"{result.Source}: {result.Name ?? result.AccountId ?? result.Email}: {result.Detail}", recommendation, inner) => Result = result;

    /// <summary>The target and its result.</summary>
    public ExternalActionResult Result { get; }
}
