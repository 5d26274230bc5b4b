using System.Text;
using LocalsOnly.Memory.Postings;

namespace LocalsOnly.Tests.Memory.Postings;

public sealed class VocabularyTests
{
    [Fact]
    public void A_term_keeps_its_number_while_thousands_come()
    {
        var vocabulary = new Vocabulary();
        var terms = Enumerable.Range(0, 20_000).Select(i => $"term{i * 7919 % 20_011}").Concat(["", "é", "東京", "\u0001title", new string('ﬃ', 64)]).ToList();
        var numbers = terms.ConvertAll(term => vocabulary.NumberOf(term));
        Assert.Equal(Enumerable.Range(0, terms.Count), numbers);
        Assert.Equal(numbers, terms.ConvertAll(term => vocabulary.NumberOf(term)));
        Assert.Equal(terms, numbers.ConvertAll(number => Encoding.UTF8.GetString(vocabulary.Term(number))));
    }

    [Fact]
    public void Threads_that_meet_the_same_terms_agree_on_their_numbers()
    {
        var vocabulary = new Vocabulary();
        var terms = Enumerable.Range(0, 30_000).Select(i => $"w{i}").ToArray();
        var seen = new int[4][];
        var threads = Enumerable.Range(0, seen.Length).Select(at => new Thread(() => seen[at] = Array.ConvertAll(terms, term => vocabulary.NumberOf(term)))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.All(seen, numbers => Assert.Equal(seen[0], numbers));
        Assert.Equal(Enumerable.Range(0, terms.Length), seen[0].Order());
        Assert.Equal(terms, seen[0].Select(number => Encoding.UTF8.GetString(vocabulary.Term(number))));
    }

    [Fact]
    public void A_term_for_which_no_number_is_left_has_none()
    {
        var vocabulary = new Vocabulary(most: 2);
        Assert.Equal([0, 1, -1, 0, -1], ((string[])["walnut", "oak", "elm", "walnut", "ash"]).Select(term => vocabulary.NumberOf(term)));
    }

    [Fact]
    public void A_full_one_is_exchanged_for_a_new_one()
    {
        var current = new CurrentVocabulary();
        var first = current.Take();
        for (var i = 0; !first.IsFull; i++) first.NumberOf($"{i:x}");
        Assert.NotSame(first, current.Take());
        Assert.Same(current.Take(), current.Take());
    }
}
