using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Security;

/// <summary>What the guards tell; never a secret, nor a part of one.</summary>
internal static partial class SecurityEvents
{
    [LoggerMessage(1100, LogLevel.Error, "Keys in {File} are not taken, those from before stay: it {Why}")]
    internal static partial void KeysNotRead(this ILogger logger, string file, string why);

    [LoggerMessage(1101, LogLevel.Warning, "Keys in {File} changed: {Changes}")]
    internal static partial void KeysChanged(this ILogger logger, string file, string changes);

    [LoggerMessage(1102, LogLevel.Warning, "{Count} wrong keys from {Source}: it is refused for {Time}")]
    internal static partial void SourceRefused(this ILogger logger, int count, string source, TimeSpan time);

    [LoggerMessage(1103, LogLevel.Warning, "{Caller} asked for {Call}, which demands {Scope}, and may not")]
    internal static partial void NotGranted(this ILogger logger, string caller, string call, string scope);

    [LoggerMessage(1104, LogLevel.Warning, "{Caller} ({Road}): {Call}; reason given: {Why}")]
    internal static partial void Called(this ILogger logger, string caller, string road, string call, string why);

    [LoggerMessage(1105, LogLevel.Error, "Certificate {File} is not taken, the one from before stays: {Why}")]
    internal static partial void CertificateNotRead(this ILogger logger, string file, string why);

    [LoggerMessage(1106, LogLevel.Information, "Certificate {File} was changed; {Subject}, good until {Until} UTC, is shown from now on")]
    internal static partial void CertificateChanged(this ILogger logger, string file, string subject, DateTime until);

    [LoggerMessage(1107, LogLevel.Warning, "Keys travel in the clear on {Listen}: name 'certificateFile' and 'keyFile' in http and listen on https")]
    internal static partial void NoTls(this ILogger logger, Uri listen);

    [LoggerMessage(1108, LogLevel.Warning, "No socket for amr on this machine: {Why}")]
    internal static partial void NoLocalRoad(this ILogger logger, string why);

    [LoggerMessage(1109, LogLevel.Error, "That {Call} {Outcome} is not recorded: {Why}")]
    internal static partial void OutcomeNotRecorded(this ILogger logger, string call, string outcome, string why);
}
