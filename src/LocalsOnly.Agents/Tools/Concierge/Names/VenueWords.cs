namespace LocalsOnly.Agents.Tools.Concierge.Names;

/// <summary>Words that speak of places to eat, drink, sleep and swim, in English, French and German, folded.</summary>
internal static class VenueWords
{
    /// <summary>What a place can be, as a word before, in or behind its name.</summary>
    public static HashSet<string> Types { get; } = Set("""
        restaurant restaurants resto bistro bistrot brasserie trattoria osteria pizzeria creperie tavern taverne taverna gasthaus gasthof wirtshaus weinstube
        weinhaus weinkeller
        brauhaus biergarten stube gaststatte landgasthof ratskeller diner steakhouse grill rotisserie cantine canteen buvette paillote guinguette bodega tapas
        rooftop eatery
        hotel hotels auberge inn lodge resort palace manoir guesthouse pension riad parador relais hostellerie chalet chateau schloss domaine
        cafe cafes coffeehouse konditorei kaffeehaus teahouse tearoom patisserie boulangerie bakery backerei
        bar bars pub lounge club cave winery weingut vinotheque vinothek cellar
        beach plage strand playa cala lagoon piscine pool pools schwimmbad hallenbad freibad therme thermes spa hammam
        boutique shop store market marche markthalle librairie bookshop epicerie fromagerie
        villa maison ferme moulin table cabane kitchen house hof hutte alm museum musee galerie gallery gym
        """);

    /// <summary>Types that are ordinary words as well: in front of a name and small they do not make one of it.</summary>
    public static HashSet<string> PlainTypes { get; } = Set("table house kitchen maison market marche cave pool pools piscine shop store club spa therme hof ferme moulin cabane hutte gym strand museum musee cellar tapas galerie gallery");

    /// <summary>Wine comes from them as often as beds are in them.</summary>
    public static HashSet<string> Estates { get; } = Set("chateau domaine weingut schloss cave clos mas cuvee winery");

    /// <summary>That with which a name may begin.</summary>
    public static HashSet<string> Articles { get; } = Set("le la les l the chez zum zur el los las il lo au aux");

    /// <summary>Small words within a name.</summary>
    public static HashSet<string> Connectors { get; } = Set("de du des d la le les l of von vom van del della di da y");

    /// <summary>Small words within a German name, after the word for what it is.</summary>
    public static HashSet<string> GermanConnectors { get; } = Set("am an im in der dem den zum zur auf und the and et à au aux sur en");

    /// <summary>Words before a name by which somebody is sent there, whatever else the sentence says.</summary>
    public static HashSet<string> Senders { get; } = Set("""
        try book reserve recommend suggest chez called named essaie essaye essayez tente reserve reservez recommande conseille suggere propose appele appelle
        nomme nommee
        about pas probier probiere probieren empfehle empfehlen reserviere reservieren buche buchen namens direction
        """);

    /// <summary>Words before a name by which somebody may be sent there, when the sentence speaks of a table, a bed or the like.</summary>
    public static HashSet<string> Leaders { get; } = Set("""
        at to is pick choose choice alternative call phone ring skip avoid over by for from visit
        à au aux est choisis choix prends appelle telephone evite passe sur
        bei beim im in ins zum zur mit ist nimm wahle wahl ruf meide
        """);

    /// <summary>Words between a leader and a name.</summary>
    public static HashSet<string> Between { get; } = Set("the le la les l du der dem den das die dir ihnen euch te vous toi old the be then plutot mal doch lieber at au aux à to im ins in bei beim");

    /// <summary>A sentence with one of these beginnings speaks of a table, a bed, a drink or a swim.</summary>
    public static IReadOnlyList<string> Context { get; } = [.. Set("""
        table tables sit close lunch dinner supper brunch breakfast eat eating dine dining drink drinks terrace menu chef oyster seafood platter book booking
        reserv opens open closed closes fish hake pintxo poisson fisch
        walk-in restaurant stay sleep room night meal food cook cooking tables plate address swim
        dejeun diner dine dinons dineras mange manger boire verre terrasse carte cuisine ouvert ouvre ferme nuit dormir chambre plat huitre adresse apero
        gouter midi
        tisch tische essen isst mittag abend offen geoffnet karte kuche zimmer ubernacht trink nacht gericht adresse flaschen gehst geh fruhstuck
        """)];

    /// <summary>What follows a name only when it is that of a place.</summary>
    public static HashSet<string> Opens { get; } = Set("open opens closed closes shut serves ouvre ouvert ouverte ferme fermee sert offnet offen geoffnet serviert schliesst");

    /// <summary>What follows the names of places, and of people.</summary>
    public static HashSet<string> Does { get; } = Set("has does takes offers keeps pours cooks will is are a fait propose prend accueille hat macht bietet nimmt kocht ist liegt");

