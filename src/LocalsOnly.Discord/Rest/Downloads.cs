using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Rest;

/// <summary>Reads files of messages from where Discord keeps them, and from nowhere else.</summary>
internal sealed class Downloads(DiscordBotOptions bot, HttpMessageInvoker invoker, TimeProvider time)
{
    private const int Tries = 2;

    /// <exception cref="DiscordException">It is longer, gone, or not where Discord keeps files.</exception>
    public async Task<byte[]> ReadAsync(DiscordAttachment file, int mostBytes, CancellationToken cancellationToken)
    {
        if (!DiscordHosts.MayHoldFiles(bot.Api, file.Url)) throw new DiscordException(DiscordFailure.Rejected, $"The file {file.Name} is not where Discord keeps files, so it was not read.");
        if (file.Size > mostBytes) throw TooLong(file, mostBytes);
        for (var tries = 1; ; tries++)
        {
            using var timeout = new CancellationTokenSource(bot.TryTimeout * 4, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                return await TryAsync(file, mostBytes, either.Token);
            }
            catch (Exception failed) when (failed is HttpRequestException or IOException or InvalidDataException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                if (tries == Tries) throw new DiscordException(DiscordFailure.Unavailable, $"The file {file.Name} could not be read from Discord.", innerException: failed);
            }
        }
    }

    private async Task<byte[]> TryAsync(DiscordAttachment file, int mostBytes, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, file.Url);
        using var response = await invoker.SendAsync(request, cancellationToken);
        var status = (int)response.StatusCode;
        if (status >= 500) throw new HttpRequestException($"status {status}");
        if (status is 403 or 404 or 410) throw new DiscordException(DiscordFailure.NotFound, $"The file {file.Name} is gone, or its address has expired.");
        if (status != 200) throw new DiscordException(DiscordFailure.Rejected, $"Discord did not give the file {file.Name} (status {status}).");
        if (response.Content.Headers.ContentLength > mostBytes) throw TooLong(file, mostBytes);
        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var piece = new byte[16 * 1024];
        int read;
        while ((read = await content.ReadAsync(piece, cancellationToken)) > 0)
        {
            if (read > mostBytes - bytes.Length) throw TooLong(file, mostBytes);
            bytes.Write(piece, 0, read);
        }

        return bytes.ToArray();
    }

    private static DiscordException TooLong(DiscordAttachment file, int mostBytes) =>
        new(DiscordFailure.Rejected, $"The file {file.Name} is longer than {mostBytes:N0} bytes, so it was not read.");
}
