using System.Text.RegularExpressions;

namespace LocalsOnly.Import.Reading;

/// <summary>Files beside the conversations that the vendors are known to add. Anything else that is JSON is searched for conversations.</summary>
internal static partial class KnownFiles
{
    public const string AssetNames = "conversation_asset_file_names.json";
    public const string Library = "library_files.json";

    /// <summary>Holds something else than conversations.</summary>
    public static bool IsSidecar(ExportFile file) => SidecarName().IsMatch(file.BaseName) || SidecarFolder().IsMatch(file.Name);

    /// <summary>Lists the parts that an export should have.</summary>
    public static bool IsManifest(ExportFile file) => ManifestName().IsMatch(file.BaseName);

    /// <summary>Bears a name under which the vendors put conversations, so that an odd element in it is a conversation gone wrong.</summary>
    public static bool IsNamedConversations(ExportFile file) => ConversationsName().IsMatch(file.BaseName);

    [GeneratedRegex(@"^(users?|user_settings|memories|projects|message_feedback|model_comparisons|shared_conversations|library_files|conversation_asset_file_names|group_chats|shopping|sora|codex|login_history|tasks)([-_]\d+)?( ?\(\d+\))?\.json$|manifest[^/]*\.json$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SidecarName();

    [GeneratedRegex(@"(^|/)(projects|design_chats|memories|frames|textdocs)/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SidecarFolder();

    [GeneratedRegex(@"manifest[^/]*\.json$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ManifestName();

    [GeneratedRegex(@"^conversations([-_]\d+)?( ?\(\d+\))?\.json$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ConversationsName();
}
