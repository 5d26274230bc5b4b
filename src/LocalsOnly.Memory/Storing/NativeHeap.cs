using System.Runtime.InteropServices;

namespace LocalsOnly.Memory.Storing;

/// <summary>The heap of the C library, from which SQLite, the compressors and the compiler take what they need.</summary>
internal static class NativeHeap
{
    private static volatile bool s_isWithout = !OperatingSystem.IsLinux();

    /// <summary>
    /// Gives back to the system what was freed (malloc_trim(3)). glibc keeps it in a heap for each of many threads, some 50 MB by the end of a long import. A few
    /// milliseconds; nothing where there is no glibc.
    /// </summary>
    public static void GiveBack()
    {
        if (s_isWithout) return;
        try
        {
            _ = Trim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            s_isWithout = true;
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nint kept);
}
