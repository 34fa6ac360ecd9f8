namespace ExternalSources.Simulator;

/// <summary>The keys of the simulator. They are valid only in a simulator.</summary>
public static class SimulatorKeys
{
    /// <summary>The organization key that every simulator starts with.</summary>
    public const string Organization = "simulator-organization-key";

    /// <summary>The administrator's site token that every simulator starts with. It belongs to <see cref="AdministratorEmail"/>.</summary>
    public const string Site = "simulator-site-token";

    /// <summary>A scoped organization key. See <see cref="SimulatorOptions.ScopedKeys"/>.</summary>
    public const string ScopedOrganization = "simulator-scoped-organization-key";

    /// <summary>A scoped site token. See <see cref="SimulatorOptions.ScopedKeys"/>.</summary>
    public const string ScopedSite = "simulator-scoped-site-token";

    /// <summary>The administrator's e-mail address with the default organization name.</summary>
    public const string AdministratorEmail = "admin@acme.example";
}
