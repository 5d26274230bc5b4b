using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace LocalsOnly.Tests.Host;

/// <summary>One headless browser for a class of tests: the one that CHROMIUM names, else Debian's; the tests are left out where there is none.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string s_executable = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Everything the pages' consoles complained of, scripts' errors and refused requests included.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    public async Task InitializeAsync()
    {
        if (!File.Exists(s_executable)) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = s_executable,
            Args =
            [
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-gpu",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            ],
        });
    }

    /// <summary>Leaves the test out when there is no browser. Comes first, before anything is started for nothing.</summary>
    public void Require() => Skip.If(_browser is null, "chromium is not installed");

    /// <summary>Opens a page of its own, with nothing remembered.</summary>
    public async Task<IPage> OpenAsync(Uri url, int width, int height)
    {
        Require();
        var page = await _browser!.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, DeviceScaleFactor = 1 });
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => Complaints.Enqueue(error);
        await page.GotoAsync(url.ToString());
        return page;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
