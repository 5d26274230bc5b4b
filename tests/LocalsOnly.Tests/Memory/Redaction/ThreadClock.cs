using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LocalsOnly.Tests.Memory.Redaction;

/// <summary>How long the current thread has been computing (POSIX clock_gettime); what the machine does beside it is not in it, except on Windows.</summary>
internal static class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of the two systems.
    private static readonly int s_clock = OperatingSystem.IsMacOS() ? 16 : 3;

    public static TimeSpan Elapsed
    {
        get
        {
            if (OperatingSystem.IsWindows()) return Stopwatch.GetElapsedTime(0);
            if (GetTime(s_clock, out var time) != 0) throw new InvalidOperationException("The thread's clock cannot be read.");
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1e3);
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
