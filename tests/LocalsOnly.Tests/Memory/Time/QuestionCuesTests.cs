using LocalsOnly.Memory.Recall.Time;

namespace LocalsOnly.Tests.Memory.Time;

public sealed class QuestionCuesTests
{
    [Theory]
    [InlineData("When did Caroline go to the support group?", true)]
    [InlineData("Since when do I have a cat?", true)]
    [InlineData("On what day is the appointment?", true)]
    [InlineData("Quand ai-je vu le médecin ?", true)]
    [InlineData("Depuis quand ai-je un chat ?", true)]
    [InlineData("À quelle date est le rendez-vous ?", true)]
    [InlineData("What did I say about the kitchen when I was in Rome?", false)]
    [InlineData("Welche Katze habe ich?", false)]
    public void A_question_for_a_time(string question, bool asks) => Assert.Equal(asks, QuestionCues.Of(question).AsksWhen);

    [Theory]
    [InlineData("How many cats do I have?", true)]
    [InlineData("how much did the floor cost", true)]
    [InlineData("Combien de chats ai-je ?", true)]
    [InlineData("Quel prix pour le parquet ?", true)]
    [InlineData("How did we get there?", false)]
    public void A_question_for_an_amount(string question, bool asks) => Assert.Equal(asks, QuestionCues.Of(question).AsksAmount);

    [Theory]
    [InlineData("What restaurant did you recommend in Lyon?", true)]
    [InlineData("Which books have you suggested?", true)]
    [InlineData("What was your advice about the loan?", true)]
    [InlineData("Quel restaurant m'as-tu recommandé à Lyon ?", true)]
    [InlineData("Qu'est-ce que tu m'as dit sur le prêt ?", true)]
    [InlineData("Could you recommend a restaurant?", false)]
    [InlineData("What did I tell you about my cat?", false)]
    public void A_question_about_what_the_assistant_said(string question, bool about) => Assert.Equal(about, QuestionCues.Of(question).AboutYou);

    [Theory]
    [InlineData("Could you recommend a restaurant in Paris?", true)]
    [InlineData("Write a poem about the sea", true)]
    [InlineData("Please suggest a gift for a colleague", true)]
    [InlineData("What's the best way to learn piano? Any tips?", true)]
    [InlineData("How do I implement login in Flask?", true)]
    [InlineData("I'd like to plan a trip to Japan", true)]
    [InlineData("Peux-tu me recommander un restaurant à Paris ?", true)]
    [InlineData("Écris un poème sur la mer", true)]
    [InlineData("Aide-moi à préparer le dîner", true)]
    [InlineData("Comment faire une pâte brisée ?", true)]
    [InlineData("Can you tell me what I said about cats?", false)]
    [InlineData("Can you remind me of the name of the dentist?", false)]
    [InlineData("What would Caroline like?", false)]
    [InlineData("Suggest a gift for Melanie's birthday", false)]
    [InlineData("Can you suggest what she could read?", false)]
    [InlineData("When did I go to Rome?", false)]
    [InlineData("Rappelle-moi le nom du médecin", false)]
    [InlineData("Peux-tu me dire ce que j'avais dit ?", false)]
    [InlineData("Wie heißt meine Katze?", false)]
    [InlineData("我的猫叫什么名字？", false)]
    public void A_request_is_for_now_and_for_the_one_who_asks(string question, bool request) => Assert.Equal(request, QuestionCues.Of(question).IsRequest);

    [Theory]
    [InlineData("In what order did I visit the cities?", true)]
    [InlineData("Give me a timeline of the renovation", true)]
    [InlineData("Which came first, the boat or the car?", true)]
    [InlineData("Dans quel ordre ai-je visité les villes ?", true)]
    [InlineData("Fais-moi une chronologie des travaux", true)]
    [InlineData("What do I need in order to travel?", false)]
    [InlineData("When will the order arrive?", false)]
    public void A_question_for_an_order(string question, bool asks) => Assert.Equal(asks, QuestionCues.Of(question).AsksOrder);

    [Theory]
    [InlineData("Summarize everything we discussed about the house", true)]
    [InlineData("Give me a recap of the trip", true)]
    [InlineData("Résume nos discussions sur la maison", true)]
    [InlineData("Fais la synthèse du projet", true)]
    [InlineData("Where is my resume?", false)]
    [InlineData("¿Dónde está mi gato?", false)]
    public void A_question_for_a_summary(string question, bool asks) => Assert.Equal(asks, QuestionCues.Of(question).AsksSummary);

    [Fact]
    public void A_question_of_more_than_25_words_is_not_short()
    {
        Assert.True(QuestionCues.Of(string.Join(' ', Enumerable.Repeat("word", 25))).IsShort);
        Assert.False(QuestionCues.Of(string.Join(' ', Enumerable.Repeat("word", 26))).IsShort);
    }
}
