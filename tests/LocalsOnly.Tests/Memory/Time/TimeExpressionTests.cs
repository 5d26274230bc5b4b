using LocalsOnly.Memory.Recall.Time;

namespace LocalsOnly.Tests.Memory.Time;

public sealed class TimeExpressionTests
{
    // A Wednesday.
    private static readonly DateTimeOffset s_now = new(2024, 6, 12, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("What did I do today?", "2024-06-12", "2024-06-13")]
    [InlineData("What did we discuss yesterday?", "2024-06-11", "2024-06-12")]
    [InlineData("and the day before yesterday", "2024-06-10", "2024-06-11")]
    [InlineData("What did I say this morning?", "2024-06-12", "2024-06-13")]
    [InlineData("what was that film last night", "2024-06-11", "2024-06-12")]
    [InlineData("What did I cook last week?", "2024-06-03", "2024-06-10")]
    [InlineData("last month's budget", "2024-05-01", "2024-06-01")]
    [InlineData("Where did I go last year?", "2023-01-01", "2024-01-01")]
    [InlineData("What did we plan last summer?", "2023-06-01", "2023-09-01")]
    [InlineData("Where did I ski last winter?", "2023-12-01", "2024-03-01")]
    [InlineData("What did I say last Monday?", "2024-06-10", "2024-06-11")]
    [InlineData("Who called on Wednesday?", "2024-06-05", "2024-06-06")]
    [InlineData("Is there anything planned this Friday?", "2024-06-14", "2024-06-15")]
    [InlineData("What did I ask two weeks ago?", "2024-05-26", "2024-06-02")]
    [InlineData("a couple of days ago", "2024-06-10", "2024-06-11")]
    [InlineData("a few days ago", "2024-06-06", "2024-06-11")]
    [InlineData("three months ago", "2024-02-26", "2024-03-28")]
    [InlineData("3 years ago", "2021-01-01", "2022-01-01")]
    [InlineData("an hour ago", "2024-06-12", "2024-06-13")]
    [InlineData("in the last three days", "2024-06-09", "2024-06-13")]
    [InlineData("over the past month", "2024-05-12", "2024-06-13")]
    [InlineData("this week", "2024-06-10", "2024-06-17")]
    [InlineData("last weekend", "2024-06-08", "2024-06-10")]
    [InlineData("what happened in the summer of 2022", "2022-06-01", "2022-09-01")]
    [InlineData("over the winter", "2023-12-01", "2024-03-01")]
    public void An_English_question_names_a_range_of_days(string question, string from, string to) => Assert.Equal(Between(from, to), Find(question));

    [Theory]
    [InlineData("Qu'est-ce que j'ai mangé hier ?", "2024-06-11", "2024-06-12")]
    [InlineData("avant-hier", "2024-06-10", "2024-06-11")]
    [InlineData("Qu'ai-je fait aujourd'hui ?", "2024-06-12", "2024-06-13")]
    [InlineData("ce que j'ai dit ce matin", "2024-06-12", "2024-06-13")]
    [InlineData("La recette de la semaine dernière", "2024-06-03", "2024-06-10")]
    [InlineData("la semaine derniere", "2024-06-03", "2024-06-10")]
    [InlineData("Qu'ai-je dit le mois dernier ?", "2024-05-01", "2024-06-01")]
    [InlineData("l'an dernier", "2023-01-01", "2024-01-01")]
    [InlineData("l'année passée", "2023-01-01", "2024-01-01")]
    [InlineData("il y a deux semaines", "2024-05-26", "2024-06-02")]
    [InlineData("il y a un an", "2023-01-01", "2024-01-01")]
    [InlineData("il y a quinze jours", "2024-05-28", "2024-05-29")]
    [InlineData("il y a quelques jours", "2024-06-06", "2024-06-11")]
    [InlineData("ces deux dernières semaines", "2024-05-29", "2024-06-13")]
    [InlineData("l'été dernier", "2023-06-01", "2023-09-01")]
    [InlineData("Où allons-nous cet été ?", "2024-06-01", "2024-09-01")]
    [InlineData("lundi dernier", "2024-06-10", "2024-06-11")]
    [InlineData("le week-end dernier", "2024-06-08", "2024-06-10")]
    public void A_French_question_names_a_range_of_days(string question, string from, string to) => Assert.Equal(Between(from, to), Find(question));

