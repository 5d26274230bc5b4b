using LocalsOnly.Memory.Recall.Language;

namespace LocalsOnly.Tests.Memory.Language;

public sealed class StemmerTests
{
    private const string English = """
        running:run runs:run runner:runner ran:ran easily:easili fairly:fair happiness:happi happily:happili decided:decid decision:decis decisions:decis deciding:decid kitchen:kitchen kitchens:kitchen apartments:apart renovation:renov renovations:renov renovated:renov recipes:recip recipe:recip cooking:cook cooked:cook cookies:cooki baking:bake
        travelled:travel travelling:travel traveler:travel flights:flight flying:fli flies:fli ties:tie tied:tie dying:die lying:lie die:die tying:tie cries:cri cried:cri spied:spi sky:sky skies:sky skis:ski news:news howe:howe atlas:atlas bias:bias cosmos:cosmos early:earli only:onli gently:gentl idly:idl ugly:ugli singly:singl
        succeed:succeed succeeded:succeed proceed:proceed exceeding:exceed inning:inning outing:outing canning:canning herring:herring earrings:earring evening:evening evenings:evening generate:generat general:general generally:general generous:generous generic:generic communication:communic communities:communiti arsenal:arsenal arsenic:arsenic past:past pasted:paste pasting:paste universe:univers
        university:universiti universal:universal later:later lateral:lateral emergency:emergenc emerge:emerg organ:organ organic:organic organization:organiz organize:organiz international:internat internal:internal interest:interest interesting:interest hoping:hope hopping:hop hoped:hope hopped:hop adding:add added:add egging:egg offing:off controlled:control controlling:control fitted:fit
        falling:fall hissing:hiss fizzed:fizz failing:fail filing:file agreed:agre agreement:agreement feed:feed bleed:bleed plastered:plaster motoring:motor sing:sing conflated:conflat troubled:troubl sized:size luxuriated:luxuri relational:relat conditional:condit rational:ration valency:valenc hesitancy:hesit digitizer:digit conformably:conform radically:radic differently:differ
        vilely:vile analogously:analog vietnamization:vietnam predication:predic operator:oper feudalism:feudal decisiveness:decis hopefulness:hope callousness:callous formality:formal sensitivity:sensit sensibility:sensibl triplicate:triplic formative:format formalize:formal electricity:electr electrical:electr hopeful:hope goodness:good revival:reviv allowance:allow
        inference:infer airliner:airlin gyroscopic:gyroscop adjustable:adjust defensible:defens irritant:irrit replacement:replac adjustment:adjust dependent:depend adoption:adopt homologous:homolog communism:communism activate:activ angularity:angular effective:effect bowdlerize:bowdler probate:probat rate:rate cease:ceas controllers:control rolling:roll roll:roll
        geologist:geolog geology:geolog apologist:apolog gas:gas this:this gaps:gap kiwis:kiwi caresses:caress ponies:poni abyss:abyss focuses:focus meetings:meet appointments:appoint dentists:dentist doctors:doctor medication:medic allergies:allergi subscription:subscript birthday:birthday favourites:favourit preferences:prefer remembering:rememb yesterday:yesterday possibly:possibl boy's:boy 'tis:tis dogs':dog
        """;

    private const string French = """
        cuisine:cuisin cuisiner:cuisin cuisinait:cuisin cuisiné:cuisin recettes:recet recette:recet appartement:appart appartements:appart rénovation:rénov rénovations:rénov rénover:rénov rénové:rénov décidé:décid décision:décis décider:décid décidions:décid décisif:décis décisive:décis continu:continu continuait:continu continuellement:continuel continuité:continu continuons:continuon
        chevaux:cheval journaux:journal journal:journal travaux:traval bateaux:bateau eaux:eau hiboux:hibou genoux:genou bijoux:bijou époux:épou jouer:jou jouait:jou jouaient:jou joueuse:joueux joueuses:joueux heureux:heureux heureuse:heureux heureusement:heureux majestueusement:majestu fameusement:fameux ennuie:ennui ennuyer:ennui ennuyeux:ennui quand:quand quatre:quatr questions:question
        croyiez:croi croyaient:croi croyance:croyanc voyage:voyag voyages:voyag voyager:voyag voyageur:voyageur voyageuse:voyag aimer:aim aimait:aim aimions:aimion aimerait:aim adorer:ador adorait:ador voler:vol parler:parl parlions:parlion parlèrent:parl paris:paris parie:pari colis:colis tapis:tapis niaises:niais nier:nier
        médecin:médecin médecins:médecin médicaments:médic médical:médical médicale:médical maladie:malad malades:malad maladroitement:maladroit allergie:allerg allergies:allerg allergique:allerg allergiques:allerg logique:logiqu biologie:biolog biologies:biolog éducation:éduc éducateur:éduc éducatrice:éduc éducatif:éduc communication:commun communiquer:communiqu communiqué:communiqu publicité:publiqu
        activité:activ activités:activ actif:actif active:activ relativement:relat rapidement:rapid constamment:const évidemment:évident récemment:récent vraiment:vrai absolument:absolu gentiment:gent confusément:confus agrandissement:agrand remplacement:remplac réfrigérateur:réfriger ordinateur:ordin ordinateurs:ordin informatique:informat informatiques:informat
        finir:fin finissait:fin finissons:fin finirait:fin finie:fin finit:fin choisir:chois choisissent:chois choisi:chois choisies:chois mangeait:mang mangeais:mang mangeons:mangeon mangeâmes:mang mauvais:mauvais palais:palais français:franc française:franc françaises:franc déplais:déplais
        chat:chat chats:chat chatte:chatt chattes:chatt chien:chien chienne:chien chiens:chien bonne:bon bonnes:bon cadette:cadet nouvelle:nouvel nouvelles:nouvel abeilles:abeil réveil:réveil réveillé:réveil été:été étés:été élève:élev élèves:élev répètent:répètent père:per mère:mer frère:frer première:premi premières:premi dernier:derni dernière:derni
        noël:noël maïs:maï naïf:naïf naïve:naïv haïr:haïr égoïste:égo ambiguë:ambigu pays:pay payer:pai paye:pay essayer:essai essaie:essai balançait:balanc commençons:commençon reçu:reçu garçons:garçon leçon:leçon inclusion:inclus inclusions:inclus solution:solut solutions:solut utilisation:utilis utilisateur:utilis différence:différent différences:différent présence:présenc
        semaine:semain semaines:semain année:anné années:anné anniversaire:anniversair anniversaires:anniversair rendez:rend vacances:vacanc sœur:sœur cœur:cœur l'homme:homm d'abord:abord qu'elle:elle aujourd'hui:aujourd'hui isolement:isol sentiments:sent habitation:habit
        """;

