namespace ExternalSources;

/// <summary>The users of whom the service does not tell what a filter asks. That is not the same as no: somebody may be about to be deactivated for it.</summary>
internal sealed class UntoldUsers
{
    /// <summary>Somebody of several lists is one user.</summary>
    private readonly IdSet _ids = new();

    public int Count => _ids.Count;

    /// <summary>Whether a user fits, by an answer that is <see langword="null"/> where it is not told.</summary>
    public bool Fits(ExternalUser user, bool? answer)
    {
        if (answer is null)
            _ids.Add(user.AccountId);
        return answer == true;
    }
}