    /// <summary>Of these, the ones that say nothing without a table or a room behind them.</summary>
    public static HashSet<string> DoesLittle { get; } = Set("is are ist a will hat macht bietet nimmt kocht liegt");

    /// <summary>What a place has to offer.</summary>
    public static HashSet<string> Offers { get; } = Set("table tables terrace terrasse tisch tische room rooms chambre chambres zimmer offen geoffnet zu");

    /// <summary>Said to somebody who is to telephone for a place.</summary>
    public static HashSet<string> OnThePhone { get; } = Set("table ask book first tisch reserver room");

    /// <summary>Before "to" and the name of a town.</summary>
    public static HashSet<string> Journeys { get; } = Set("drive ride walk trip road way train fly flight cycle bus up down on");

    /// <summary>Behind a name that something is told of.</summary>
    public static HashSet<string> After { get; } = Set("in at a for pour fur im am bei on by sur or ou oder is est ist");

    /// <summary>Before a colon, they say that a place comes.</summary>
    public static HashSet<string> Labels { get; } = Set("""
        pick picks choice choices options alternative alternatively lunch dinner brunch breakfast drinks hotel restaurant bar stay table backup plan option
        otherwise tip tonight today tomorrow night names name
        choix dejeuner diner midi soir huitres adresses sinon adresse nuit verre repli
        mittag mittags abend abends mittagessen abendessen tipp wahl alternativ empfehlung vorschlag favorit ersatz nacht
        """);

    /// <summary>A bottle is spoken of.</summary>
    public static HashSet<string> Wine { get; } = Set("""
        bottle bottles glass glasses wine wines vintage cuvee uncork decant magnum vin vins bouteille bouteilles verre millesime carafe debouche
        flasche flaschen glas wein weine jahrgang entkorke dekantiere appellation grape cepage champagne
        """);

    /// <summary>A film, a book or a song is spoken of.</summary>
    public static HashSet<string> Works { get; } = Set("""
        film movie book novel read watch listen album song series record play poem livre roman lis lire regarde regarder ecoute ecouter serie chanson disque
        buch lies lesen schau hor horen lied platte serie
        """);

    /// <summary>Before a name, or behind it, where it is somebody's.</summary>
    public static HashSet<string> Persons { get; } = Set("""
        with avec mit ask tell told call asked if si wenn when thanks merci danke says said dear and appelle demande dis frag sag
        will comes coming come likes loves wants knows calls cooks joins prefers asks vient viennent arrive aime dit veut kommt kommen mag sagt weiss isst
        """);

    /// <summary>Before a name, where it is that of a town or of an owner.</summary>
    public static HashSet<string> Whereabouts { get; } = Set("in from near towards toward past of around to en vers depuis de d du des pres nach aus von vom uber across outside");

    /// <summary>Of these, a venue is the owner: the terrace of Bakea.</summary>
    public static HashSet<string> Belongings { get; } = Set("terrace terrasse table tables menu carte chef cave cellar corner oysters huitres plat karte kuche wirt patron owner team");

    /// <summary>Words that only German has, of those that a sentence is likely to hold.</summary>
    public static HashSet<string> German { get; } = Set("""
        der das und ist im bei dem ein eine einen ich nicht mit zum zur heute noch dann gibt wenn auf dir dich beim ins einem einer auch nur hast hat bist
        wird fur zu du sind oder dazu wir
        """);

    /// <summary>Words that English or French has and German has not.</summary>
    public static HashSet<string> NotGerman { get; } = Set("the and is of to you your it for with at le les une et est pour avec ce sur la au il elle ou dans");

    /// <summary>What follows somebody's asking for something, and no name.</summary>
    public static HashSet<string> Objects { get; } = Set("""
        the a an me us it them him her my your our their some any this that these those what which yourself everything something nothing
        le la les l un une des du de d ce cet cette ces mon ma mes ton ta tes son sa ses notre votre nos vos à au aux moi toi nous vous tout rien quelque
        """);

    /// <summary>One thing of many, and no place.</summary>
    public static HashSet<string> Indefinite { get; } = Set("a an un une ein eine einen einem einer some du kein keinen");

    private static readonly string[] s_compounds = ["hotel", "restaurant", "gasthof", "gasthaus", "stube", "stuble", "stuben", "brauhaus", "wirtschaft", "cafe", "bistro", "keller"];

    /// <summary>Whether a word says what a place is; German puts it at the end of longer ones.</summary>
    public static bool IsType(string plain) => Types.Contains(plain) || s_compounds.Any(end => plain.Length > end.Length + 2 && plain.EndsWith(end, StringComparison.Ordinal));

    public static HashSet<string> Set(string words) => [.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}
