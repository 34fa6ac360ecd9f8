namespace ExternalSources.Simulator;

/// <summary>The texts of the simulator's own keys. They open nothing but a simulator.</summary>
public static class SimulatorKeys
{
    /// <summary>The organization key that every simulator starts with.</summary>
    public const string Organization = "simulator-organization-key";

    /// <summary>The administrator's site token that every simulator starts with; goes with <see cref="AdministratorEmail"/>.</summary>
    public const string Site = "simulator-site-token";

    /// <summary>An organization key with scopes, there when asked for.</summary>
    public const string ScopedOrganization = "simulator-scoped-organization-key";

    /// <summary>A site token with scopes, there when asked for.</summary>
    public const string ScopedSite = "simulator-scoped-site-token";

    /// <summary>The administrator's address under the default organization name.</summary>
    public const string AdministratorEmail = "admin@acme.example";
}
