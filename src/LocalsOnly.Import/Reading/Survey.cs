using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.Reading;

/// <summary>
/// What lies beside the conversations in all inputs of one command, read before any of them: names of assets, canvases, accounts, lists of parts. The parts of an export
/// may come as several zips, so what one says holds for all.
/// </summary>
internal sealed class Survey
{
    private const int LargestSidecarBytes = 256 << 20;

    private static readonly JsonDocumentOptions s_json = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 512 };

    private readonly Dictionary<ExportInput, InputSurvey> _byInput = [];
    private readonly List<(InputSurvey Input, ExportFile Manifest, List<string> Parts)> _manifests = [];

    /// <summary>Files that conversations refer to.</summary>
    public Assets Assets { get; } = new();

    /// <summary>Canvases that are files of their own, of all inputs.</summary>
    public TextDocuments Documents { get; } = new();

    /// <summary>What all of it comes to for the conversations, to be told from what another import had beside the same.</summary>
    public BesideConversations Beside { get; private set; } = BesideConversations.Nothing;

    public static Survey Of(IReadOnlyList<ExportInput> inputs, CancellationToken cancellationToken = default)
    {
        var survey = new Survey();
        foreach (var input in inputs)
        {
            var found = survey._byInput[input] = new InputSurvey(survey.Documents);
            foreach (var file in input.Files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                survey.Assets.AddFile(file.BaseName);
                if (file.IsJson) survey.Look(file, found);
            }
        }
        survey.CheckParts(inputs);
        survey.Beside = new BesideConversations(
            survey.Accounts(), ExportId.Fingerprint([.. survey.Assets.Names, .. survey.Documents.Texts]));
        return survey;
    }

    /// <summary>What was found beside the conversations of one input.</summary>
    public InputSurvey For(ExportInput input) => _byInput.TryGetValue(input, out var found) ? found : new InputSurvey(Documents);

    // Conversations whose export does not say whose they are take no account from another's: beside those they were not told what they are told alone.
    private string Accounts()
    {
        var accounts = _byInput.Values.Where(input => input.ChatGptAccounts.Count > 0).Select(input => string.Join(' ', input.ChatGptAccounts)).ToList();
        if (accounts.Count > 0 && _byInput.Values.Any(input => input is { ChatGptAccounts.Count: 0, HasChatGpt: true })) accounts.Add("-");
        return ExportId.Fingerprint(accounts);
    }

    private void Look(ExportFile file, InputSurvey input)
    {
        try
        {
            FirstLook? look;
            using (var stream = file.Open()) look = FirstLook.At(stream);
            input.HasChatGpt |= look?.Has("mapping") == true;
            if (look is null || look.Has("mapping") || look.Has("chat_messages") || Sidecar(look, file) is not { } shape) return;
            if (file.Length > LargestSidecarBytes) throw new InvalidDataException("it is too large");
            using var whole = file.Open();
            using var json = JsonDocument.Parse(whole, s_json);
            Read(file, json.RootElement, shape, input);
            input.Used.Add(file);
        }
        catch (Exception fault) when (fault is JsonException or IOException or InvalidDataException or NotSupportedException or UnauthorizedAccessException or InvalidOperationException)
        {
            input.Warnings.Add($"{file.Name} could not be read and was skipped ({(fault is JsonException ? "it is not valid JSON" : fault.Message.TrimEnd('.'))}).");
            input.Used.Add(file);
        }
    }

    private static Kind? Sidecar(FirstLook look, ExportFile file)
    {
        if (look.Has("file_id") && look.Has("file_name")) return Kind.Library;
        if (look.Has("uuid") && (look.Has("email_address") || look.Has("verified_phone_number"))) return Kind.ClaudeAccount;
        if (look.IsArray) return null;
        // A list of people is a file that somebody uploaded.
        if (look.Has("id") && (look.Has("email") || look.Has("chatgpt_plus_user") || look.Has("phone_number"))) return Kind.ChatGptAccount;
        if (look.Has("data_files") || look.Has("logical_files") || (look.Has("files") && (look.Has("version") || look.Has("manifest_file")))) return Kind.Manifest;
        if (look.OnlyStrings && look.Keys.Any(key => key.EndsWith(".dat", StringComparison.OrdinalIgnoreCase))) return Kind.AssetNames;
        var isText = look.Has("content") || look.Has("text");
        // A canvas whose file alone carries its id can be told by nothing but the folder.
        return isText && (look.Has("textdoc_id") || look.Has("textdoc_type") || file.Folder == "textdocs") ? Kind.TextDocument : null;
    }

    private void Read(ExportFile file, JsonElement root, Kind kind, InputSurvey input)
    {
        switch (kind)
        {
            case Kind.Library:
                Assets.AddLibrary(root);
                break;
            case Kind.AssetNames:
                Assets.AddNames(root);
                break;
            case Kind.TextDocument:
                var name = Path.GetFileNameWithoutExtension(file.BaseName);
                if (!Documents.Add(root, name, file.Written) || !input.Documents.Add(root, name, file.Written)) input.Warnings.Add($"{file.Name} holds a canvas without a text.");
                break;
            case Kind.Manifest:
                _manifests.Add((input, file, [.. Manifest.Parts(root)]));
                break;
            case Kind.ChatGptAccount:
                if (root.Text("id") is { Length: > 0 } id) input.ChatGptAccounts.Add(ExportId.Fingerprint(id));
                break;
            case Kind.ClaudeAccount:
                foreach (var account in root.Objects())
                    if (account.Text("uuid") is { Length: > 0 } uuid) input.ClaudeAccounts.Add(ExportId.Fingerprint(uuid));
                break;
        }
    }

    private void CheckParts(IReadOnlyList<ExportInput> inputs)
    {
        if (_manifests.Count == 0) return;
        var present = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var input in inputs)
        {
            present.Add(ExportFile.WithoutCopyMark(Path.GetFileName(Path.TrimEndingDirectorySeparator(input.Path))));
            foreach (var file in input.Files)
            {
                present.Add(ExportFile.WithoutCopyMark(file.BaseName));
                // A part that is a zip was unpacked: its name is a folder of the names within.
                foreach (var folder in file.Name.Split('/').SkipLast(1)) present.Add(ExportFile.WithoutCopyMark(folder));
            }
        }
        foreach (var (input, manifest, parts) in _manifests)
            foreach (var name in parts.Select(part => part[(part.LastIndexOfAny(['/', '\\']) + 1)..]).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (present.Contains(ExportFile.WithoutCopyMark(name)) || input.Missing.Contains(name)) continue;
                input.Missing.Add(name);
                input.Warnings.Add($"{manifest.BaseName} lists {name}, which is missing: download that part, or the whole export, again.");
            }
    }

    private enum Kind
    {
        Library,
        AssetNames,
        TextDocument,
        Manifest,
        ChatGptAccount,
        ClaudeAccount,
    }
}

/// <summary>What was found beside the conversations of one input.</summary>
/// <param name="documents">Those of all inputs.</param>
internal sealed class InputSurvey(TextDocuments documents)
{
    /// <summary>Files that hold nothing else than what was read of them.</summary>
    public HashSet<ExportFile> Used { get; } = new(ReferenceEqualityComparer.Instance);

    public List<string> Warnings { get; } = [];

    /// <summary>Canvases that are files of their own: those of the input first, for another export may have them as they were at another time.</summary>
    public TextDocuments Documents { get; } = new(documents);

    /// <summary>Parts that a manifest lists and no input holds.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Conversations of ChatGPT are in it.</summary>
    public bool HasChatGpt { get; set; }

    /// <summary>Fingerprints; whose they are is never kept.</summary>
    public SortedSet<string> ChatGptAccounts { get; } = new(StringComparer.Ordinal);

    /// <summary>Fingerprints; whose they are is never kept.</summary>
    public SortedSet<string> ClaudeAccounts { get; } = new(StringComparer.Ordinal);
}
