using System;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Sources;

/// <summary>Why the store could not be used.</summary>
public enum StoreFailure
{
    /// <summary>The file is not a store, or is damaged.</summary>
    Corrupt,

    /// <summary>The file was written by a newer version of the module.</summary>
    NewerVersion,

    /// <summary>The file or its folder may not be read.</summary>
    NotReadable,

    /// <summary>The file or its folder may not be written.</summary>
    NotWritable,

    /// <summary>The disk is full, or writing failed half-way; the file is as it was.</summary>
    WriteFailed,

    /// <summary>Another session kept the store locked.</summary>
    Busy,
}

/// <summary>The file that holds the sources could not be read or written. It is never overwritten in that case.</summary>
public sealed class StoreException : ExternalSourceException
{
    internal StoreException(StoreFailure failure, string path, string message, string recommendation, Exception? inner = null)
        : base(message, recommendation, inner)
    {
        Failure = failure;
        Path = path;
    }

    /// <summary>What went wrong.</summary>
    public StoreFailure Failure { get; }

    /// <summary>The file.</summary>
    public string Path { get; }
}
