using System;

namespace ExternalSources.TestKit.Host;

/// <summary>The host was asked something that the test has no answer for.</summary>
public sealed class UnexpectedPromptException : Exception
{
    /// <summary>Names the prompt, and the answer that did not fit where there was one.</summary>
    public UnexpectedPromptException(PromptRecord prompt, string reason)
        : base($"{reason} {prompt}") => Prompt = prompt;

    /// <summary>The prompt that nobody expected.</summary>
    public PromptRecord Prompt { get; }
}
