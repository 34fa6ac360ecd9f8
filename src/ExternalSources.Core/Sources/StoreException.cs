using System;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Sources;

/// <summary>Why the store cannot be used.</summary>
public enum StoreFailure
{
    /// <summary>The file is damaged, or is not a store.</summary>
    Corrupt,

    /// <summary>A newer version of the module wrote the file.</summary>
    NewerVersion,

    /// <summary>The file or its folder cannot be read.</summary>
    NotReadable,

    /// <summary>The file or its folder cannot be written.</summary>
    NotWritable,

    /// <summary>Writing failed, for example because the disk is full. The file was not changed.</summary>
    WriteFailed,

    /// <summary>Another session has locked the store.</summary>
    Busy,
}

/// <summary>The file that contains the sources cannot be read or written. The file was not changed.</summary>
public sealed class StoreException : ExternalSourceException
{
    internal StoreException(StoreFailure failure, string path, string message, string recommendation, Exception? inner = null)
        : base(message, recommendation, inner)
    {
        Failure = failure;
        Path = path;
    }

    /// <summary>Why the store cannot be used.</summary>
    public StoreFailure Failure { get; }

    /// <summary>The path of the file.</summary>
    public string Path { get; }
}
