using System.IO.Compression;
using System.Text;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Dense;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Mirroring;
using LocalsOnly.Tests.Memory.Dense;
using LocalsOnly.Tests.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant.Fake;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Memory.Scopes;

/// <summary>Once a conversation is forgotten nothing finds it, and no byte of it is left: with vectors, a mirror, copies, an index half made anew, and words that wait for the archive.</summary>
public sealed class ForgottenEverywhereTests : IAsyncLifetime, IDisposable
{
    private const string Word = "zanzibar";

    private readonly LikenessGenerator _source = new(text => text.Contains(Word, StringComparison.Ordinal) ? [0, 1, 0, 0] : [1, 0, 0, 0]);
    private FakeQdrant _server = null!;
    private TestMemory _house = null!;
    private bool _isClosed;

    private static string Long { get; } = $"The {Word} affair began in the harbour. {string.Concat(Enumerable.Range(0, 40).Select(i => $"On day {i} the {Word} papers were counted again and nobody said why. "))}";

    private static Conversation Secret => Talk.Of("secret", $"Quixotic {Word}", $"I'm allergic to {Word}.", $"I see, {Word}", Long);

    public async Task InitializeAsync()
    {
        _server = await FakeQdrant.StartAsync();
        _house = new TestMemory(services: services =>
        {
            _source.AddTo(services);
            LoopbackHttp.AddTo(services);
        });
        _house.Reopen(("Memory:Embedding:Weight", "0.5"), ("Memory:Qdrant:Url", _server.Url.ToString()));
    }

