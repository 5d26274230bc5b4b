namespace LocalsOnly.Agents.Tools.Concierge.Names;

/// <summary>Capitalised words that name no venue, folded: by themselves they are never one.</summary>
internal static class OtherNames
{
    /// <summary>Days, feasts, bottles, tools, colleagues, and small words that are written with a capital.</summary>
    public static HashSet<string> Known { get; } = VenueWords.Set("""
        monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag
        freitag samstag sonntag
        january february march april may june july august september october november december janvier fevrier mars avril mai juin juillet aout septembre
        octobre novembre decembre
        januar februar marz juni juli oktober dezember spring summer autumn winter fruhling sommer herbst
        christmas easter pentecost noel paques toussaint pentecote weihnachten ostern pfingsten silvester ascension assomption carnival
        jurancon madiran irouleguy pauillac margaux saint-emilion pomerol sauternes graves pessac leognan fronsac bergerac cahors gaillac tursan armagnac
        cognac chablis meursault sancerre
        beaujolais fleurie morgon chinon saumur bourgueil vouvray muscadet riesling sauvignon chardonnay merlot cabernet pinot syrah grenache malbec tannat
        petit-manseng manseng
        gewurztraminer sylvaner bandol chateauneuf hermitage cornas gigondas vacqueyras cava txakoli chacoli roquefort comte ossau-iraty brie camembert
        bearnaise paris-brest saint-jacques kintoa axoa padron rhune corniche jaizkibel concha barolo chianti prosecco port porto sherry lillet pastis
        egg green thermomix big michelin guide google instagram whatsapp opentable james edition netflix spotify discord telegram
        vince solus otaku eliza kelly sentinel echo oracle naval clawterm bitcoin btc eth ethereum hyperliquid deribit usdc defi gm
        tv uk usa eu gps wifi utc cet cest am pm h km m i ok sie ihnen ihr ihre du dir dich dein deine
        """);

    /// <summary>Countries, regions, waters and peoples: no venue by themselves, and a venue's name behind the word for what it is (Auberge Basque).</summary>
    public static HashSet<string> Regions { get; } = VenueWords.Set("""
        france spain italy portugal germany england britain ireland scotland wales switzerland austria belgium europe america japan greece morocco espagne
        italie allemagne angleterre
        suisse autriche belgique grece maroc frankreich spanien italien deutschland osterreich schweiz belgien griechenland
        french spanish italian german english british irish basque basques parisian parisians american japanese european gascon breton norman alsatian
        francais francaise
        espagnol espagnole italienne allemand anglais parisien parisiens gascogne franzosisch franzosische franzosischen spanisch spanische italienisch
        baskisch baskische
        atlantic mediterranean pyrenees biscay gulf bay channel adour nive loire garonne dordogne rhone rhine atlantique mediterranee atlantik mittelmeer
        landes gironde medoc bearn navarre euskadi aquitaine provence bretagne brittany normandy normandie alsace elsass bourgogne burgundy burgund champagne
        auvergne corse gers
        perigord lot savoie jura rioja galicia catalonia catalogne andalusia tuscany toscane toskana pays cote sud ouest nord est south west north east
        southwest coast country
        """);

    /// <summary>A word that names no venue by itself.</summary>
    public static bool IsKnown(string plain) => Known.Contains(plain) || Regions.Contains(plain) || plain.StartsWith("i'", StringComparison.Ordinal);

    /// <summary>Towns that are neither in the person's list nor venues; those of the list are added to them.</summary>
    public static HashSet<string> Towns { get; } = VenueWords.Set("""
        paris london berlin madrid barcelona lisbon lisbonne lissabon rome rom milan mailand vienna wien munich munchen hamburg zurich geneva geneve genf
        brussels bruxelles brussel
        amsterdam dublin edinburgh new york tokyo lyon marseille toulouse nice nantes strasbourg strassburg bordeaux lille rennes reims dijon colmar nancy
        metz rouen montpellier
        biarritz bayonne anglet bidart guethary hendaye urrugne ciboure ascain sare ainhoa espelette cambo hasparren saint-jean-de-luz saint-pee ustaritz
        arcangues arbonne ahetze
        hossegor capbreton seignosse soustons vieux-boucau moliets messanges labenne ondres tarnos dax mimizan biscarrosse arcachon cap-ferret andernos
        lacanau hourtin soulac
        pau tarbes lourdes oloron orthez salies auch agen bergerac perigueux sarlat libourne saint-emilion langon mont-de-marsan hagetmau eugenie aire
        san sebastian donostia bilbao pamplona pamplune zarautz getaria hondarribia irun fuenterrabia vitoria logrono santander
        la-rochelle rochelle ile-de-re royan cognac angouleme limoges poitiers cannes antibes menton monaco avignon arles aix aix-en-provence nimes
        carcassonne perpignan albi
        freiburg baden-baden heidelberg stuttgart frankfurt koln cologne dusseldorf dresden leipzig salzburg innsbruck graz basel bern luzern lausanne lugano
        havre mans hague haye sables touquet baule
        """);

