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

    /// <summary>A second set, harder, written after the rules and before they met it.</summary>
    public static IReadOnlyList<(string Reply, string Name)> LaterWithAName { get; } =
    [
        ("Skip the beach. Ur-Ona in Guéthary has a table inside and a fire.", "Ur-Ona"),
        ("I'd call Maison Eguzki first, then decide.", "Maison Eguzki"),
        ("For oysters today, nothing beats Lonjako Bar.", "Lonjako Bar"),
        ("You liked the quiet there: Hegoa, up the hill, opens at seven.", "Hegoa"),
        ("My two cents: skip Albertine, walk ten minutes, and sit down at Marechal's.", "Marechal"),
        ("- *Kaiku Etxea*, grilled sardines\n- *La Cabane Bleue*, the usual", "Kaiku Etxea"),
        ("One night at Les Volets Rouges, breakfast in the garden.", "Les Volets Rouges"),
        ("Ask for the corner at “Petit Bayona”; they close at ten.", "Petit Bayona"),
        ("Lunch today → Gaztelur, under the plane trees.", "Gaztelur"),
        ("The Lighthouse Inn has rooms mid-week.", "Lighthouse Inn"),
        ("Passe chez Lucienne avant midi, elle garde deux tables.", "Lucienne"),
        ("Aujourd'hui, ce serait L'Abri du Pêcheur, huîtres et vent d'est.", "L'Abri du Pêcheur"),
        ("On déjeune bien au Clos Mirabel le vendredi.", "Clos Mirabel"),
        ("Deux options : Koskera, ou Chez Albertine.", "Koskera"),
        ("Le Bistrot d'Amaia fait un menu à midi.", "Bistrot d'Amaia"),
        ("Sinon tu dors au Domaine de Bassilour, une nuit, pas plus.", "Domaine de Bassilour"),
        ("La Grande Plage sera calme, mais la Plage du Port Vieux est plus abritée.", "Port Vieux"),
        ("Réserve pour deux à la Guinguette des Roseaux.", "Guinguette des Roseaux"),
        ("Wie wäre es mit dem Rebstöckle? Die haben mittags offen.", "Rebstöckle"),
        ("Mittags: Wirtshaus zur Brücke, hinten am Fenster.", "Wirtshaus zur Brücke"),
        ("Du könntest in der Alten Mühle essen.", "Alten Mühle"),
        ("Für eine Nacht passt das Parkhotel Adler.", "Parkhotel Adler"),
        ("Hol dir einen Kaffee im Café Einstein.", "Café Einstein"),
        ("Heute ist der Tag für Luigis Trattoria.", "Luigis Trattoria"),
    ];

    /// <summary>The other half of the second set.</summary>
    public static IReadOnlyList<string> LaterClean { get; } =
    [
        "Albertine at one, and if it rains, Lumière.",
        "The rain clears by three, so walk first and eat at home.",
        "Solus would know about strikes; I know about turbot.",
        "On Sunday lunch ends at three, and Monday is for soup.",
        "I asked VINCE: Bitcoin is down two percent today. Now, dinner.",
        "Put the chicken in the Thermomix at six, open the Saumur at seven.",
        "You said you wanted quiet: Hôtel du Vieux Phare, one night, Wednesday.",
        "Nothing fits today. Give me a name, or tell me fish or meat.",
        "In Bordeaux on Thursday? Then lunch there, and a late swim here.",
        "Take a towel, the pool is 26 degrees, 1000 m and out.",
        "If Marie comes, cook the lamb; if Paul comes too, cook two.",
        "A Riesling from Alsace, or the Jurançon you opened for Christmas.",
        "La pluie s'arrête à quinze heures, marche d'abord.",
        "Chez Albertine, midi et demi. Sinon La Cabane Bleue, dehors.",
        "Demande à Solus pour les options, moi je m'occupe du dîner.",
        "En décembre, c'est la salle de sport et pas la piscine.",
        "Le vent d'ouest lève trois mètres : pas de surf à Hossegor.",
        "Ouvre le Saint-Émilion, pose le gigot, et appelle Julien.",
        "Jeudi à Bayonne, vendredi à Biarritz, samedi rien.",
        "Der Wind dreht am Nachmittag, dann ist das Meer ruhig.",
        "Zu Abend kochst du, im Ofen, mit Rosmarin und Kartoffeln.",
        "Am Sonntag gibt es nach drei kein Mittagessen mehr.",
        "Das Café Lumière macht um acht auf, der Goldene Hirsch erst mittags.",
        "Ein Glas Sancerre, ein Stück Käse, und um zehn ins Bett.",
        "Frag mich am Mittwoch nach einem Hotel, dann ist Nebensaison.",
    ];

    /// <summary>A third set, written after the rules had been mended for the second, and before they met it.</summary>
    public static IReadOnlyList<(string Reply, string Name)> LastWithAName { get; } =
    [
        ("Bidart today: Venta Gaxen, lamb over the coals, open until four.", "Venta Gaxen"),
        ("If you want the sea in front of you, take the corner table at Itsaski.", "Itsaski"),
        ("Coffee first at Kafe Loco, then the market.", "Kafe Loco"),
        ("I would send you to Oihana's place by the river, the terrace is dry.", "Oihana"),
        ("The pick: a late plate of squid at The Rusty Anchor. The alternative: soup at home.", "Rusty Anchor"),
        ("Mid-week, off season, one night: Palacio Urgoiti.", "Palacio Urgoiti"),
        ("Nobody does a better Sunday lunch than Mirazur.", "Mirazur"),
        ("Two names. Ostape for the view, La Cabane Bleue for the oysters.", "Ostape"),
        ("Ring Zubialde before eleven and ask whether they still have hake.", "Zubialde"),
        ("Ce midi, Ithurburua : terrasse au sud, carte courte.", "Ithurburua"),
        ("Pour changer, pourquoi pas Le Cri du Canard, juste derrière les halles ?", "Le Cri du Canard"),
        ("Tu voulais des huîtres : la Cabane de Mimi en a jusqu'à quatorze heures.", "Cabane de Mimi"),
        ("Je te vois bien chez Francis, au comptoir, avec un verre de blanc.", "Francis"),
        ("Nage à la plage d'Uhabia, puis déjeune à La Cabane Bleue.", "Uhabia"),
        ("Hôtel Arguibel, une nuit, mercredi, petit-déjeuner compris.", "Hôtel Arguibel"),
        ("Un thé à la Maison Adam, et tu rentres à pied.", "Maison Adam"),
        ("Mein Vorschlag: das Gasthaus Bären, dort gibt es bis zwei Mittagstisch.", "Gasthaus Bären"),
        ("Geh doch mal in den Löwenkeller, die haben auch sonntags offen.", "Löwenkeller"),
        ("Im Schwarzen Adler ist um eins noch ein Tisch frei.", "Schwarzen Adler"),
        ("Danach auf ein Glas in die Vinothek Weber.", "Vinothek Weber"),
    ];

    /// <summary>The other half of the third set.</summary>
    public static IReadOnlyList<string> LastClean { get; } =
    [
        "Lunch is La Cabane Bleue: oysters, the terrace, out of the wind. If it fills up, Chez Albertine.",
        "I can't see anything open on Tuesday. Cook the hake, open something white, go to bed early.",
        "Swim first. 1000 m, then lunch, then nothing until dinner.",
        "Eliza can find the recipe; I would just roast the bird.",
        "You had the Txakoli last time; try the Irouléguy with the lamb.",
        "The storm arrives at six, so no surf, and no fire either: the oven tonight.",
        "That one wants a phone call first, the hours are not on my list.",
        "It is the feast of Saint Martin, so half of France is closed.",
        "Would you rather have lunch by the water or stay dry? Say which, and I look.",
        "On Friday the Salt Room pours late, and you have no plans on Saturday.",
        "Aujourd'hui la Cabane Bleue, demain Chez Albertine, et jeudi on verra.",
        "Je ne connais pas d'adresse ouverte ce soir ; donne-moi un nom.",
        "Le Jurançon est au frais, le canard au four, et la table est mise.",
        "Il pleut sur la Côte basque, alors piscine et soupe.",
        "Paul et Anne dînent avec toi vendredi : prévois un gigot.",
        "Une nuit au Vieux Phare mercredi, si le vent tombe.",
        "Heute ist Dienstag, da hat von deiner Liste nichts offen.",
        "Der Grauburgunder passt zum Fisch, der Spätburgunder zum Braten.",
        "Um halb drei ist Schluss mit Mittagessen, danach gibt es Kuchen im Café Lumière.",
        "Wenn Anna kommt, koch für drei und stell den Wein kalt.",
    ];

    /// <summary>A fourth set, written after all of that, for the figure that stands.</summary>
    public static IReadOnlyList<(string Reply, string Name)> FinalWithAName { get; } =
    [
        ("Sunny until four, so lunch outside: Zelaia, the big terrace.", "Zelaia"),
        ("You cannot go wrong with the monkfish at Portua.", "Portua"),
        ("Kaxilda does a quiet Thursday lunch, books and all.", "Kaxilda"),
        ("How about Villa Magnan for one night?", "Villa Magnan"),
        ("The sardines are better at Chez Pantxua, but they close on Tuesday.", "Pantxua"),
        ("**Pick:** Tantina della Playa, feet in the sand.", "Tantina della Playa"),
        ("Reserve early, Elkano fills up by Wednesday.", "Elkano"),
        ("A glass at the Milwaukee Café before the film.", "Milwaukee Café"),
        ("Le plus simple : un menu du jour chez Txotx, au chaud.", "Txotx"),
        ("Les Baigneuses ferme à 14 h, pars tout de suite.", "Les Baigneuses"),
        ("Demande une table dehors à l'Epicurien, côté jardin.", "Epicurien"),
        ("Ahurrea, c'est ouvert le jeudi et la carte change tous les jours.", "Ahurrea"),
        ("Wenn du raus willst: Landgasthof Rössle, mittags offen.", "Landgasthof Rössle"),
        ("Beim Seppl gibt es heute Forelle und einen Tisch am Ofen.", "Seppl"),
        ("Die Krone Alt-Hoheneck hat mittwochs Zimmer.", "Krone"),
        ("Den besten Kuchen hat das Café Sommerlust.", "Café Sommerlust"),
    ];

    /// <summary>The other half of the fourth set.</summary>
    public static IReadOnlyList<string> FinalClean { get; } =
    [
        "Chez Albertine closes at two, so leave now or eat at home.",
        "No table tonight: the oven, a chicken, and the Madiran from Sunday.",
        "Otaku keeps wallets, I keep tables. Ask him.",
        "If the wind is from the North, the beach is out; swim indoors.",
        "You wanted somewhere new, and I have no new name on your list.",
        "Take the train to Bordeaux, the lunch can wait until Friday.",
        "Café Lumière for coffee, La Cabane Bleue for the rest of the day.",
        "I would open the Sancerre, Anna will like it with the goat cheese.",
        "Mardi, tout dort. Fais une soupe et ouvre un Chinon.",
        "La mer est à dix-sept degrés, la piscine à vingt-six.",
        "Chez Albertine pour les huîtres, ou la maison pour le feu.",
        "Dis à Thomas de venir vers huit heures, le gigot sera prêt.",
        "Heute bleibt der Herd an: Lammkeule, Bohnen, ein Bordeaux.",
        "Chez Albertine hat um zwei Schluss, also los.",
        "Ruf vorher an, die Öffnungszeiten stehen nicht auf deiner Liste.",
        "Der Atlantik ist rau, das Hallenbad hat bis acht offen.",
    ];

    /// <summary>A fifth set, of the names that stand alone and at the head of sentences, which the fourth showed to be missed.</summary>
    public static IReadOnlyList<(string Reply, string Name)> AloneWithAName { get; } =
    [
        ("Ithurria has a room left for Wednesday, breakfast included.", "Ithurria"),
        ("Two ideas. Xokoa is the loud one, and you know the quiet one.", "Xokoa"),
        ("Brikéténia, no doubt: book before noon, the dining room is small.", "Brikéténia"),
        ("The short answer is Olatua, mussels and a cold beer.", "Olatua"),
        ("Bring a jacket. Belardi keeps the terrace open in March.", "Belardi"),
        ("It is raining, so soup. Moulinette makes the best one in town.", "Moulinette"),
        ("You liked squid last time; Kostaldea grills it over vine wood.", "Kostaldea"),
        ("Arrantzaleak! Grilled turbot, the river under the window, home by ten.", "Arrantzaleak"),
        ("Skip the cinema, dinner at eight: Gaxen, the corner table.", "Gaxen"),
        ("Marloe does brunch until three.", "Marloe"),
        ("Basoa ouvre à dix-neuf heures, demande le coin près du feu.", "Basoa"),
        ("Ce soir, simple : Lurrama, la soupe et le fromage.", "Lurrama"),
        ("Hordago reste ouvert le lundi, la carte est courte.", "Hordago"),
        ("Pas de vent demain. Itsaski sert les huîtres dehors dès midi.", "Itsaski"),
        ("Réserve vite, Ezkila n'a que six tables.", "Ezkila"),
        ("Si le train a du retard, Garraia sert jusqu'à minuit.", "Garraia"),
        ("Lindenhofer macht mittags auf, der Garten liegt in der Sonne.", "Lindenhofer"),
        ("Heute Abend Fisch: Seerose, ein Tisch am Fenster.", "Seerose"),
        ("Im Rebstöckle kocht die Chefin selbst, nimm den Zander.", "Rebstöckle"),
        ("Geh zu Fuß zum Adlerwirt, die Küche schließt um neun.", "Adlerwirt"),
    ];

    /// <summary>The other half of the fifth set.</summary>
    public static IReadOnlyList<string> AloneClean { get; } =
    [
        "Chez Albertine at one. Walk there, the car stays home.",
        "Rainy all day, so the oven: a chicken, lemons, and the last of the Madiran.",
        "Dinner for six needs a plan. Peel the potatoes now, roast at seven.",
        "Café Lumière opens at nine; Anna drinks hers without sugar.",
        "Hungry already? Have the eggs, lunch is not until one.",
        "Nothing on your list opens on Monday evening, and I will not invent a table.",
        "Spain is an hour away, but you said no driving.",
        "Oysters are good until April. La Cabane Bleue has them, and a terrace out of the wind.",
        "Pick the early train: Paris by noon, lunch on board.",
        "Marinate the lamb tonight, Thomas brings the wine.",
        "Chez Albertine à midi. Pensez au parapluie.",
        "Prévois un pull, la Cabane Bleue garde sa terrasse ouverte.",
        "Samedi le marché, dimanche la sieste, et lundi on recommence.",
        "Sors le poulet du four à vingt heures, Marie arrive après.",
        "Bordeaux en train, déjeuner à Bayonne, retour pour le dîner.",
        "Mange léger ce midi, le gigot de ce soir ne le sera pas.",
        "Chez Albertine hat heute Ruhetag, also koch den Zander selbst.",
        "Morgen Sturm: Suppe, Brot, ein Glas Weißburgunder und ein Buch.",
        "Nach dem Schwimmen Kuchen im Café Lumière, danach ein Spaziergang.",
        "Reserviere für vier, Paul bringt seine Schwester mit.",
    ];

    /// <summary>A sixth set, written when what is no word had become a name and before it was measured.</summary>
    public static IReadOnlyList<(string Reply, string Name)> NewestWithAName { get; } =
    [
        ("Lunch outside works today. Zubiburu, the last table by the wall.", "Zubiburu"),
        ("Otsoko takes walk-ins until nine.", "Otsoko"),
        ("You asked for quiet: Harretche, six tables and no music.", "Harretche"),
        ("For the oysters I would go to Perlea, by the lighthouse.", "Perlea"),
        ("Mendixka is small, so call before you drive up.", "Mendixka"),
        ("Wind from the south, warm night. Tarterie Lova, then home along the beach.", "Tarterie Lova"),
        ("Kabia again? You said the music was loud.", "Kabia"),
        ("The sauna first, then Donibarne for soup.", "Donibarne"),
        ("Briseña pours the cider straight from the barrel.", "Briseña"),
        ("A night away: Arroka, the room over the garden.", "Arroka"),
        ("Vialou sert encore à quatorze heures, vas-y maintenant.", "Vialou"),
        ("Rien de neuf sur ta liste. Pitxuri, peut-être, pour les chipirons.", "Pitxuri"),
        ("Le poisson est meilleur chez Maïtena.", "Maïtena"),
        ("Aldabea, au bout du quai : une table ronde, face au port.", "Aldabea"),
        ("Demain soir, Oxalis fait un menu à quatre plats.", "Oxalis"),
        ("Fermé partout ailleurs ; Zaldua reste ouvert le dimanche.", "Zaldua"),
        ("Mittags Suppe, abends Brettlhof, mit Blick ins Tal.", "Brettlhof"),
        ("Kranzbichler backt den Kuchen selbst.", "Kranzbichler"),
        ("Nimm den frühen Zug und iss in der Malzmühle.", "Malzmühle"),
        ("Es regnet bis vier. Wirtsepp heizt den Ofen ein, geh zu Fuß.", "Wirtsepp"),
    ];

    /// <summary>The other half of the sixth set.</summary>
    public static IReadOnlyList<string> NewestClean { get; } =
    [
        "Chez Albertine, one o'clock, the table in the corner.",
        "Leftovers win tonight. Warm the cassoulet slowly and toast the bread.",
        "Swimming before work? Lanes are empty until eight.",
        "Tomatoes are sweet now, burrata and basil, done in five minutes.",
        "Anglet is windy, Bidart is not; walk the dog there.",
        "Parking is hopeless on market days, so cycle.",
        "Café Lumière does not take cards, bring coins.",
        "Your list has two hotels and one is closed. Hôtel du Vieux Phare, then, Wednesday only.",
        "Beethoven with the roast, silence with the cheese.",
        "Stephanie eats no shellfish: make it duck.",
        "Chez Albertine garde ta table jusqu'à treize heures.",
        "Épluche les pommes, Gaspard adore la tarte.",
        "Bruine toute la journée : cinéma, puis une raclette.",
        "Le Comptoir d'Émile ou la maison, je ne vois rien d'autre.",
        "Congèle ce qui reste, vous partez jeudi.",
        "Laisse le vin respirer une heure, le Madiran en a besoin.",
        "Zum Goldenen Hirsch fährt man besser mit dem Zug.",
        "Brate die Forelle in Butter, Dill dazu, fertig.",
        "Dienstag bleibt kalt: Eintopf, Brot und ein früher Abend.",
        "Reserviert ist noch nichts, sag mir nur wann.",
    ];

    /// <summary>A seventh set, for the figure that stands: but for words that were missing from the lists nothing was changed for it.</summary>
    public static IReadOnlyList<(string Reply, string Name)> FreshWithAName { get; } =
    [
        ("Thursday is easy: nobody else wants the terrace. Lastaola at one, squid in its ink.", "Lastaola"),
        ("Two nights would be better than one. Hiriberri has a pool and no children.", "Hiriberri"),
        ("Muxugorri if you want noise, home if you do not.", "Muxugorri"),
        ("I would skip the port and eat at Sagardoa instead.", "Sagardoa"),
        ("The rain stops around three; Ondarra for chocolate until then.", "Ondarra"),
        ("Reserve before Friday. Petrieta only has eight covers.", "Petrieta"),
        ("Take your own towel to Azurea, theirs cost ten euros.", "Azurea"),
        ("Cider season! Astigarra House does a proper steak.", "Astigarra House"),
        ("Pick one: Lore Ttipia or the oven at home.", "Lore Ttipia"),
        ("Zortzi closed its kitchen at ten last time, so go early.", "Zortzi"),
        ("Pour un dîner tardif, Belharra sert jusqu'à vingt-trois heures.", "Belharra"),
        ("Kupela, sans hésiter, surtout pour l'agneau.", "Kupela"),
        ("Il reste deux chambres à l'Arima, côté parc.", "Arima"),
        ("Tu peux marcher jusqu'à Harotz, c'est dix minutes par la plage.", "Harotz"),
        ("Mieux vaut réserver : Etxe Gorria se remplit vite.", "Etxe Gorria"),
        ("Lait chaud et brioche, alors Maison Puyol avant dix heures.", "Maison Puyol"),
        ("Heute bleibt nur der Hasenwirt, alles andere hat Ruhetag.", "Hasenwirt"),
        ("Salzmeister backt das Brot selbst und hat zwei Tische draußen.", "Salzmeister"),
        ("Für eine Nacht reicht das Haus Fuchsbau, mit Sauna.", "Fuchsbau"),
        ("Wenn es Fisch sein soll, dann bei Krabbenpeter am Hafen.", "Krabbenpeter"),
    ];

    /// <summary>The other half of the seventh set.</summary>
    public static IReadOnlyList<string> FreshClean { get; } =
    [
        "Quarter past one is fine, Chez Albertine holds the table.",
        "Sharpen the knife, score the skin, and start the duck in a cold pan.",
        "Grey all morning. Good for the sauna, bad for the terrace.",
        "Mackerel is cheap this week and takes ten minutes.",
        "Wednesday means the Hôtel du Vieux Phare, one night, no breakfast.",
        "Rinse the lentils; they need no soaking.",
        "The Salt Room pours until midnight, and Victor said he would be late.",
        "Ferries stop at nine, so dinner has to be early.",
        "Peaches, ham, a heel of bread: that is supper.",
        "Honestly? Stay in, the sea will be there tomorrow.",
        "Mouille le riz petit à petit et remue sans t'arrêter.",
        "Jeudi il fera doux, la terrasse d'Albertine sera ouverte.",
        "Préchauffe le four, beurre le plat, et sors le poisson du froid.",
        "Quel dommage : rien sur ta liste n'ouvre le lundi soir.",
        "Camille arrive par le train de sept heures, garde-lui du dessert.",
        "Vendanges obligent, le Comptoir d'Émile ferme plus tôt.",
        "Schäl die Kartoffeln dünn und leg sie in kaltes Wasser.",
        "Für vier Leute reicht ein Huhn, dazu Bohnen und Speck.",
        "Hol den Wein eine Stunde vorher aus dem Keller.",
        "Nachmittags Kuchen im Café Lumière, abends nur Suppe.",
    ];
}