    public async Task DisposeAsync()
    {
        _house.Dispose();
        await _server.DisposeAsync();
    }

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task No_interface_finds_it_and_no_file_holds_it()
    {
        await _house.ImportAsync(Talk.Of("a", "Workshop", "walnut table", "walnut oiled"), "raw a");
        await _house.ImportAsync(Secret, $"raw {Word}");
        await _house.StoreAsync(Secret with { Title = $"Quixotic {Word} again", UpdatedAt = Talk.Start.AddDays(1) });
        await _house.Get<DenseRecall>().UpdateAsync(null, default);
        await _house.Get<QdrantMirror>().SyncAsync(default);
        await _house.Snapshot.WriteAsync();
        LeaveFilesOfTheKilled();
        var packed = PackedTexts();
        Assert.Equal((true, true, true), (packed.Count > 0, FilesThatHold(packed[0]).Count >= 3, FilesThatHold(Bytes(Word)).Count >= 4));
        Assert.Equal(["chatgpt:a", "chatgpt:secret"], Mirrored());

        Assert.True(await _house.Memory.ForgetAsync(TestMemory.Scope, "chatgpt:secret"));
        Assert.Null(_house.Snapshot.Find());
        // In this order, as the host does: until the mirror has followed, the index keeps the key of what is to go there.
        await _house.Get<QdrantMirror>().SyncAsync(default);
        await _house.Snapshot.WriteAsync();

        await NothingFindsItAsync("chatgpt:secret");
        Assert.Equal(["chatgpt:a"], Mirrored());
        Close();
        Assert.Empty(FilesThatHold(Bytes(Word)));
        Assert.Empty(FilesThatHold(Bytes("chatgpt:secret")));
        Assert.All(packed, text => Assert.Empty(FilesThatHold(text)));
        foreach (var text in Secret.Messages.Select(message => message.Text))
            Assert.Empty(FilesThatHold(BitConverter.GetBytes(LocalsOnly.Memory.Embedding.EmbeddingCache.IdOf(text))));
        Assert.Empty(Directory.GetFiles(_house.Local, "index.rebuild.*"));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_house.Nas, "index"), "*.db"));
    }

    [Fact]
    public async Task What_still_waits_for_the_archive_is_forgotten_with_it()
    {
        var first = await _house.Memory.RememberAsync(TestMemory.Scope, new Utterance("harbour", MessageAuthor.User, $"The {Word} papers are in the safe", Talk.Start));
        Directory.Move(_house.Nas, _house.Nas + ".away");
        var second = await _house.Memory.RememberAsync(TestMemory.Scope, new Utterance("harbour", MessageAuthor.User, $"And the {Word} key is under the stone", Talk.Start.AddMinutes(1)));
        Assert.Equal((null, true), (first.Waits, second.Waits is not null));
        Directory.Move(_house.Nas + ".away", _house.Nas);
        var conversation = first.MessageKey[..first.MessageKey.LastIndexOf(':')];
        Assert.True(await _house.Memory.ForgetAsync(TestMemory.Scope, conversation));

        await NothingFindsItAsync(conversation);
        Close();
        Assert.Empty(FilesThatHold(Bytes(Word)));
    }

    [Fact]
    public async Task A_newer_copy_of_an_index_that_is_made_anew_does_not_know_it_either()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "walnut table"), Secret);
        await _house.Snapshot.WriteAsync();
        await _house.Keeping.ForgetAsync(new ForgetSelection { Words = Word });
        await _house.Rebuild.RunAsync();
        await _house.Snapshot.WriteAsync();
        Close();
        Directory.Delete(_house.Local, recursive: true);
        _house.Reopen(("Memory:Embedding:Weight", "0.5"));
        await _house.Store.CatchUpAsync();

        Assert.Equal(1, (await _house.Memory.CountAsync(TestMemory.Scope)).Conversations);
        await NothingFindsItAsync("chatgpt:secret");
        Close();
        Assert.Empty(FilesThatHold(Bytes(Word)));
    }

    private async Task NothingFindsItAsync(string key)
    {
        foreach (var persona in (string?[])[null, "kelly"])
        {
            var scope = TestMemory.Scope with { Persona = persona };
            foreach (var question in (string[])[Word, "the harbour affair", $"Please tell me of {Word}"])
            {
                var found = await _house.Memory.RecallAsync(scope, new RecallRequest(question) { Limit = 50, OnlyTelling = false });
                Assert.DoesNotContain(found.Passages.Concat(found.Standing), passage => passage.ConversationKey == key || passage.Text.Contains(Word, StringComparison.Ordinal));
            }
            Assert.Null(await _house.Memory.OpenAsync(scope, key));
            Assert.Null(await _house.Memory.OpenAsync(scope, key + ":m0"));
            Assert.Null(await _house.Corpus.OpenOriginalAsync(scope, key));
            Assert.DoesNotContain(await _house.Facts.ListAsync(scope, everything: true), fact => fact.ConversationKey == key);
            await foreach (var item in _house.Corpus.ReadAsync(scope, new CorpusFilter(Unredacted: true))) Assert.NotEqual(key, item.Key);
        }
        Assert.Empty((await _house.Keeping.PreviewForgetAsync(new ForgetSelection { Words = Word })).Conversations);
    }

    // What a rebuild and a snapshot leave when they are killed, and an index that was set aside.
    private void LeaveFilesOfTheKilled()
    {
        using var connection = Index();
        foreach (var name in (string[])["index.rebuild.db", "index.snapshot.db", "index.restore.db", "index.db.corrupt-1", "index.rebuild.db.corrupt-1"])
            connection.Execute("VACUUM INTO $file", ("$file", Path.Combine(_house.Local, name)));
    }

    private SqliteConnection Index()
    {
        var connection = new SqliteConnection($"Data Source={_house.IndexFile};Pooling=False");
        connection.Open();
        return connection;
    }

    private IEnumerable<string> Mirrored() => _server.Collection("localsonly").Points.Select(point => point.Payload.Text("conversation")).Distinct().Order(StringComparer.Ordinal);

    // As they lie in the files.
    private List<byte[]> PackedTexts()
    {
        using var connection = Index();
        using var command = connection.Command("SELECT text FROM messages WHERE typeof(text) = 'blob'");
        using var reader = command.ExecuteReader();
        var texts = new List<byte[]>();
        while (reader.Read())
            if (PackedText.Of(reader, 0).Contains(Word, StringComparison.Ordinal)) texts.Add((byte[])reader.GetValue(0));
        return texts;
    }

    private List<string> FilesThatHold(byte[] bytes)
    {
        var found = new List<string>();
        foreach (var path in Directory.EnumerateFiles(_house.Root, "*", SearchOption.AllDirectories).Where(path => _isClosed || !Path.GetFileName(path).StartsWith("vectors-", StringComparison.Ordinal)))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            if (path.EndsWith(".gz", StringComparison.Ordinal)) new GZipStream(file, CompressionMode.Decompress).CopyTo(content);
            else file.CopyTo(content);
            if (content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(bytes) >= 0) found.Add(path);
        }
        return found;
    }

    // Vectors are their owner's alone while they are open.
    private void Close()
    {
        _house.Close();
        _isClosed = true;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
