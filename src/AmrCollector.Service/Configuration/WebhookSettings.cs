using AmrCollector.Feed;

namespace AmrCollector.Service.Configuration;

/// <summary>A signed push of ledger entries (Standard Webhooks).</summary>
/// <param name="Name">The sink's name; its cursor is kept under it.</param>
/// <param name="Url">Where to post.</param>
/// <param name="Secrets">What pushes are signed with, from a file or the environment; never logged.</param>
public sealed record WebhookSettings(string Name, Uri Url, WebhookSecrets Secrets);