    [Fact]
    public void English_words_have_the_stems_that_the_description_gives_them() => Assert.Empty(Differences(English, Stemmers.Snowball.English));

    [Fact]
    public void French_words_have_the_stems_that_the_description_gives_them() => Assert.Empty(Differences(French, Stemmers.Snowball.French));

    [Fact]
    public void Porters_first_algorithm_answers_through_the_same_door()
    {
        Assert.Equal("gener", Stem("generally", Stemmers.Porter.English));
        Assert.Equal("general", Stem("generally", Stemmers.Snowball.English));
        Assert.Equal(Stem("continuité", Stemmers.Snowball.French), Stem("continuité", Stemmers.Porter.French));
    }

    [Theory]
    [InlineData("verlassen", "verla\u0001")]
    [InlineData("haus", "haus")]
    [InlineData("katze", "katze")]
    [InlineData("москву", "москв\u0001")]
    [InlineData("rtx4090", "rtx4090")]
    public void Words_without_a_stemmer_keep_five_letters_and_say_so(string word, string stem) => Assert.Equal(stem, Stem(word, Stemmers.Snowball.Other));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("'")]
    [InlineData("''")]
    [InlineData("'s")]
    [InlineData("y")]
    [InlineData("yy")]
    [InlineData("ing")]
    [InlineData("ë")]
    [InlineData("ïïïï")]
    [InlineData("qu'")]
    [InlineData("ements")]
    [InlineData("ions")]
    [InlineData("猫")]
    [InlineData("москва")]
    [InlineData("h264")]
    public void No_word_is_too_odd_to_be_stemmed(string word)
    {
        foreach (var stemmer in new[] { Stemmers.Snowball.English, Stemmers.Snowball.French, Stemmers.Snowball.Other, Stemmers.Porter.English })
            Assert.InRange(Stem(word, stemmer).Length, 0, word.Length);
    }

    [Fact]
    public void A_stem_is_never_longer_than_its_word_and_stems_without_allocation()
    {
        var random = new Random(7);
        var letters = "aeiouyéèêëïîâàçôûùbcdfghjklmnpqrstvwxz'";
        var word = new char[130];
        foreach (var stemmer in new[] { Stemmers.Snowball.English, Stemmers.Snowball.French, Stemmers.Snowball.Other })
        {
            stemmer("words".ToCharArray());
            Assert.Equal(0, AllocatedBytes.Of(() =>
            {
                for (var round = 0; round < 5_000; round++)
                {
                    var length = random.Next(word.Length);
                    for (var i = 0; i < length; i++) word[i] = letters[random.Next(letters.Length)];
                    var stem = stemmer(word.AsSpan(0, length));
                    if (stem > length) Assert.Fail($"A stem of {stem} letters from {length}.");
                }
            }));
        }
    }

    private static IEnumerable<string> Differences(string pairs, Stemmer stemmer) => pairs.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split(':'))
        .Where(pair => Stem(pair[0], stemmer) != pair[1])
        .Select(pair => $"{pair[0]} became {Stem(pair[0], stemmer)}, not {pair[1]}");

    private static string Stem(string word, Stemmer stemmer)
    {
        var letters = word.ToCharArray();
        return new string(letters, 0, stemmer(letters));
    }
}
