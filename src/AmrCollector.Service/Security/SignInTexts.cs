namespace AmrCollector.Service.Security;

/// <summary>The words of the sign-in page in one language.</summary>
/// <param name="Language">Language tag.</param>
/// <param name="Title">Heading.</param>
/// <param name="Key">Label of the field.</param>
/// <param name="Send">The button.</param>
/// <param name="Wrong">The key is not known.</param>
/// <param name="TooMany">Too many wrong keys.</param>
/// <param name="NoKeys">No keys are configured.</param>
/// <param name="Back">The link to where the reader came from.</param>
internal sealed record SignInTexts(string Language, string Title, string Key, string Send, string Wrong, string TooMany, string NoKeys, string Back)
{
    public static SignInTexts English { get; } = new(
        "en", "Sign in", "Key", "Sign in", "This key is not known.", "Too many wrong keys; try again later.",
        "No keys are configured: anybody on this machine may look, and only 'amr' here may do more.", "back, without signing in");

    public static SignInTexts Chinese { get; } = new(
        "zh", "登录", "密钥", "登录", "密钥无效。", "错误次数过多，请稍后再试。", "未配置密钥：本机任何人均可查看，其他操作仅限本机 amr 命令。", "不登录，返回");

    public static SignInTexts For(string accepted) => accepted.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese : English;
}