    /// <summary>What begins sentences, labels and entries of lists, in all three languages: a capital there makes no name of it.</summary>
    public static HashSet<string> Starters { get; } = VenueWords.Set("""
        a an the this that these those my your his her our their its it i you he she we they there here what when where which who why how if or and but so
        then than as at by for from in
        into of off on out over to up with without about after before until till while since because though although also too again still just only even maybe
        perhaps instead
        otherwise alternatively alternative pick choice option plan backup first second third next last one two three four five both either neither none
        nothing something everything
        everyone anything nobody no not yes ok today tonight tomorrow yesterday now later soon early late morning midday noon afternoon evening night week
        weekend weekday day days
        go going head walk drive ride take book reserve try call phone ring ask eat drink cook grill roast bake light open close keep bring buy order pour
        serve skip avoid swim surf
        stay sleep sit wait leave start end finish come meet make let get put have has do does did is are was were be been will would can could should may
        might must
        lunch dinner supper brunch breakfast snack drinks wine water beer tea coffee dessert cheese bread fish meat oysters oyster turbot hake sole tuna
        salmon trout cod monkfish squid
        prawns mussels clams crab lobster duck magret chicken lamb beef pork veal ham steak potatoes rice pasta salad soup stew omelette eggs tart pie cake
        chocolate fruit tomatoes
        mushrooms asparagus peppers beans lentils fire oven pan barbecue kitchen home house garden terrace table list rule note source weather rain wind sun
        storm waves tide sea
        beach pool gym hotel restaurant bar cafe market shop spa sauna massage yoga rest reading music cinema museum town village harbour port coast lake
        forest river mountain
        price hours closed booked full quiet busy warm cold hot dry wet calm fresh grilled roasted baked fried steamed slow good best better great small big
        old new local simple classic
        why because reason phone address notes tags sorry thanks hello hi hey sure done
        le la les l un une des du de d au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre votre leur nos vos leurs il elle on nous vous ils elles
        je tu y en et ou mais donc or ni
        car si quand comme pour par avec sans sous sur dans chez vers entre depuis pendant avant apres puis ensuite enfin aussi encore toujours jamais rien
        tout tous toute toutes aucun
        aucune personne quelque chaque plusieurs autre autres oui non bonjour merci voici voila pas plus moins tres trop bien mieux aujourd aujourd'hui demain hier
        ce-soir soir matin midi nuit jour
        semaine week-end sinon alternative choix option repli adresse premier premiere deuxieme second seconde dernier va vas allez file passe prends prenez
        mange mangez bois goute
        essaie essaye reserve reservez appelle demande garde ouvre ferme laisse mets fais allume grille rotis cuis nage marche profite evite regarde ecoute
        lis reste dors dejeune dine
        dejeuner diner petit-dejeuner gouter apero aperitif repas plat entree dessert fromage pain poisson viande huitres huitre turbot merlu lotte bar thon
        saumon truite moules crevettes
        canard magret poulet agneau boeuf porc veau jambon pommes riz pates salade soupe oeufs tarte gateau chocolat fruits tomates champignons asperges
        piment haricots four feu plancha
        cuisine maison jardin terrasse table liste regle meteo pluie vent soleil orage vagues maree mer plage piscine hotel restaurant cafe marche boutique
        sauna vin vins eau biere the
        lac foret riviere montagne port village ville prix horaires telephone c est j ai n s qu
        der die das ein eine einen einem einer kein keine keinen mein dein sein ihr unser euer dieser diese dieses ich du er sie es wir ihr man und oder aber
        denn also so dann wenn weil
        als wie wo was wer warum wann auch noch nur schon sehr mehr weniger viel nichts alles alle jeder jede etwas niemand nein ja nicht heute morgen gestern
        jetzt spater bald fruh spat
        bei beim im ins in am an auf aus mit nach vom von vor zu zum zur fur gegen ohne um uber unter zwischen seit bis durch sonst alternativ lieber
        vielleicht besser erst zuerst danach
        geh gehe gehst geht fahr fahre nimm nehmt iss trink koch koche brate grill backe schwimm lauf ruf frag reserviere buche probier probiere empfehle
        empfehlung tipp wahl bleib
        schlaf mach lass leg stell hol kauf bring offne schliess
        """);