    [Theory]
    [InlineData("What happened in March?", null, 3, null)]
    [InlineData("the trip of March 2024", 2024, 3, null)]
    [InlineData("what did i plan in march", null, 3, null)]
    [InlineData("What did we do on 5 May?", null, 5, 5)]
    [InlineData("May 5th, 2023", 2023, 5, 5)]
    [InlineData("what about may 5, 2023", 2023, 5, 5)]
    [InlineData("the 5th of May", null, 5, 5)]
    [InlineData("the second of May 2021", 2021, 5, 2)]
    [InlineData("Where was I on 2023-05-05?", 2023, 5, 5)]
    [InlineData("the log of 2023-05", 2023, 5, null)]
    [InlineData("25/12/2022", 2022, 12, 25)]
    [InlineData("12/25/22", 2022, 12, 25)]
    [InlineData("What did I buy in 2023?", 2023, null, null)]
    [InlineData("in March last year", 2023, 3, null)]
    [InlineData("last March", 2024, 3, null)]
    [InlineData("last October", 2023, 10, null)]
    [InlineData("What did I get for Christmas?", null, 12, 25)]
    [InlineData("In 2022, what did we do at Christmas?", 2022, 12, 25)]
    [InlineData("last Halloween", 2023, 10, 31)]
    [InlineData("Qu'est-ce qui s'est passé en mars ?", null, 3, null)]
    [InlineData("Où étais-je le 5 mai 2023 ?", 2023, 5, 5)]
    [InlineData("le 1er août", null, 8, 1)]
    [InlineData("au mois de février 2024", 2024, 2, null)]
    [InlineData("mars dernier", 2024, 3, null)]
    [InlineData("les cadeaux de Noël 2022", 2022, 12, 25)]
    [InlineData("en 2023", 2023, null, null)]
    [InlineData("Wo war ich am 5. Mai 2023?", 2023, 5, 5)]
    [InlineData("Wann war ich im März in Köln?", null, 3, null)]
    [InlineData("¿Qué dije el 5 de mayo de 2023?", 2023, 5, 5)]
    [InlineData("2023年5月5日に何を言いましたか", 2023, 5, 5)]
    [InlineData("2023年5月我去了哪里", 2023, 5, null)]
    [InlineData("2023년 5월 5일에 뭐 했지?", 2023, 5, 5)]
    public void A_date_keeps_the_parts_that_were_named(string question, int? year, int? month, int? day) =>
        Assert.Equal(new TimeHint(year, month, day), Find(question) is { } found ? found with { Or = null } : null);

    [Fact]
    public void A_date_that_can_be_read_in_two_ways_is_read_in_both()
    {
        Assert.Equal(new TimeHint(2023, 6, 5) { Or = new TimeHint(2023, 5, 6) }, Find("What did I do on 05/06/2023?"));
        Assert.Equal(new TimeHint(Month: 6, Day: 5) { Or = new TimeHint(Month: 5, Day: 6) }, Find("What did I do on 5/6?"));
        Assert.Equal(new TimeHint(2023, 6, 5), Find("am 5.6.2023"));
        Assert.Equal(Between("2023-12-01", "2024-03-01") with { Or = Between("2022-12-01", "2023-03-01") }, Find("winter 2023"));
    }

    [Theory]
    [InlineData("昨日何を食べた？")]
    [InlineData("我昨天吃了什么？")]
    [InlineData("어제 뭐 먹었지?")]
    [InlineData("Was habe ich gestern gegessen?")]
    [InlineData("¿Qué comí ayer?")]
    public void Yesterday_is_known_in_other_languages(string question) => Assert.Equal(Between("2024-06-11", "2024-06-12"), Find(question));

    [Theory]
    [InlineData("May I ask you something?")]
    [InlineData("What may I have said about the cats?")]
    [InlineData("the 5 may be wrong")]
    [InlineData("the march of progress")]
    [InlineData("how far did they march 5 km a day")]
    [InlineData("the second option")]
    [InlineData("Give me a second")]
    [InlineData("What did June say?")]
    [InlineData("Who is Jan?")]
    [InlineData("the fall of Rome")]
    [InlineData("J'ai été malade")]
    [InlineData("La planète Mars est rouge")]
    [InlineData("Write it in 2000 words")]
    [InlineData("What do I do every Friday?")]
    [InlineData("next Monday")]
    [InlineData("add 1/2 cup of sugar")]
    [InlineData("version 1.2.3")]
    [InlineData("40/50/2023")]
    [InlineData("Welche Katze mag ich?")]
    [InlineData("我的猫叫什么名字")]
    [InlineData("")]
    public void A_question_without_a_time_has_no_hint(string question) => Assert.Null(Find(question));

    [Fact]
    public void Today_is_the_day_in_the_persons_zone()
    {
        var auckland = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(12), "east", "east");
        Assert.Equal(Between("2024-06-12", "2024-06-13"), TimeExpression.Find("yesterday", s_now, auckland));
    }

    [Fact]
    public void The_week_begins_on_Monday_even_on_a_Sunday()
    {
        var sunday = new DateTimeOffset(2024, 6, 16, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(Between("2024-06-10", "2024-06-17"), TimeExpression.Find("this week", sunday, TimeZoneInfo.Utc));
        Assert.Equal(Between("2024-06-08", "2024-06-10"), TimeExpression.Find("last weekend", sunday, TimeZoneInfo.Utc));
    }

    private static TimeHint? Find(string question) => TimeExpression.Find(question, s_now, TimeZoneInfo.Utc);

    private static TimeHint Between(string from, string to) =>
        TimeHint.Between(DateOnly.ParseExact(from, "O", null), DateOnly.ParseExact(to, "O", null));
}
