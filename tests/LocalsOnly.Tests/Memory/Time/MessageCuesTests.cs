using LocalsOnly.Memory.Recall.Time;

namespace LocalsOnly.Tests.Memory.Time;

public sealed class MessageCuesTests
{
    [Theory]
    [InlineData("I really don't like it. Always use oat milk rather than cream, from now on; never mind!")]
    [InlineData("Préfère-tu déjeuner à 10h30 en août? Quand je te demande, réponds; désormais: deux chats, 我有３只猫 since 2019")]
    public void What_follows_a_word_changes_nothing_in_it(string text)
    {
        for (var start = 0; start < text.Length; start++)
            for (var end = start; end <= text.Length; end++)
            {
                var (alone, followed) = (MessageCues.Of(text.AsSpan(start, end - start)), MessageCues.Of(text[start..end] + ".#################"));
                Assert.Equal((alone.Flags & ~MessageCue.Question, alone.Words), (followed.Flags, followed.Words));
            }
    }

    [Theory]
    [InlineData("I went to the dentist yesterday.", true)]
    [InlineData("We meet on Monday", true)]
    [InlineData("That was three weeks ago", true)]
    [InlineData("last summer we were in Spain", true)]
    [InlineData("My birthday is in March", true)]
    [InlineData("It starts at 10:30", true)]
    [InlineData("be there at 3pm", true)]
    [InlineData("since 2019", true)]
    [InlineData("My band plays on 5 May", true)]
    [InlineData("Hier j'ai vu Paul.", true)]
    [InlineData("la semaine dernière", true)]
    [InlineData("On se voit en août", true)]
    [InlineData("le 12 mai", true)]
    [InlineData("à Noël", true)]
    [InlineData("It may rain.", false)]
    [InlineData("the march of progress", false)]
    [InlineData("Wait a second", false)]
    [InlineData("J'ai été malade", false)]
    [InlineData("Maybe a monologue", false)]
    [InlineData("Meine Katze schläft", false)]
    [InlineData("我的猫叫花花", false)]
    public void A_time_expression_is_noticed(string text, bool expected) => Assert.Equal(expected, Has(text, MessageCue.Time));

    [Theory]
    [InlineData("I have 3 cats", true)]
    [InlineData("It costs twenty euros", true)]
    [InlineData("J'ai deux chats", true)]
    [InlineData("Ich habe 12 Euro bezahlt", true)]
    [InlineData("我有３只猫", true)]
    [InlineData("one of them is black", false)]
    [InlineData("Un chat noir", false)]
    [InlineData("Tengo un gato", false)]
    public void A_number_is_noticed(string text, bool expected) => Assert.Equal(expected, Has(text, MessageCue.Number));

    [Theory]
    [InlineData("What is this?", true)]
    [InlineData("C'est quoi ?  \n", true)]
    [InlineData("(really?)", true)]
    [InlineData("猫はどこですか？", true)]
    [InlineData("고양이 이름이 뭐야?", true)]
    [InlineData("¿Dónde está? Aquí.", false)]
    [InlineData("Tell me.", false)]
    [InlineData("", false)]
    public void A_question_ends_in_a_question_mark(string text, bool expected) => Assert.Equal(expected, Has(text, MessageCue.Question));

    [Theory]
    [InlineData("Always answer in metric units when I ask about recipes.", 1)]
    [InlineData("Thanks! Never use emojis.", 1)]
    [InlineData("Please always cite your sources", 1)]
    [InlineData("From now on, keep it short.", 1)]
    [InlineData("Use Celsius when I ask about the weather", 1)]
    [InlineData("Réponds toujours en français. Toujours !", 1)]
    [InlineData("Jamais de coriandre dans mes recettes.", 1)]
    [InlineData("Désormais, réponds-moi en anglais.", 1)]
    [InlineData("À partir de maintenant, tutoie-moi", 1)]
    [InlineData("À l'avenir, sois bref.", 1)]
    [InlineData("Quand je te demande une recette, donne les quantités.", 1)]
    [InlineData("I prefer tea", 0.5)]
    [InlineData("tea rather than coffee", 0.5)]
    [InlineData("Use oat milk instead of cream", 0.5)]
    [InlineData("I really don't like mushrooms", 0.5)]
    [InlineData("I love hiking and I hate running", 0.5)]
    [InlineData("My favourite colour is green", 0.5)]
    [InlineData("Je préfère le thé", 0.5)]
    [InlineData("le train plutôt que l'avion", 0.5)]
    [InlineData("J'aime la randonnée", 0.5)]
    [InlineData("Je n’aime pas les champignons", 0.5)]
    [InlineData("du thé au lieu du café", 0.5)]
    [InlineData("Never mind, I found it.", 0)]
    [InlineData("I have always lived here, never elsewhere", 0)]
    [InlineData("I'd like a table for two", 0)]
    [InlineData("I would love to come", 0)]
    [InlineData("It looks like rain", 0)]
    [InlineData("J'aimerais une table", 0)]
    [InlineData("C'est toujours le cas", 0)]
    [InlineData("Ich mag Pilze", 0)]
    [InlineData("我喜欢茶", 0)]
    public void An_instruction_stands_above_a_preference(string text, double standing) => Assert.Equal(standing, MessageCues.Of(text).Standing);

    [Theory]
    [InlineData("", 0)]
    [InlineData("Hello, world!", 2)]
    [InlineData("J'ai été à l'école", 6)]
    [InlineData("14 kW in the Zürich house", 6)]
    [InlineData("我的猫叫花花", 3)]
    [InlineData("Когда я ездил в Москву?", 5)]
    public void Words_are_counted(string text, int words) => Assert.Equal(words, MessageCues.Of(text).Words);

    [Fact]
    public void Only_the_beginning_of_a_long_message_is_looked_at_and_its_end_for_the_question_mark()
    {
        var cues = MessageCues.Of(string.Concat(Enumerable.Repeat("word ", 100_000)) + "yesterday I had 3 cats?");
        Assert.Equal(MessageCue.Question, cues.Flags);
        Assert.Equal(800, cues.Words);
    }

    [Fact]
    public void Cues_cost_no_allocation()
    {
        const string Text = "Always answer in French. Hier j'ai vu 3 chats à Zürich; 我的猫叫花花; I really don't like mushrooms in May 2023?";
        var words = MessageCues.Of(Text).Words;
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (var round = 0; round < 100; round++) words += MessageCues.Of(Text).Words;
        }));
    }

    private static bool Has(string text, MessageCue cue) => MessageCues.Of(text).Flags.HasFlag(cue);
}