    /// <summary>German writes every noun with a capital; these, of what such a reply speaks of, are no names.</summary>
    public static HashSet<string> GermanNouns { get; } = VenueWords.Set("""
        abend abende abendessen abendbrot mittag mittagessen mittagstisch mittagspause fruhstuck brunch essen trinken tisch tische platz platze karte menu
        gericht gerichte kuche
        kochen koch kochin wein weine flasche flaschen glas bier wasser kaffee tee kuchen brot kase fisch fische fleisch steak braten lamm ente huhn rind
        schwein kalb schinken wurst
        austern auster muscheln krabben forelle lachs thunfisch steinbutt seezunge seehecht dorade gemuse salat suppe kartoffeln reis nudeln pasta eier obst
        spargel pilze tomaten
        nachtisch dessert schokolade feuer ofen pfanne grill backofen haus hause zuhause garten terrasse balkon zimmer bett nacht nachte ubernachtung
        wochenende woche tag tage
        stunde stunden minute minuten uhr uhrzeit zeit morgen vormittag nachmittag mitternacht fruhling fruhjahr monat monate jahr jahre saison regen wind
        sturm gewitter sonne
        wetter wolken nebel schnee hitze kalte welle wellen flut ebbe meer see strand kuste hafen bucht fluss ufer wald berg berge dorf stadt ort orte
        altstadt markt platz strasse weg
        spaziergang wanderung runde sport sauna massage schwimmen schwimmbad hallenbad freibad becken bahnen meter kilometer surfen brett training fitness
        liste regel name namen
        adresse telefon nummer anruf reservierung buchung offnungszeiten ruhetag betriebsferien ferien urlaub feiertag preis preise euro rechnung gast gaste
        leute freund freunde
        freundin familie kinder frau mann herr idee ideen tipp empfehlung wahl alternative lust laune stimmung hunger durst appetit genuss geschmack ruhe
        blick aussicht licht
        fenster kamin theke bar cafe restaurant hotel gasthaus lokal kneipe backer backerei metzger italiener spanier franzose grieche anfang ende beginn
        anschluss fall grund frage
        antwort option optionen kurs kurse markte geld buch film musik stuck hand kopf mund herz korper wasserfall trauben lese ernte insel quelle bad tanz
        theater kino museum fischrestaurant lieblingsrestaurant lieblingscafe strandcafe strandbar strandhotel hotelbar hafenrestaurant eiscafe
        landhotel stammlokal weinbar
        zug zuge bus auto fahrrad rad taxi schiff boot fahre bahn flug flughafen bahnsteig fahrplan ticket arzt apotheke schrank tasche koffer handtuch schuhe jacke mantel hemd hut schirm
        regenschirm zeitung brief hund katze vogel baum blumen erde himmel messer gabel loffel teller schussel topf deckel butter ol olivenol essig salz pfeffer zucker mehl milch sahne joghurt
        honig senf zwiebel zwiebeln knoblauch mohren karotten kohl lauch sellerie gurke paprika bohnen linsen erbsen kurbis zitrone orange apfel birne kirschen pflaumen erdbeeren himbeeren nusse
        mandeln kastanien dill petersilie basilikum rosmarin thymian keule lammkeule haxe gans pute hahnchen zander hecht karpfen aal hering makrele sardinen dorsch kabeljau eintopf sosse
        bruhe knodel klosse spatzle auflauf pfannkuchen teig speck eis sorbet sekt schaumwein saft likor schnaps besteck serviette kerze kerzen decke kissen badehose badeanzug sonnencreme
        schwester bruder mutter vater tochter sohn oma opa onkel tante nachbar nachbarn kollege kollegen chef chefin wirtin kellner gruss gluck pech fehler vorschlag plan termin treffen
        fest feier geburtstag hochzeit konzert ausstellung stunde viertelstunde halfte rest menge portion schluck bissen duft geruch farbe seite mitte
        """);

    /// <summary>German nouns by which inns are called: behind the word for an inn they are its name.</summary>
    public static HashSet<string> InnNouns { get; } = VenueWords.Set("sonne adler krone lowe lowen hirsch anker post rose linde schwan ochse ochsen engel stern mond hafen see strand garten lamm hirschen markt wald berg kuste bucht insel quelle");

    private static readonly string[] s_innEndings = ["hof", "wirt", "muhle", "hutte", "brau", "stadl", "schenke", "schanke", "stuberl", "krug"];

    // Yards, trades and machines that end like inns.
    private static readonly HashSet<string> s_noInns = VenueWords.Set("""
        bahnhof hauptbahnhof busbahnhof friedhof bauernhof innenhof hinterhof schulhof landwirt gastwirt windmuhle kaffeemuhle pfeffermuhle salzmuhle wassermuhle schutzhutte holzhutte
        strandhutte hundehutte berghutte skihutte bierkrug wasserkrug
        """);

    /// <summary>A German compound by which inns are called and hardly anything else: Hasenwirt, Malzmühle.</summary>
    public static bool IsInn(string plain) =>
        !s_noInns.Contains(plain) && s_innEndings.Any(ending => plain.Length > ending.Length + 2 && plain.EndsWith(ending, StringComparison.Ordinal));

    private static readonly string[] s_germanEndings =
    [
        "ung", "heit", "keit", "schaft", "tion", "essen", "garten", "terrasse", "zimmer", "kuche", "karte", "wein", "wetter", "regen", "wind", "abend", "nacht", "tag", "woche", "zeit",
        "stunde", "platz", "strasse", "stadt", "hafen", "markt", "strand", "ufer", "kuste", "suppe", "salat", "fisch", "fleisch", "kuchen", "brot", "wasser", "bad",
    ];

    /// <summary>An ordinary German noun, by the list or by its ending.</summary>
    public static bool IsGermanNoun(string plain) => GermanNouns.Contains(plain) || s_noInns.Contains(plain) || s_germanEndings.Any(ending => plain.Length > ending.Length + 2 && plain.EndsWith(ending, StringComparison.Ordinal));
}
