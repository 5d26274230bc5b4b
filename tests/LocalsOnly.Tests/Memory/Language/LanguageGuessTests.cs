using LocalsOnly.Memory.Recall.Language;

namespace LocalsOnly.Tests.Memory.Language;

public sealed class LanguageGuessTests
{
    [Theory]
    [InlineData("What did I decide about the kitchen floor?")]
    [InlineData("Can you recommend a restaurant in Berlin?")]
    [InlineData("I think we should go with the oak floor, it is cheaper and it looks better than the tiles.")]
    [InlineData("What was the name of the café \"Le Petit Prince\" that we liked?")]
    [InlineData("The señor from the hotel told us that it was closed, so we went to the beach.")]
    public void English_is_recognised(string text) => Assert.Equal(TextLanguage.English, LanguageGuess.Of(text));

    [Theory]
    [InlineData("Qu'est-ce que j'ai dit à propos de la cuisine ?")]
    [InlineData("Rappelle-moi ce que nous avons décidé pour l'appartement de Lyon")]
    [InlineData("quel est le nom du medecin que j'ai vu")]
    [InlineData("Je préfère le parquet en chêne, il est moins cher et plus joli que le carrelage.")]
    public void French_is_recognised(string text) => Assert.Equal(TextLanguage.French, LanguageGuess.Of(text));

    [Theory]
    [InlineData("Was habe ich über die Küche gesagt?")]
    [InlineData("Das Meeting war sehr gut, wir haben alles besprochen und das Budget ist fix.")]
    [InlineData("¿Qué dije sobre la cocina?")]
    [InlineData("Cuándo fui al dentista por última vez")]
    [InlineData("Che cosa ho detto della cucina?")]
    [InlineData("O que eu disse sobre a cozinha?")]
    [InlineData("Wat heb ik over de keuken gezegd?")]
    [InlineData("Czy możesz mi przypomnieć, co mówiłem o kotach?")]
    [InlineData("Когда я ездил в Москву?")]
    [InlineData("Πότε πήγα στην Αθήνα;")]
    public void Languages_without_a_stemmer_are_other(string text) => Assert.Equal(TextLanguage.Other, LanguageGuess.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("kitchen floor")]
    [InlineData("ok thanks")]
    [InlineData("résumé")]
    [InlineData("npm install --save-dev typescript eslint")]
    [InlineData("猫はどこで寝ていますか")]
    [InlineData("我的猫叫什么名字")]
    [InlineData("내 고양이 이름이 뭐야?")]
    public void Too_little_to_tell_is_no_guess(string text) => Assert.Null(LanguageGuess.Of(text));

    [Fact]
    public void A_quotation_does_not_change_the_language_of_a_message() => Assert.Equal(TextLanguage.English, LanguageGuess.Of(
        "Can you explain what the sentence \"je ne sais pas ce que tu veux\" means and how I would say it in a letter to my landlord who is not very patient with me?"));

    [Fact]
    public void Only_the_beginning_of_a_long_message_is_looked_at()
    {
        var french = string.Concat(Enumerable.Repeat("Je ne sais pas ce que nous avons dit à propos de la cuisine. ", 100));
        var english = string.Concat(Enumerable.Repeat("I do not know what we have said about the kitchen and the floor. ", 5_000));
        Assert.Equal(TextLanguage.French, LanguageGuess.Of(french + english));
    }
}
