namespace LocalsOnly.Tests.Memory.Standing;

/// <summary>
/// The half of the labelled messages that was written before any rule was. The first run over it gave a precision of 0.976 and a recall of 0.988; one fault that
/// it showed was mended afterwards ("should I" in a question hid the statement before it), so what it gives now is a guard and no longer a measurement. A line is what is to be found, in the order of
/// the text, a bar and the message; <c>-</c> is nothing. I, R and P are instruction, preference and profile, with the family of the subject; <c>\n</c> is a line end.
/// </summary>
internal static class HeldOutSentences
{
    public const string Lines = """
        I answer-language | Always answer me in Dutch, even if I write in English.
        I instruction | From now on, give every temperature in Celsius.
        I instruction | Never use bullet points in your replies.
        I instruction | When I ask for a recipe, always list the ingredients first.
        I instruction | Whenever I send you a contract, point out the notice period.
        I instruction | Please don't apologise all the time.
        I called | Just call me Bo.
        I instruction | Please stop ending your answers with a question.
        I instruction | In future, please cite your sources.
        I instruction | You should always show the formula before the result.
        I instruction | I want you to always check the weather before you suggest a walk.
        I instruction | Don't ever mention politics.
        I instruction | Every time I ask about money, give the amounts in euros.
        I instruction | Going forward, keep your answers under 100 words.
        I instruction | Make sure you always use British spelling.
        I answer-language | Please reply in English.
        P allergy, P diet | I'm allergic to peanuts and I'm vegan.
        P home | I live in a village called Bergen, near Alkmaar.
        P home | We moved to Ghent last spring.
        P job | I work as a midwife.
        P employer | I work for the city of Antwerp.
        P job | I'm a high school teacher in Lyon.
        P name | Hi, my name is Farida and I have a question about tax.
        P family | My son's name is Joris.
        P family | My husband is a carpenter.
        P family | I have three kids, two of them in school.
        P age | I'm 67 years old.
        P age | By the way, I'm 29.
        P diet | I'm a strict vegetarian, so no gelatine.
        P health | I have type 2 diabetes.
        P speaks | I speak Dutch, French and a little Turkish.
        P birthday | My birthday is on 14 March.
        P pet | I have two cats.
        P pet | My dog is called Max.
        P marital | I'm married.
        P eats | I don't eat pork.
        P allergy | My daughter is 6, and I'm lactose intolerant.
        R prefers | I prefer aisle seats.
        R prefers | I prefer tea over coffee.
        R prefers | I generally prefer to travel by train rather than by plane.
        R likes | I really love Baroque music.
        R likes | I hate coriander.
        R likes | I can't stand horror films.
        R likes | I don't like spicy food.
        R likes | I enjoy hiking in the mountains.
        R favourite | My favourite colour is dark green.
        R prefers | I use Vim instead of Emacs.
        R likes | I'm not a fan of musicals.
        R likes | I don't like olives any more.
        P home | I no longer live in Paris.
        I answer-language | Stop answering in French.
        P job | I'm retired.
        P timezone | My time zone is Europe/Brussels.
        P allergy | Can you plan five dinners? I'm allergic to shellfish.
        P allergy | I'm allergic to latex, which gloves should I buy?
        I answer-language | Réponds-moi toujours en français.
        I instruction | Désormais, donne les distances en kilomètres.
        I instruction | N'utilise jamais d'émojis.
        I instruction | Ne me propose plus de recettes avec du porc.
        I instruction | Quand je te demande une traduction, donne aussi la prononciation.
        I called | Appelle-moi Sacha.
        I instruction | Tutoie-moi, s'il te plaît.
        I instruction | Arrête de t'excuser à chaque réponse.
        P name | Bonjour, je m'appelle Élodie.
        P home | J'habite à Namur depuis dix ans.
        P job | Je suis infirmière à domicile.
        P age | J'ai 52 ans.
        P family | J'ai deux enfants.
        P family | Ma fille s'appelle Inès.
        P allergy | Je suis allergique aux arachides.
        P diet | Je suis végétarienne.
        P speaks | Je parle français et arabe.
        P eats | Je ne mange pas de viande.
        R prefers | Je préfère le train à l'avion.
        R likes | J'aime beaucoup la randonnée.
        R likes | Je déteste les champignons.
        R likes | Je n'aime plus le café.
        R favourite | Mon plat préféré est le gratin dauphinois.
        P employer | Je travaille chez un notaire.
        P pet | Mon chat s'appelle Gaston.
        - | Do you always answer in English?
        - | If I were vegetarian, what would I eat in Argentina?
        - | Suppose I live in Oslo and I earn 50,000 a year.
        - | Imagine I'm a pilot and I have two kids.
        - | You are a pirate. Always talk like one.
        - | Act as a Linux terminal. Never explain your output.
        - | He said I prefer money to people.
        - | My colleague told me she is allergic to nuts.
        - | I'm tired.
        - | I'm in a meeting until three.
        - | I'm looking for a cheap flight to Porto.
        - | I'm a bit confused by your last answer.
        - | I like the second version better.
        - | I love it!
        - | I'd like a table for two.
        - | I have two questions about my invoice.
        - | Write a song about the sea. I love the waves, I live in the foam.
        - | Translate into German: I live in a small house and my name is Peter.
        - | > I'm allergic to gluten\nWhat should I answer him?
        - | ```\n# always use tabs\nmy name is bob\n```
        - | Which wire do I use? The manual says "always use the red wire in this diagram".
        - | My computer is slow since the update.
        - | My daughter is ill today.
        - | My code is not compiling.
        - | Never mind.
        - | Always happy to help!
        - | She always answers in French.
        - | They never use the car.
        - | I'm getting an error when I run the tests.
        - | I prefer the first option.
        - | Am I allergic to cats?
        - | I'm afraid I have to cancel.
        - | I'm 10 minutes late.
        - | I have a meeting with my son's teacher.
        - | Don't worry about the date.
        - | Please don't change this paragraph.
        - | Call me back tomorrow.
        - | From now on I'll get up at six.
        - | I was a teacher in Ghent until 2010.
        - | I wish I lived in Italy.
        - | What if I don't eat meat for a month?
        - | I always forget his name.
        - | I never said that.
        - | Is it true that I'm a good cook?
        - | I am writing a novel in which my hero says: I hate the city.
        - | Correct my English: I am liking very much the dogs. I live in Spain since two years.
        - | I'm sure you're right.
        - | I'm new here.
        - | I have a headache.
        - | Est-ce que tu réponds toujours en français ?
        - | Si j'étais végétarien, que mangerais-je ?
        - | Je suis fatigué.
        - | Je suis en réunion.
        - | J'aimerais réserver une table.
        - | J'ai deux questions.
        - | Il dit toujours la même chose.
        - | Elle m'a dit qu'elle préfère le bus.
        - | Tu es un pirate. Réponds toujours comme un pirate.
        - | Écris un poème : j'aime la mer, je vis dans les vagues.
        - | J'aime bien ta deuxième proposition.
        - | Ma voiture est en panne.
        - | Imagine que j'habite à Rome.
        - | Traduis : je m'appelle Anna et j'habite à Berlin.
        """;
}
