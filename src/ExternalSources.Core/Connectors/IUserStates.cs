using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>Reads the state of single users, before and after a change. Every connector has it.</summary>
internal interface IUserStates
{
    /// <summary>Returns the account that the source's credentials belong to; <see langword="null"/> if the key belongs to no account.</summary>
    Task<string?> OwnAccountIdAsync(CancellationToken cancellationToken);

    /// <summary>Returns how many people the source has.</summary>
    Task<int> CountPeopleAsync(CancellationToken cancellationToken);

    /// <summary>Looks users up, in the order of the keys, with as few requests as the service allows.</summary>
    Task<IReadOnlyList<UserLookup>> ReadStatesAsync(IReadOnlyList<UserKey> users, StateNeeds needs, CancellationToken cancellationToken);

    /// <summary>Looks one user up after a change. The lookup uses nothing that was read before the change.</summary>
    Task<UserLookup> ReadBackAsync(UserKey user, StateNeeds needs, CancellationToken cancellationToken);
}
