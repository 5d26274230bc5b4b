namespace LocalsOnly.Tests.Agents.Concierge;

/// <summary>
/// Replies that were written before the rules of <c>PlaceNames</c> were tuned, and that were not tuned for: what is measured on them is what may be expected of a reply
/// that nobody has seen.
/// </summary>
internal static class UnseenReplies
{
    /// <summary>A reply, and the name in it that is on no list.</summary>
    public static IReadOnlyList<(string Reply, string Name)> WithAName { get; } =
    [
        ("Go to Maison Ostrea for oysters, they open at noon.", "Maison Ostrea"),
        ("My pick is Bakea, right by the lake, with the terrace open until ten.", "Bakea"),
        ("If you would rather be by the water, Les Viviers du Port does a fine seafood platter.", "Les Viviers du Port"),
        ("You could stay one night at the Grand Pavillon and walk home along the cliff.", "Grand Pavillon"),
        ("**Ithurria** – classic Basque cooking, open for lunch.", "Ithurria"),
        ("Book a table for two at Moulin d'Alotz before noon.", "Moulin d'Alotz"),
        ("Otherwise, the Harbour Kitchen in Biarritz takes walk-ins.", "Harbour Kitchen"),
        ("1. Ostalapia: farmhouse tables under the trees\n2. Chez Albertine: the safe choice", "Ostalapia"),
        ("Réserve au Bistrot des Halles, c'est ouvert ce midi.", "Bistrot des Halles"),
        ("Pour déjeuner, je te propose L'Atelier Gaïa, en terrasse.", "L'Atelier Gaïa"),
        ("Une nuit à l'Hôtel Parc Beaumont te ferait du bien.", "Hôtel Parc Beaumont"),
        ("Ce soir, file chez Pablito, la cave est superbe.", "Pablito"),
        ("Le Rayon Vert est ouvert jusqu'à 14 h.", "Le Rayon Vert"),
        ("Sinon, la plage de Lafitenia est calme ce matin.", "Lafitenia"),
        ("En alternative : Txalupa, sur le port.", "Txalupa"),
        ("Essaie plutôt « La Ferme Ostalapia », ils ont une table dehors.", "La Ferme Ostalapia"),
        ("Reserviere einen Tisch im Goldenen Anker, dort ist heute offen.", "Goldenen Anker"),
        ("Ich empfehle dir das Gasthaus Sonnenhof für das Mittagessen.", "Gasthaus Sonnenhof"),
        ("Probier das Café Morgenrot am Hafen.", "Café Morgenrot"),
        ("Zum Abendessen gehst du am besten ins Schwarze Lamm.", "Schwarze Lamm"),
        ("Eine Nacht im Hotel Seeblick wäre genau richtig.", "Hotel Seeblick"),
        ("**Weinstube Rebstock**: kleine Karte, gute Flaschen.", "Weinstube Rebstock"),
        ("Bei Rosalinde bekommst du heute noch einen Tisch.", "Rosalinde"),
        ("Alternativ: Fischerhütte, direkt am Wasser.", "Fischerhütte"),
    ];

    /// <summary>Replies in which every place is on the list, or is none.</summary>
    public static IReadOnlyList<string> Clean { get; } =
    [
        "Chez Albertine is open until two, and La Cabane Bleue is the alternative.",
        "Cook at home tonight: turbot in the oven, and a bottle of Jurançon.",
        "On Wednesday the Atlantic calms down, so the beach in Anglet should be fine.",
        "Nothing on your list is open on Monday; give me a name or a mood.",
        "Ask VINCE about Bitcoin; I only do tables and tides.",
        "Open the Château Larcis 2015 an hour before dinner.",
        "Swim 1000 m in the pool, then lunch at Albertine.",
        "In July the Hôtel du Vieux Phare is full of Parisians.",
        "Light the Green Egg at seven and put the côte de bœuf on at eight.",
        "**Lunch:** Café Lumière, **dinner:** at home.",
        "You told Marie you would call before Friday.",
        "I would phone first: their hours are not on the list.",
        "Le vent tombe jeudi, la mer sera belle à Biarritz.",
        "Lundi, presque tout est fermé ; mardi aussi.",
        "Ouvre un Madiran et laisse-le respirer une heure.",
        "Le Comptoir d'Émile ouvre à midi, table dehors si le soleil tient.",
        "Pas de plage sous l'orage : piscine, 1000 m, puis un thé.",
        "Ce soir on dîne à la maison : magret au four et salade de Julien.",
        "Au Pays basque, novembre est le mois des palombes.",
        "Am Dienstag bleibt die Küche kalt, koch lieber zu Hause.",
        "Im Zum Goldenen Hirsch bekommst du mittags einen Tisch.",
        "Bei Regen gehst du ins Hallenbad und danach in die Sauna.",
        "Zum Fisch passt ein Riesling aus dem Elsass.",
        "Der Strand von Anglet ist heute zu windig, ein Spaziergang am Hafen geht immer.",
        "Frag Solus nach Optionen, ich kümmere mich um den Mittagstisch.",
    ];
}
