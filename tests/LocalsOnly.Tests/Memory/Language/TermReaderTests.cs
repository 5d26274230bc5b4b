using System.Text;
using LocalsOnly.Memory.Recall.Language;

namespace LocalsOnly.Tests.Memory.Language;

public sealed class TermReaderTests
{
    private const TextLanguage English = TextLanguage.English;
    private const TextLanguage French = TextLanguage.French;
    private const TextLanguage Other = TextLanguage.Other;

    [Theory]
    [InlineData("Running SHOES", "run shoe")]
    [InlineData("the pump needs 14kW", "[the] pump need 14 kw")]
    [InlineData("8,400 euros", "8400 euro")]
    [InlineData("1,234,567 rows", "1234567 row")]
    [InlineData("3,4 and 12,34", "3 4 [and] 12 34")]
    [InlineData("in 2023, 400 people", "[in] 2023 400 peopl")]
    [InlineData("Caroline's dog and the dogs’ beds", "carolin dog [and] [the] dog bed")]
    [InlineData("she's here", "[she] [here]")]
    [InlineData("I don't know", "[i] [don] [t] know")]
    [InlineData("a naïve café in Zürich", "[a] naiv cafe [in] zurich")]
    [InlineData("mp3 and h264, RTX4090", "mp3 [and] h264 rtx4090")]
    [InlineData("GPT-4o", "gpt 4 o")]
    [InlineData("snake_case: user_id", "snake case user id")]
    [InlineData("ﬁne Ｆull", "fine full")]
    [InlineData("I ❤️ tea ☕️ 👍🏽", "[i] tea")]
    [InlineData("", "")]
    [InlineData("…!? — “”", "")]
    public void English_is_read_word_by_word(string text, string terms) => Assert.Equal(terms, Read(text, English));

    [Theory]
    [InlineData("L'appartement de Lyon", "[l] appart [de] lyon")]
    [InlineData("l’appartement d’Élodie", "[l] appart [d] elod")]
    [InlineData("Qu'est-ce qu'il a dit jusqu'à lundi ?", "[qu] [est] [ce] [qu] [il] [a] dit [jusqu] [a] lund")]
    [InlineData("lorsqu'elle, puisqu'on, quoiqu'il", "[lorsqu] [elle] [puisqu] [on] [quoiqu] [il]")]
    [InlineData("j'ai mangé des crêpes, s'il t'en reste", "[j] [ai] mang [de] crep [s] [il] [t] [en] rest")]
    [InlineData("Les médecins mangeaient", "[le] medecin mang")]
    [InlineData("8\u202f400 €", "8400")]
    [InlineData("du maïs, mais pas trop", "[du] mai [mais] [pas] [trop]")]
    [InlineData("ma sœur", "[ma] soeur")]
    public void French_is_stemmed_with_its_accents_and_kept_without(string text, string terms) => Assert.Equal(terms, Read(text, French));

    [Fact]
    public void An_accent_is_the_same_whether_it_is_part_of_its_letter_or_follows_it()
    {
        const string Text = "Les élèves répétées étaient à l'hôpital, Zoë aussi";
        foreach (var language in Enum.GetValues<TextLanguage>())
            Assert.Equal(Read(Text.Normalize(NormalizationForm.FormC), language), Read(Text.Normalize(NormalizationForm.FormD), language));
    }

    [Theory]
    [InlineData("Ich habe die Wohnung in München gemietet", "[ich] [habe] [die] wohnu_ [in] munch_ gemie_")]
    [InlineData("Die Straße, die STRASSE", "[die] stras_ [die] stras_")]
    [InlineData("¿Dónde está la biblioteca?", "[donde] [esta] [la] bibli_")]
    [InlineData("Я живу в Москве", "я живу в москв_")]
    [InlineData("Μένω στην Αθήνα", "μενω στην αθηνα")]
    public void Other_languages_keep_five_letters_of_a_word(string text, string terms) => Assert.Equal(terms, Read(text, Other));

