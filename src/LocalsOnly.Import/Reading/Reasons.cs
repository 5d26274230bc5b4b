namespace LocalsOnly.Import.Reading;

/// <summary>The sentences a person reads when a path is not what the import needs.</summary>
internal static class Reasons
{
    private const string HowTo =
        "export yours from ChatGPT (Settings, Data controls, Export data) or Claude (Settings, Privacy, Export data) and pass the zip";

    public static string NotAnExport(string path, string because) => $"{path} is not a ChatGPT or Claude export: {because}; {HowTo}.";

    public static string Missing(string path) => $"{path} does not exist: check the path and pass the zip that ChatGPT or Claude sent.";

    public static string Unreadable(string path, string because) => $"{path} cannot be read ({because.TrimEnd('.')}): allow reading it and import again.";

    public static string NoZip(string name) => $"{name} was skipped: it is no zip, whatever its name says; download it again.";

    public static string Misnamed(string name, FileStart start) => start == FileStart.Zip
        ? $"{name} was skipped: it begins as a zip does, but its name does not end in .zip; rename it and import again."
        : $"{name} was skipped: it begins as JSON does, but its name does not end in .json; rename it and import again.";

    public static string TornZip(string path) => $"{path} is a zip that is cut short: what is there of it was read; download it again and import again for the rest.";

    public static string Damaged(string name) => $"{name} is damaged (its checksum is wrong): what was read is imported; download the export again.";

    public static string Encrypted(string name) => $"{name} is encrypted and was skipped: unpack it with its password and import the folder.";

    public static string BrokenZip(string path) => $"{path} is a zip that is cut short or damaged: download it again and import again.";
}
