using System.Text;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall.Language;

namespace LocalsOnly.Tests.Memory;

public sealed class TermCounterTests
{
    [Theory]
    [InlineData("I was running to the shop, and the dogs were running too: 8,400 dogs, an incomprehensibilities-counter and 14kW. The shop is closed, the dogs run.")]
    [InlineData("Les élèves mangeaient à l'hôpital, et l'élève répétait que les œufs étaient dans le réfrigérateur; nous mangeons les œufs de la ferme.")]
    [InlineData("Я живу в Москве, а мой достопримечательный друг живёт в Москве и не живёт в Петербурге. Ich habe die Wohnung, und die Wohnung ist groß.")]
    [InlineData("我的猫叫花花 and the cat sleeps; 我的猫 sleeps with the dog in the house, and that is all that there is to say.")]
    public void A_message_is_counted_as_it_is_read_also_when_its_words_are_known(string text)
    {
        var counter = new TermCounter(new CurrentVocabulary());
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var counted = counter.Count(Of(text));
            var message = Assert.Single(counted.Messages)!;
            var read = new Collected([], []);
            new TermReader().Read(text, LanguageGuess.Of(text) ?? TextLanguage.English, singles: true, ref read);
            Assert.Equal(read.All.CountBy(term => term).ToDictionary(), Terms(counted.Vocabulary, message.Postings));
            Assert.Equal((read.All.Count, read.Content.Count), (message.Words, message.Length));
        }
    }

    [Fact]
    public void Words_that_share_a_place_in_the_table_are_told_apart()
    {
        var counter = new TermCounter(new CurrentVocabulary());
        var words = Enumerable.Range(0, 100_000).Select(i => $"w{Convert.ToString(i, 8)}q").ToList();
        foreach (var part in words.Concat(words).Chunk(1000))
        {
            var counted = counter.Count(Of(string.Join(' ', part)));
            Assert.Equal(part.ToDictionary(word => word, _ => 1), Terms(counted.Vocabulary, counted.Messages[0]!.Postings));
        }
    }

    [Fact]
    public void A_term_that_is_there_more_often_than_can_be_said_is_there_as_often_as_can_be_said()
    {
        var counted = new TermCounter(new CurrentVocabulary()).Count(Of(string.Join(' ', Enumerable.Repeat("again", 1000))));
        Assert.Equal(PostingList.MostOccurrences, Assert.Single(Terms(counted.Vocabulary, counted.Messages[0]!.Postings)).Value);
        Assert.Equal(1000, counted.Messages[0]!.Words);
    }

    [Fact]
    public void Words_that_are_known_allocate_nothing()
    {
        var text = string.Join(' ', Enumerable.Repeat("Les élèves mangeaient au réfrigérateur, running, and the dogs'", 1000));
        var counter = new TermCounter(new CurrentVocabulary());
        counter.Count(Of(text));
        var conversation = Of(text);
        Assert.InRange(AllocatedBytes.Of(() => counter.Count(conversation)), 1, 1000);
    }

    [Fact]
    public void A_message_takes_no_table_for_many_words()
    {
        var conversation = Of("Which hotel did we book in Lisbon, and what did it cost?");
        Assert.InRange(AllocatedBytes.Of(() => new TermCounter(new CurrentVocabulary()).Count(conversation)), 1, 400_000);
    }

    private static Dictionary<string, int> Terms(Vocabulary vocabulary, uint[] postings) =>
        postings.ToDictionary(posting => Encoding.UTF8.GetString(vocabulary.Term((int)(posting >> 8))), posting => (int)(posting & 255));

    private static Conversation Of(string text) =>
        new("k", "chatgpt", "", null, null, null, null, [new ConversationMessage("m", null, MessageAuthor.User, MessageKind.Visible, true, null, text, [])]);

    private readonly record struct Collected(List<string> All, List<string> Content) : ITermVisitor
    {
        public void Visit(ReadOnlySpan<char> term, bool stop)
        {
            All.Add(new string(term));
            if (!stop) Content.Add(new string(term));
        }
    }
}
