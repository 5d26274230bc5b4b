using LocalsOnly.Inference.Routing;

namespace LocalsOnly.Tests.Inference.Routing;

public sealed class AnswerCheckTests
{
    [Theory]
    [InlineData("I'm sorry, but I can't help with that request.")]
    [InlineData("I’m sorry, but I can’t assist with that.")]
    [InlineData("**Unfortunately**, I am unable to provide financial advice on this matter.")]
    [InlineData("I cannot answer this question, as it needs current data.")]
    [InlineData("As an AI language model, I don't have access to real-time prices.")]
    [InlineData("I don't know.")]
    [InlineData("I'm sorry, I don't know the answer to that.")]
    [InlineData("Es tut mir leid, aber ich kann dir dabei nicht helfen.")]
    [InlineData("Leider habe ich keinen Zugriff auf aktuelle Kurse.")]
    [InlineData("Lo siento, pero no puedo ayudarte con eso.")]
    [InlineData("Je suis désolé, mais je ne peux pas vous aider avec cette demande.")]
    [InlineData("Mi dispiace, ma non posso aiutarti con questo.")]
    [InlineData("Desculpe, mas não posso ajudar com isso.")]
    [InlineData("Het spijt me, maar ik kan je daar niet bij helpen.")]
    [InlineData("К сожалению, я не могу помочь с этим.")]
    [InlineData("Przepraszam, ale nie mogę w tym pomóc.")]
    [InlineData("Üzgünüm, bu konuda yardımcı olamam.")]
    [InlineData("عذراً، لا أستطيع مساعدتك في ذلك.")]
    [InlineData("क्षमा करें, मैं इसमें मदद नहीं कर सकता।")]
    [InlineData("申し訳ありませんが、そのご質問にはお答えできません。")]
    [InlineData("很抱歉，我无法回答这个问题。")]
    [InlineData("죄송하지만 그 질문에는 답변할 수 없습니다.")]
    [InlineData("Xin lỗi, tôi không thể giúp việc này.")]
    [InlineData("")]
    [InlineData("  \n")]
    public void Refusals_and_evasions_are_found_in_sixteen_languages(string answer)
    {
        Assert.Equal(HeadVerdict.Wanting, AnswerCheck.Head(answer, ended: true));
        Assert.NotNull(AnswerCheck.Whole("What may I do?", answer, "stop", null, truncated: false));
    }

    [Theory]
    [InlineData("I can't wait to see the garden in spring!")]
    [InlineData("I can't help but smile at that idea; it would suit the garden well.")]
    [InlineData("I don't know about you, but I would take the train at nine.")]
    [InlineData("I'm sorry to hear about your cat. Grief like this takes its time.")]
    [InlineData("Sorry for the wait! The meeting is at three.")]
    [InlineData("\"I'm sorry, but I can't help with that\" is what the other bot said.")]
    [InlineData("Unfortunately, the shop closes at six today, so go early.")]
    [InlineData("The model said that it cannot answer, which is a refusal.")]
    [InlineData("Es tut mir leid, dass dein Tag so schwer war. Ruh dich aus.")]
    [InlineData("No puedo esperar a verte mañana en la estación, de verdad.")]
    [InlineData("Je ne peux pas croire que c'est déjà décembre !")]
    [InlineData("Yes.")]
    [InlineData("42")]
    [InlineData("我不能吃辣，所以推荐你去吃粤菜，附近有一家很好的店。")]
    public void What_only_sounds_like_a_refusal_is_fine(string answer)
    {
        Assert.Equal(HeadVerdict.Fine, AnswerCheck.Head(answer, ended: true));
        Assert.Null(AnswerCheck.Whole("What may I do?", answer, "stop", null, truncated: false));
    }

    [Fact]
    public void The_beginning_is_undecided_until_enough_has_come()
    {
        const string refusal = "I'm sorry, but I can't help with that request, since it";
        const string help = "I'm sorry to hear that. Let us see what can be done about the boiler tonight.";
        Assert.Equal(HeadVerdict.Undecided, AnswerCheck.Head("", ended: false));
        Assert.Equal(HeadVerdict.Undecided, AnswerCheck.Head("I'm sorry", ended: false));
        Assert.Equal(HeadVerdict.Undecided, AnswerCheck.Head("I can't help", ended: false));
        Assert.Equal(HeadVerdict.Fine, AnswerCheck.Head("The shop opens at nine. It", ended: false));
        Assert.Equal(HeadVerdict.Fine, AnswerCheck.Head(new string('a', 60), ended: false));
        Assert.Equal(HeadVerdict.Wanting, FirstVerdict(refusal));
        Assert.Equal(HeadVerdict.Fine, FirstVerdict(help));
    }

