using Microsoft.KernelMemory.DataFormats.WebPages;

namespace LocalsOnly.SemanticKernel.KernelMemory.Models;

/// <summary>Fetches nothing: what Kernel Memory would read from the web, a person saves and imports as a file.</summary>
internal sealed class NoWeb : IWebScraper
{
    public Task<WebScraperResult> GetContentAsync(string url, CancellationToken cancellationToken = default) =>
        Task.FromResult(new WebScraperResult { Success = false, Error = "The house fetches no web pages: save the page and import the file." });
}
