using LocalsOnly.Memory;
using LocalsOnly.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>When mail, files and knowledge that came open a task.</summary>
public sealed class ArrivalGateTests : IDisposable
{
    // Files are made at the machine's own time, and nothing can make them older; the house's clock begins there.
    private readonly GateHouse _house = new(DateTimeOffset.UtcNow.AddMinutes(10));

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Mail_opens_once_wherever_a_mail_program_has_put_it()
    {
        Mail("cur", _house.Time.GetUtcNow().AddHours(-1), "From: Bank <a@bank.example>\nSubject: Old\n\nBody");
        Assert.StartsWith("no message is newer than ", (await MailAsync()).Why, StringComparison.Ordinal);

        _house.Time.Advance(TimeSpan.FromMinutes(5));
        Mail("new", _house.Time.GetUtcNow().AddMinutes(-2), "From: a@b.example\nSubject: Hello\n\nBody");
        Mail("cur", _house.Time.GetUtcNow().AddMinutes(-3), "From: a@b.example\nSubject: Read already\n\nBody");
        var verdict = await MailAsync();

        Assert.True(verdict.Open);
        Assert.StartsWith("2 new messages since ", verdict.Why, StringComparison.Ordinal);
        _house.Succeed();
        Assert.False((await MailAsync()).Open);
    }

    [Fact]
    public async Task Mail_that_comes_while_the_task_runs_is_new_for_the_next_one()
    {
        _house.Time.Advance(TimeSpan.FromMinutes(5));
        Mail("new", _house.Time.GetUtcNow().AddMinutes(-2), "Subject: One\n\n");
        Assert.True((await MailAsync()).Open);
        var due = _house.Time.GetUtcNow();
        _house.Time.Advance(TimeSpan.FromMinutes(2));
        Mail("new", due.AddMinutes(1), "Subject: Two\n\n");
        _house.Succeed();

        Assert.StartsWith("1 new message since ", (await MailAsync()).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_reads_folded_and_encoded_headers_and_never_the_body()
    {
        _house.Time.Advance(TimeSpan.FromMinutes(5));
        var at = _house.Time.GetUtcNow().AddMinutes(-1);
        Mail("new", at, "From: =?utf-8?B?Q2Fpc3NlIGQnw4lwYXJnbmU=?= <no-reply@bank.example>\nSubject: =?iso-8859-1?Q?Votre_relev=E9?=\n =?iso-8859-1?Q?_de_compte?=\n\nFrom: eve\n");
        Mail("new", at, "From: eve@spam.example\nSubject: caisse d'épargne\n\nFrom: Caisse d'Épargne\n");

        Assert.StartsWith("1 new message from 'caisse d'épargne' about 'relevé de compte' since ", (await MailAsync(("from", "caisse d'épargne"), ("subject", "relevé de compte"))).Why, StringComparison.Ordinal);
        Assert.Matches("^of 2 new since .* no message is from 'mallory'$", (await MailAsync(("from", "mallory"))).Why);
    }

    [Fact]
    public async Task Without_a_Maildir_nobody_can_tell()
    {
        Assert.StartsWith("There is no Maildir at ", await _house.RefusedAsync("new_mail", ("maildir", _house.Directory.Combine("none"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_opens_once_by_its_pattern_and_not_while_it_is_hidden()
    {
        var folder = _house.Directory.Combine("scans");
        Put(Path.Combine(folder, "old.pdf"), null);
        Put(Path.Combine(folder, "note.txt"), _house.Time.GetUtcNow().AddMinutes(4));
        Put(Path.Combine(folder, ".hidden.pdf"), _house.Time.GetUtcNow().AddMinutes(4));
        _house.Later();
        (string, string)[] setting = [("folder", folder), ("pattern", "*.pdf")];
        Assert.False((await _house.TestAsync("new_files", setting)).Open);

        Put(Path.Combine(folder, "Letter.PDF"), _house.Time.GetUtcNow().AddMinutes(-1));
        var verdict = await _house.TestAsync("new_files", setting);

        Assert.True(verdict.Open);
        Assert.StartsWith($"1 new file *.pdf in {folder} since ", verdict.Why, StringComparison.Ordinal);
        _house.Succeed();
        Assert.False((await _house.TestAsync("new_files", setting)).Open);
    }

    [Fact]
    public async Task A_file_that_a_failed_run_did_not_see_to_opens_again()
    {
        var folder = _house.Directory.Combine("scans");
        _house.Later();
        Put(Path.Combine(folder, "a.pdf"), _house.Time.GetUtcNow().AddMinutes(-1));
        Assert.True((await _house.TestAsync("new_files", ("folder", folder))).Open);
        _house.Later();

        Assert.True((await _house.TestAsync("new_files", ("folder", folder))).Open);
    }

    [Fact]
    public async Task A_folder_that_is_away_is_named()
    {
        var folder = _house.Directory.Combine("away");

        Assert.Equal($"The folder {folder} is not there; mount it, or mend the gate's folder.", await _house.RefusedAsync("new_files", ("folder", folder)));
    }

    [Fact]
    public async Task Knowledge_is_new_when_a_file_changed_or_something_was_imported()
    {
        Put(_house.Directory.Combine("knowledge", "shared", "a.md"), null);
        Assert.EndsWith("0 knowledge files are new or changed and 0 conversations were imported", (await _house.TestAsync("new_knowledge")).Why, StringComparison.Ordinal);
        _house.Later();
        Put(_house.Directory.Combine("knowledge", "shared", "a.md"), _house.Time.GetUtcNow().AddMinutes(-1));
        Assert.True((await _house.TestAsync("new_knowledge")).Open);
        _house.Succeed();
        Assert.False((await _house.TestAsync("new_knowledge")).Open);

        await using (var writer = await _house.Services.GetRequiredService<IConversationStore>().OpenWriterAsync(["export.zip"]))
        {
            await writer.StoreAsync(new Conversation(
                "chatgpt:1", "chatgpt", "Bread", null, null, null, null, [new ConversationMessage("chatgpt:1:a", null, MessageAuthor.User, MessageKind.Visible, true, null, "How long does it rise?", [])]));
            await writer.CommitAsync();
        }

        var verdict = await _house.TestAsync("new_knowledge");
        Assert.True(verdict.Open);
        Assert.EndsWith("0 knowledge files are new or changed and 1 conversation was imported", verdict.Why, StringComparison.Ordinal);
    }

    private Task<GateVerdict> MailAsync(params (string, string)[] filter) => _house.TestAsync("new_mail", [("maildir", _house.Directory.Combine("mail")), .. filter]);

    private void Mail(string folder, DateTimeOffset at, string text) =>
        _house.Directory.Write($"mail/{folder}/{at.ToUnixTimeSeconds()}.{Guid.NewGuid():N}.house{(folder == "cur" ? ":2,S" : "")}", text);

    private static void Put(string path, DateTimeOffset? at)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "text");
        if (at is { } time) File.SetLastWriteTimeUtc(path, time.UtcDateTime);
    }
}