    [Fact]
    public void However_long_an_apology_is_it_is_decided_in_bounded_text() =>
        Assert.Equal(HeadVerdict.Fine, AnswerCheck.Head(string.Concat(Enumerable.Repeat("Sorry, ", 60)), ended: false));

    [Fact]
    public void The_beginning_is_looked_at_without_allocating()
    {
        const string text = "The answer to your question is that the train leaves at nine from";
        AnswerCheck.Head(text, ended: false);
        Assert.Equal(0, AllocatedBytes.Of(() => AnswerCheck.Head(text, ended: false)));
    }

    [Fact]
    public void An_answer_that_is_cut_off_or_filtered_or_unsure_is_wanting()
    {
        Assert.Equal("it was cut off", AnswerCheck.Whole("Why?", "Because the", "length", null, truncated: false));
        Assert.Equal("it was cut off", AnswerCheck.Whole("Why?", "Because the", null, null, truncated: true));
        Assert.Equal("it refused", AnswerCheck.Whole("Why?", "Because", "content_filter", null, truncated: false));
        Assert.Equal("it was unsure (mean logprob -2.1)", AnswerCheck.Whole("Why?", "Because it is so.", "stop", -2.1, truncated: false));
        Assert.Null(AnswerCheck.Whole("Why?", "Because it is so.", "stop", -0.4, truncated: false));
        Assert.Equal("it refused", AnswerCheck.Whole("Why?", "I'm sorry, but I can't help with that.", null, null, truncated: false));
        Assert.Equal("it did not answer", AnswerCheck.Whole("Why?", "I don't know.", null, null, truncated: false));
    }

    [Fact]
    public void An_echo_is_no_answer_but_a_greeting_or_what_was_asked_for_is()
    {
        Assert.Equal("it did not answer", AnswerCheck.Whole("Why is the sky blue at noon?", " why is the sky blue at noon? ", "stop", null, truncated: false));
        Assert.Null(AnswerCheck.Whole("Hello!", "Hello!", "stop", null, truncated: false));
        Assert.Null(AnswerCheck.Whole("Say exactly: I can't help with that.", "I can't help with that.", "stop", null, truncated: false));
    }

    [Theory]
    [InlineData("I have 12 boxes of 30 nails and use 45. How many are left?", "You should count the nails in the boxes.")]
    [InlineData("Wie viel sind 15 % von 240 Euro?", "Das ist ein guter Rabatt.")]
    [InlineData("¿Cuánto es 12 por 30?", "Es una multiplicación.")]
    [InlineData("Сколько будет 12 умножить на 30?", "Это простая задача.")]
    public void A_missing_figure_is_noticed(string question, string answer) =>
        Assert.Equal("it holds no figure although one was asked for", AnswerCheck.Whole(question, answer, "stop", null, truncated: false));

    [Theory]
    [InlineData("I have 12 boxes of 30 nails and use 45. How many are left?", "315")]
    [InlineData("What is 3 plus 4? How much is it?", "Seven.")]
    [InlineData("How much do you know about Apollo 11?", "Quite a lot.")]
    [InlineData("How much changed between 1914 and 1918?", "Nearly everything.")]
    [InlineData("How many of the 3 fit into 2 bags?", "None.")]
    [InlineData("Is 12 more than 7?", "Yes, it is.")]
    [InlineData("Somehow many people like section 3 and section 4.", "They do.")]
    [InlineData("3加4等于多少？", "七。")]
    public void A_figure_is_not_missed_where_none_was_asked_for_or_words_give_it(string question, string answer) =>
        Assert.Null(AnswerCheck.Whole(question, answer, "stop", null, truncated: false));

