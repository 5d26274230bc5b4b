using LocalsOnly.Memory.Recall.Language;

namespace LocalsOnly.Tests.Memory.Language;

public sealed class QueryTermsTests
{
    // Alternatives with a bar between them, the mark of a cut word as an underscore.
    [Theory]
    [InlineData("What did I decide about the kitchen floor?", "kitchen floor")]
    [InlineData("Do you remember what I told you about Caroline's promotion?", "carolin|carol_ promot")]
    [InlineData("Can you recommend a restaurant in Berlin?", "recommend restaur berlin|berli_")]
    [InlineData("Rappelle-moi ce que j'ai dit sur les travaux de l'appartement", "traval|travaux appart")]
    [InlineData("Was habe ich über die Wohnung in München gesagt?", "wohnu_|wohnung munch_|munchen")]
    [InlineData("kitchen renovations", "kitchen|kitch_ renov|renov_")]
    [InlineData("¿Qué dije sobre la cocina?", "cocin_|cocina")]
    [InlineData("我的猫", "我的 的猫")]
    [InlineData("猫はどこで寝ていますか", "猫 寝")]
    [InlineData("내 고양이", "내 고양 양이")]
    [InlineData("the kitchen, the Kitchen, kitchens", "kitchen")]
    public void Each_content_word_is_a_group_of_terms(string question, string groups) => Assert.Equal(groups, Read(question));

    [Fact]
    public void A_question_of_stop_words_only_keeps_them_all()
    {
        Assert.Equal("what did you say", Read("What did you say?"));
        Assert.Equal("the who", Read("The Who"));
        Assert.Equal("", Read("?!"));
    }

    [Fact]
    public void A_question_in_a_language_that_is_not_sure_drops_English_stop_words_only()
    {
        var terms = QueryTerms.Read("the die casting", new TermReader());
        Assert.Null(terms.Language);
        Assert.Equal(["die", "casting"], terms.Groups.Select(group => group.Word));
    }

    [Theory]
    [InlineData("Where do the universities generally organise evening classes?")]
    [InlineData("universities evening classes")]
    [InlineData("Was sagte ich über die universities und die evening classes?")]
    [InlineData("Qu'est-ce que j'ai dit des universities et des evening classes ?")]
    public void An_English_word_finds_English_text_whatever_the_question_is_taken_for(string question)
    {
        var reader = new TermReader();
        var indexed = Terms("The universities had evening classes", TextLanguage.English, reader);
        var groups = QueryTerms.Read(question, reader).Groups;
        foreach (var word in new[] { "universities", "evening", "classes" })
            Assert.Contains(groups.Single(group => group.Word == word).Terms, indexed.Contains);
    }

    [Theory]
    [InlineData("Welche Wohnung habe ich besichtigt?", "Die Wohnungen, die wir besichtigten, waren klein", nameof(TextLanguage.Other))]
    [InlineData("Wohnung", "Die Wohnungen, die wir besichtigten, waren klein", nameof(TextLanguage.Other))]
    [InlineData("¿Qué apartamento visité?", "Visitamos dos apartamentos", nameof(TextLanguage.Other))]
    [InlineData("Quels appartements avons-nous visités ?", "L'appartement que je visitais était petit", nameof(TextLanguage.French))]
    [InlineData("appartements visites", "L'appartement que je visitais était petit", nameof(TextLanguage.French))]
    [InlineData("我的猫叫什么", "猫叫花花", nameof(TextLanguage.English))]
    [InlineData("猫の名前は？", "うちの猫です", nameof(TextLanguage.English))]
    [InlineData("고양이", "우리 고양이는 귀엽다", nameof(TextLanguage.English))]
    public void A_question_meets_the_text_that_answers_it(string question, string text, string language)
    {
        var reader = new TermReader();
        var indexed = Terms(text, Enum.Parse<TextLanguage>(language), reader);
        Assert.Contains(QueryTerms.Read(question, reader).Groups, group => group.Terms.Any(indexed.Contains));
    }

    [Fact]
    public void A_cut_word_is_not_the_same_term_as_a_stem()
    {
        var reader = new TermReader();
        Assert.Empty(Terms("Organisationen", TextLanguage.Other, reader).Intersect(Terms("organ", TextLanguage.English, reader)));
    }

    [Fact]
    public void A_pasted_page_gives_no_more_groups_than_wanted()
    {
        var page = string.Join(' ', Enumerable.Range(0, 1_000).Select(i => $"word{i}"));
        Assert.Equal(40, QueryTerms.Read(page, new TermReader(), most: 40).Groups.Count);
    }

    private static string Read(string question) =>
        string.Join(' ', QueryTerms.Read(question, new TermReader()).Groups.Select(group => string.Join('|', group.Terms))).Replace(Truncation.Mark, '_');

    private static HashSet<string> Terms(string text, TextLanguage language, TermReader reader)
    {
        var terms = new Collected([]);
        reader.Read(text, language, singles: true, ref terms);
        return terms.Terms;
    }

    private readonly record struct Collected(HashSet<string> Terms) : ITermVisitor
    {
        public void Visit(ReadOnlySpan<char> term, bool stop) => Terms.Add(new string(term));
    }
}