    [Theory]
    [InlineData("猫", "猫", "猫")]
    [InlineData("我的猫叫花花", "我 我的 的 的猫 猫 猫叫 叫 叫花 花 花花 花", "我的 的猫 猫叫 叫花 花花")]
    [InlineData("猫は寝る", "猫 [猫は] [は] [は寝] 寝 [寝る] [る]", "猫 [猫は] [は寝] 寝 [寝る]")]
    [InlineData("고양이 이름", "고 고양 양 양이 이 이 이름 름", "고양 양이 이름")]
    [InlineData("iPhoneを買う、東京・大阪", "iphon [を] [を買] 買 [買う] [う] 東 東京 京 大 大阪 阪", "iphon [を買] 買 [買う] 東京 大阪")]
    [InlineData("𠮷野", "𠮷 𠮷野 野", "𠮷野")]
    [InlineData("2023年5月", "2023 年 5 月", "2023 年 5 月")]
    [InlineData("แมว", "แ แม ม มว ว", "แม มว")]
    public void Scripts_without_spaces_are_read_in_pairs(string text, string indexed, string asked)
    {
        Assert.Equal(indexed, Read(text, English));
        Assert.Equal(asked, Read(text, English, singles: false));
    }

    [Fact]
    public void A_word_of_more_than_64_characters_is_cut()
    {
        Assert.Equal(new string('x', 64), Read(new string('x', 200), English));
        Assert.Equal(new string('7', 64) + " tail", Read(new string('7', 200) + " tail", English));
        Assert.Equal(new string('д', 5) + '_', Read(new string('д', 200), Other));
    }

    [Theory]
    [InlineData("tell me what you said about kitchens", "tell [me] [what] [you] said [about] kitchen")]
    public void What_only_a_question_can_do_without_is_content_in_the_index(string text, string terms) => Assert.Equal(terms, Read(text, English));

    [Fact]
    public void Broken_text_is_read_around_the_break() => Assert.Equal("cat dog", Read("cats\ud83d dogs\udc4d", English));

    [Theory]
    [InlineData("Running SHOES don't fit, it's Caroline's naïve café: snake_case 14kW 8,400 mp3 GPT-4o")]
    [InlineData("abcdefghijklmno abcdefghijklmnop abcdefghijklmnopq Abcdefghijklmnoé ABCDEFGHIJKLMNOP. zZ@[`{ƀz")]
    [InlineData("iPhoneを買う、東京・大阪 e\u0301te\u0301 x\u0130y ﬁne Ｆull dogs’ s's 's")]
    public void What_follows_a_word_changes_nothing_in_it(string text)
    {
        // The last words of a text are read letter by letter, those before them at one go.
        const string After = " behindalltheotherwords";
        foreach (var language in Enum.GetValues<TextLanguage>())
            for (var start = 0; start < text.Length; start++)
                for (var end = start; end <= text.Length; end++)
                    Assert.Equal(Join(Read(text[start..end], language), Read(After, language)), Read(text[start..end] + After, language));
    }

    [Fact]
    public void A_reader_with_Porters_stemmer_reads_English_with_it()
    {
        Assert.Equal("gener univers", Read("generally universities", English, reader: new TermReader(Stemmers.Porter)));
        Assert.Equal("general universiti", Read("generally universities", English));
    }

    private static string Join(string before, string after) => before.Length == 0 ? after : $"{before} {after}";

    // Stop words in brackets, the mark of a cut word as an underscore.
    private static string Read(string text, TextLanguage language, bool singles = true, TermReader? reader = null)
    {
        var terms = new Collected([]);
        (reader ?? new TermReader()).Read(text, language, singles, ref terms);
        return string.Join(' ', terms.Terms).Replace(Truncation.Mark, '_');
    }

    private readonly record struct Collected(List<string> Terms) : ITermVisitor
    {
        public void Visit(ReadOnlySpan<char> term, bool stop) => Terms.Add(stop ? $"[{term}]" : new string(term));
    }
}