    [Theory]
    [InlineData("So 12 × 3 = 38 in all.", "12 × 3 = 38")]
    [InlineData("12 * 3 = **38**", "12 * 3 = 38")]
    [InlineData("- 2 + 3 × 4 = 20", "2 + 3 × 4 = 20")]
    [InlineData("That makes $1,250 + $300 = $1,650.", "$1,250 + $300 = $1,650")]
    [InlineData("1.250,50 + 300 = 1.650,50", "1.250,50 + 300 = 1.650,50")]
    [InlineData("15% of 240 = 38", "15% of 240 = 38")]
    [InlineData("15 % von 240 ist 38.", "15 % von 240 ist 38")]
    [InlineData("10 - 4 = 7", "10 - 4 = 7")]
    [InlineData("100 / 8 = 15", "100 / 8 = 15")]
    [InlineData("10 ÷ 4 = 2.8", "10 ÷ 4 = 2.8")]
    [InlineData(@"Then 12 \times 3 = 38.", @"12 \times 3 = 38")]
    [InlineData("4.5 + 2.5 = 8", "4.5 + 2.5 = 8")]
    [InlineData("60% + 25% = 95%", "60% + 25% = 95%")]
    [InlineData("240 × 15% = 38", "240 × 15% = 38")]
    [InlineData("合計は12×3=38です", "12×3=38")]
    public void Arithmetic_that_does_not_add_up_is_quoted(string answer, string equation) =>
        Assert.Equal($"its arithmetic does not add up ({equation})", AnswerCheck.Whole("And in all?", answer, "stop", null, truncated: false));

    [Theory]
    [InlineData("12 × 3 = 36, and 36 + 4 = 40.")]
    [InlineData("1,000 + 500 = 1,500 or 1.000 + 500 = 1.500 or 1 000 + 500 = 1 500")]
    [InlineData("1,5 + 1,5 = 3")]
    [InlineData("10 / 3 = 3.33")]
    [InlineData("10 / 3 = 3")]
    [InlineData("10 / 3 = 3.333...")]
    [InlineData("0.33 × 3 = 1")]
    [InlineData("19.99 × 3 = 59.97")]
    [InlineData("2 / 3 = 67%")]
    [InlineData("15% of 240 is 36; 12,5 % von 80 = 10.")]
    [InlineData("200 + 10% = 220")]
    [InlineData("3 × 4 million = 12 million and 3 × 4 = 12 thousand")]
    [InlineData("if (a + 2 == 5) { b += 3; } and x = 3 + 4")]
    [InlineData("`1 + 1 = 3` is wrong")]
    [InlineData("```\n1 + 1 = 3\n```\n")]
    [InlineData("The claim \"12 × 3 = 38\" is wrong.")]
    [InlineData("2024-05-01 = a Wednesday; 2024-05 = 31 days")]
    [InlineData("Pages 10-12 = 3 pages, version 1.2 - 1.4 = 2")]
    [InlineData("Call 030 / 1234 = 5678 if need be? No: 555-1234 = 7")]
    [InlineData("11:00 + 2 = 13:00")]
    [InlineData("9 + 5 = 2 (mod 12), and 1 + 1 = 10 in binary")]
    [InlineData("3² + 4² = 25 and 2^3 + 1 = 9 and 2**3 + 1 = 9")]
    [InlineData("(3 + 4) × 2 = 14 and 2 × (3 + 4) = 14 and f(3) + 4 = 10")]
    [InlineData("sqrt 9 + 1 = 4 and half of 12 + 3 = 9")]
    [InlineData("x + 3 × 4 = 20 and 2x + 3 = 9 and 3 + 4 = y")]
    [InlineData("0x10 = 16")]
    [InlineData("5 + 5 = 10 + 2 = 12")]
    [InlineData("12 × 3 = 36 × 2 = 72")]
    [InlineData("3 - 5 = -2 and 3 − 5 = −2")]
    [InlineData("1. 12 × 3 = 36\n2. 4 + 4 = 8")]
    [InlineData("https://example.org/?a=1&b=2+2=5")]
    [InlineData("7 / 2 = 3 remainder 1")]
    [InlineData("1,00,000 + 1 = 1,00,001")]
    [InlineData("score 3-2 = won; 24/7 = always")]
    public void What_adds_up_or_is_no_plain_equation_is_left_alone(string answer) =>
        Assert.Null(AnswerCheck.Whole("And in all?", answer, "stop", null, truncated: false));

    [Fact]
    public void No_text_makes_it_fail()
    {
        var random = new Random(11);
        const string alphabet = "0123456789 .,=+-*/×%$()xof is`\n\\'’\uD83D";
        for (var round = 0; round < 3000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            AnswerCheck.Whole(text, text + "=", "stop", null, truncated: false);
            AnswerCheck.Head(text, ended: round % 2 == 0);
        }
    }

    private static HeadVerdict FirstVerdict(string text)
    {
        for (var length = 0; length <= text.Length; length++)
        {
            if (AnswerCheck.Head(text.AsSpan(0, length), ended: false) is not HeadVerdict.Undecided and var verdict) return verdict;
        }

        return AnswerCheck.Head(text, ended: true);
    }
}
