using System.Buffers;
using System.Collections.Frozen;

namespace LocalsOnly.Memory.Recall.Time;

/// <summary>The phrases by which <see cref="QuestionCues"/> knows a question: whole words in lower case, without accents and apostrophes.</summary>
internal static class QuestionPhrases
{
    public static readonly SearchValues<string> When = Phrases("""
        when did, when was, when were, when is, when does, when do i, when have, when had, when will, when are, when would, since when, until when, by when, from when,
        and when, exactly when, what date, which date, what day, which day, what time, which time, what month, which month, what year, which year, how long ago,
        quand est, quand ai, quand a, quand as, quand avons, quand ont, quand j, quand je, quand etait, quand sont, quand dois, quand va, quand suis, quand part, depuis quand,
        quelle date, quel jour, quelle heure, quel mois, quelle annee, en quelle annee, c etait quand, c est quand
        """);

    public static readonly SearchValues<string> Amount = Phrases("""
        how many, how much, how long, how far, how old, how big, how often, how tall, how high, how heavy, how large, what price, what percentage, what budget, at what,
        what number, number of, combien, quel prix, quel budget, quel age, quel nombre, quelle taille, quelle distance, quel pourcentage, nombre de
        """);

    public static readonly SearchValues<string> You = Phrases("""
        you recommended, you recommend for, you said, you told, you suggested, you mentioned, you advised, you proposed, you explained, you listed, you gave, you provided,
        you wrote, you described, you had suggested, you have suggested, you ve suggested, you ve recommended, you had recommended, you have recommended, you had said,
        did you recommend, did you say, did you tell, did you suggest, did you mention, did you advise, did you propose, did you explain, did you give, did you list, did you write,
        have you recommended, have you suggested, your recommendation, your recommendations, your suggestion, your suggestions, your advice, your answer, your explanation,
        tu as dit, tu as recommande, tu as suggere, tu as conseille, tu as propose, tu as mentionne, tu as donne, tu as explique, tu as ecrit,
        tu m as dit, tu m as recommande, tu m as suggere, tu m as conseille, tu m as propose, tu m as donne, tu m as explique, tu m avais, tu avais dit, tu avais recommande,
        tu avais suggere, tu avais conseille, tu avais propose, as tu dit, as tu recommande, as tu suggere, as tu conseille, as tu propose, as tu mentionne, as tu explique,
        m as tu dit, m as tu recommande, m as tu conseille, m as tu suggere, m as tu propose, m as tu donne, tu disais, tu recommandais, tu suggerais, tu conseillais,
        vous avez dit, vous avez recommande, vous avez suggere, vous avez conseille, vous avez propose, vous m avez, avez vous dit, avez vous recommande, avez vous conseille,
        avez vous suggere, ton conseil, tes conseils, ta recommandation, tes recommandations, ta suggestion, tes suggestions, ta reponse, votre conseil, vos conseils
        """);

    public static readonly SearchValues<string> Order = Phrases("""
        what order, which order, in the order, order in which, order of, chronological, chronologically, chronology, timeline, sequence of, came first, happened first, first or,
        before or after, evolve, evolved, progressed, over time, step by step history,
        quel ordre, dans l ordre, l ordre dans, l ordre des, chronologie, chronologique, chronologiquement, en premier, au fil du temps, evolue, frise
        """);

    public static readonly SearchValues<string> Summary = Phrases("""
        summary, summaries, summarize, summarise, summarized, summarised, summarizing, overview, recap, sum up, everything we, everything i, all that we,
        un resume, le resume, resume moi, resume nous, resume nos, resume notre, resume tout, resume ce, resume cette, resume les, resume la, resume le, resume l, resumer, resumez, recapitule, recapituler, recapitulatif, recapitulez, synthese, vue d ensemble, tout ce que, bilan
        """);

    public static readonly SearchValues<string> Request = Phrases("""
        can you, could you, would you, will you, can we, help me, i need, i want, i would like, i d like, how do i, how do you, how do we, how can i, how can we, how should i, how should we,
        how would i, how would you, how could i, how to, what should i, what should we, what would be, what are some, what are the best, what is the best, what s the best,
        any ideas, any tips, any suggestions, any advice, should i,
        peux tu, pourrais tu, veux tu, pouvez vous, pourriez vous, tu peux, tu pourrais, vous pouvez, aide moi, aidez moi, j ai besoin, j aimerais, je voudrais, je veux, il me faut,
        comment puis je, comment faire, comment je peux, comment dois je, comment devrais je, comment est ce que je, que devrais je, que dois je, dois je, devrais je,
        as tu des idees, une idee, des idees
        """);

    // A word for word test of the tense: what was, and what is remembered.
    public static readonly SearchValues<string> Past = Phrases("""
        did, was, were, had, ago, yesterday, last week, last month, last year, last time, last night, earlier, previously, remember, remind, recall, said, told, mentioned, discussed,
        talked, recommended, suggested, decided, went, have i, have we, i ve, we ve, been, so far, how many, how much have, in our, our conversation, our conversations, past conversations,
        hier, rappelle, rappelez, souviens, souvenez, as dit, avais, avait, avions, etait, etais, etaient, ai dit, ai fait, avons, avez dit, derniere fois, dernier, derniere, il y a,
        parle de, tu m as, m as tu, as tu dit, as tu recommande, ai je, a t il, a t elle
        """);

    public static readonly SearchValues<string> Third = Phrases("he, she, his, her, hers, him, they, them, their, theirs, il a, elle a, il est, elle est, ils, elles, lui, leur, leurs");

    /// <summary>Words before the first that counts.</summary>
    public static readonly FrozenSet<string> Politeness = Words("please hi hello hey ok okay so now and then also thanks great bonjour salut s il te vous plait merci alors et maintenant");

    public static readonly FrozenSet<string> Imperatives = Words("""
        write suggest recommend plan give make create draft explain show list generate build design find translate summarize summarise fix improve review compare prepare propose
        organize organise teach describe implement code compose outline rewrite edit help provide set add convert calculate choose pick check tell let analyze analyse debug refactor test
        optimize optimise schedule book order cook brainstorm
        ecris ecrivez redige redigez propose proposez suggere suggerez recommande recommandez conseille conseillez donne donnez explique expliquez fais faites cree creez prepare preparez
        planifie planifiez traduis traduisez montre montrez liste listez trouve trouvez corrige corrigez ameliore ameliorez compare comparez organise organisez decris decrivez calcule
        choisis aide aidez reformule verifie analyse resume resumez genere
        """);

    /// <summary>Words whose 's is a verb.</summary>
    public static readonly FrozenSet<string> Contracted = Words("what who how where when why that it here there let he she");

    public static readonly FrozenSet<string> Auxiliaries = Words("does did is was has had would will can could should do are were might");

    private static SearchValues<string> Phrases(string list) =>
        SearchValues.Create([.. list.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(phrase => $" {phrase} ")], StringComparison.Ordinal);

    private static FrozenSet<string> Words(string list) => list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
