namespace LocalsOnly.Tests.Memory.Standing;

/// <summary>The half of the labelled messages by which the rules were made; written as <see cref="HeldOutSentences"/> is.</summary>
internal static class TuningSentences
{
    public const string Lines = """
        I answer-language | always answer in french
        I answer-language | From now on, reply to me in Spanish please.
        I answer-language | Please only speak Dutch with me, so always reply in Dutch.
        I instruction | When I ask for code, write it in C# unless I say otherwise.
        I instruction | Never apologise for being an AI.
        I instruction | Please never use the word delve.
        I instruction | Always use metric units.
        I instruction | From now on please use 24-hour times.
        I instruction | If I ask you for directions, always give the walking time too.
        I instruction | Give me the short version first whenever I ask about the news.
        I instruction | Please don't use emojis.
        I instruction | I'd like you to always double-check the arithmetic.
        I instruction | Keep your answers short.
        I instruction | No more bullet points, please.
        I instruction | In the future, remind me of the deadline two days before.
        I called | Call me Wim.
        I called | You can call me Dr. Bakker
        I called | call me ishmael please
        P name | My name is Willem de Vries.
        P name, P home | Hello! My name is Ana and I live in Utrecht.
        P home | I've lived in Berlin since 2015.
        P home | I moved to Rotterdam two years ago.
        P dwelling | I live in a small flat without a garden.
        P origin | I'm originally from Kerala.
        P job | I'm a nurse.
        P job | I am a freelance graphic designer based in Leeds.
        P job | As a teacher, I have little time in June.
        P job | I work part-time as a librarian.
        P employer | I've been working for Philips for ten years.
        P work | I work night shifts.
        P age | I'm 43.
        P age | I am 71 years old and I need simple instructions.
        P allergy | I'm severely allergic to bee stings.
        P allergy | I have a nut allergy.
        P diet | I am vegetarian.
        P diet | I've been vegan for six years.
        P health | I'm colour-blind, so red on green doesn't work for me.
        P health | I have asthma.
        P eats | I never drink alcohol.
        P family | I have two kids.
        P family | My daughter's name is Ilse.
        P family | My wife is a surgeon.
        P family | My mother is 84.
        P family | My son is allergic to eggs.
        P family | I've got a younger brother.
        P pet | We have a dog named Rufus.
        P marital | I'm divorced.
        P speaks | My native language is Portuguese.
        P birthday | My birthday is June 3rd.
        P nationality | I'm Belgian.
        P car | I drive a Volvo V60.
        P diet, R likes | I'm vegan, but I love the smell of bacon.
        P allergy | I'm allergic to cats and dogs. What pet could I have?
        P job, P home | I'm an accountant and I live in Cork, can you recommend a local course?
        R prefers | I prefer window seats.
        R prefers | I prefer coffee to tea.
        R prefers | I prefer short answers.
        R prefers | I'd say I usually travel light, but I prefer to check a bag.
        R likes | I like jazz.
        R likes | I love dogs.
        R likes | I don't like flying.
        R likes | I'm a big fan of science fiction.
        R likes | I'm not keen on shopping.
        R likes | I no longer enjoy running.
        R favourite | My favourite author is Hella Haasse.
        R prefers | I drink tea rather than coffee.
        P home | I don't live in Utrecht any more.
        P allergy | I'm not allergic to penicillin.
        I called | Don't call me Willem.
        P name | - My name is Sven\n- my dog is ill
        I instruction | 1. Always show your working.
        I answer-language | Réponds en français.
        I instruction | À partir de maintenant, utilise le système métrique.
        I instruction | Utilise toujours des phrases courtes.
        I instruction | Ne mets jamais de listes à puces.
        I instruction | Chaque fois que je te demande une recette, indique les calories.
        I instruction | Évite d'utiliser des anglicismes, s'il te plaît.
        I instruction | Vouvoie-moi.
        I called | Tu peux m'appeler Jo.
        P name | Mon nom est Luc Perrin.
        P home | Je vis à Liège.
        P home | J'ai déménagé à Lyon l'an dernier.
        P home | Je n'habite plus à Paris.
        P job | Je suis professeur de mathématiques.
        P job | Je travaille comme boulanger.
        P age, P home | J'ai 34 ans et j'habite à Mons.
        P family | J'ai une fille de six ans.
        P family | Mon mari s'appelle Pierre.
        P allergy | Je suis allergique au lactose et aux noix.
        P health | Je suis diabétique.
        P marital | Je suis mariée.
        R prefers | Je préfère les réponses courtes.
        R prefers | Je préfère le thé au café.
        R likes | J'adore le jazz.
        R likes | Je n'aime pas l'avion.
        P nationality | Je suis belge.
        - | Why do you always answer in French?
        - | What does "I prefer not to" mean?
        - | If I live in France, do I pay tax there?
        - | Let's say I'm a nurse with two kids.
        - | Pretend you are my grandmother.
        - | You're a travel agent. I'm allergic to nuts. Always offer three options.
        - | I want you to act as an interviewer. My name is Tom.
        - | She told me: I love you.
        - | The doctor says I'm allergic to nothing.
        - | I'm hungry.
        - | I'm on the train.
        - | I'm trying to fix my bike.
        - | I'm working on my thesis.
        - | I'm a little worried.
        - | I'm not sure I understand.
        - | I like your idea.
        - | I like this.
        - | I love how you explain things.
        - | I prefer option B.
        - | I'd prefer to leave at nine.
        - | I hate to bother you again.
        - | I have an appointment with my dentist.
        - | I have a question.
        - | I have a problem with my son's school.
        - | My son is at school.
        - | My favourite is missing from the list.
        - | Always a pleasure.
        - | Always use the red wire in this diagram?
        - | Please don't delete the file yet.
        - | Don't forget the attachment.
        - | Stop.
        - | Call me when you are ready.
        - | Call me crazy, but I think it works.
        - | From now on we meet on Mondays.
        - | In the future, cars will fly.
        - | I used to live in Rome.
        - | I lived in Rome as a student.
        - | I would love a cup of tea.
        - | I like it when it rains today.
        - | Write a poem about home.\nI live in a shell\nI love the sea
        - | Proofread this:\nI'm allergic to nuts and I prefer tea.
        - | Here is the email:\nMy name is Karen and I live in Ohio.
        - | I am a nurse and I have two kids.\nTranslate this
        - | He never drinks coffee.
        - | My neighbour lives in a caravan.
        - | We always lose on penalties.
        - | They say I'm a good cook.
        - | I'm going to live in Spain next year.
        - | I'd love to live in Spain.
        - | I always thought so.
        - | I'm fine.
        - | I'm in Berlin.
        - | I'm single-handedly painting the house.
        - | I moved to Python 3 last week.
        - | I moved to the next step.
        - | I work on it every day.
        - | I work in Python mostly.
        - | My dog is barking all night.
        - | My car is in the garage.
        - | My email is not working.
        - | I don't eat enough.
        - | I'm allergic to this kind of meeting.
        - | I have three meetings tomorrow.
        - | I speak at a conference in May.
        - | I'm 90% sure.
        - | I'm 1 of 30 people here.
        - | The rule is: never use eval.
        - | In Python, always use a context manager for files.
        - | Never use eval in this function.
        - | Write the answer in French: what is a dog?
        - | Translate to French: always answer in English.
        - | Tu préfères le thé ou le café ?
        - | Si j'habitais à Rome, je parlerais italien.
        - | Je suis perdu.
        - | Je suis en train de lire.
        - | Je suis d'accord.
        - | J'aimerais vivre à Rome.
        - | J'ai faim.
        - | J'ai un problème avec mon fils.
        - | Mon fils est malade.
        - | Corrige ce texte : je suis médecin et j'aime mon travail.
        - | Il a dit que je suis allergique.
        - | Je préfère la première.
        - | J'aime ça.
        - | Toujours pas.
        - | Jamais de la vie !
        R likes | I love turtles - they make me calm.
        R likes | I love cooking, especially Thai food.
        R prefers | I prefer not to fly.
        P home | I live near St. Pancras, i.e. in London.
        - | Never give up, you can do it.
        - | Don't give up on your dreams.
        - | Never say never.
        - | You can always count on me.
        - | I love watching them play.
        - | I love their work.
        - | I like to.
        - | J'aime beaucoup leur travail.
        - | Don't get me wrong.
        """;
}
