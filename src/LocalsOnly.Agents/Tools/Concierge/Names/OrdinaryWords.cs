using System.Collections.Frozen;
using LocalsOnly.Memory.Recall.Language;

namespace LocalsOnly.Agents.Tools.Concierge.Names;

/// <summary>
/// Words that a sentence about food, beds, weather and the way there may begin with, in English, French and German. A capital at the head of a sentence says nothing, so
/// there a word is a name when it is none of these in any of its forms.
/// </summary>
internal static class OrdinaryWords
{
    // Before what is made with them.
    private static readonly string[] s_germanEndings = ["est", "ten", "en", "er", "es", "em", "et", "st", "te", "e", "n", "t", "s"];

    private static readonly (TextLanguage Language, FrozenSet<string> Stems)[] s_languages =
    [
        (TextLanguage.English, Stems(TextLanguage.English, """
            accept add adjust admit advise afford agree aim allow answer appear apply argue arrange arrive assume bag balance bank bath battery bear beat become beg begin believe
            belong bet bike birthday bit bite bitter blend blow board boat boil bone bother bottle bowl box brave break breathe brine bring broth brother brush bubble budget build burn bus
            butter button cabin cake call calm candle card care carry carve cash cast cat catch celebrate celery chair chance change charge charm chat cheap cheap check cheer cherry child
            chill chip chop chose claim class clean clear clever climb clock cloth cloud coat coin collect colour comfort common company compare complain cookie cool copy corn
            corner cost cough count couple course court cover cow cream crisp cross crowd crust cup cure curious current curry cushion custard cut cycle dad daily damp dance danger dark
            darling date daughter dawn dead deal dear decide deep delay delicious deliver depend describe deserve desk detail die differ difficult dip direct dirt dish doctor dog
            door doubt dough drain draw dream dress drizzle drop drum dust duty ear earn earth ease east easy edge effort elbow elegant else empty energy enjoy enough enter entire envelope
            equal even ever exact example excellent except excite excuse exercise expect expensive explain explore express extra eye face fact fail fair faith fall fame family fancy far
            farm fast fat father fault favour favourite fear feast feed feel fellow fever few field fig fight figure fill film final find fine finger firm fit fix flag flat flavour
            flight float flood floor flour flower fly fog fold folk follow fond food fool foot force forecast forget forgive fork form fortune forward frame free freeze frequent
            friend frost fry fuel fun funny fur game garlic gas gather general gentle gift ginger girl glad glass glory glove goal goat god gold gossip grape grass grateful gravy grease
            green grey groan ground group grow guard guess guest guide habit hair half hall hand hang happen happy harbour hard harvest hat hate hear heart heat heavy height help herb here hide
            high hill hint history hold hole holiday honest honey hope horse host huge human hundred hunger hungry hurry hurt husband ice idea ignore imagine important improve include
            indeed indoor inform inside insist inspire interest invite iron island jacket jam jar job join joke joy judge juice jump just keen kettle key kid kill kind king kiss knee knife
            knock know ladder lady lamp land large laugh law lay layer lazy lead leaf lean learn least leek left leg lemon lend length less lesson letter level lid lie lift like lime
            limit line link lip liquid listen literally lock lone long look loose lose lot loud love low luck lucky luggage lung machine mad magic mail main make man manage many map
            marinate mark marry mash mass master match matter mean meanwhile measure meal melt melon member memory mention mess metal middle mild mile milk mind mine mint minute
            mirror miss mist mistake mix mode moment money mood moon more most mostly mother motion mouth move much mud mum music mustard naked nap napkin narrow nature near neat neck need
            neighbour nerve never news nice nobody noise normal nose notice nut oat object obvious occasion ocean odd offer office oil olive once onion open opinion opposite
            ordinary outdoor outside owe own pack page pain paint pair pale paper parcel pardon parent park parking parsley part party pass past paste path patience pause pay pea peace peach
            peanut pear peel pen pencil people perfect permit person pet photo pickle picnic picture piece pillow pin pinch pine pity place plain plane plant plate play please pleasure
            plenty plum pocket point polite poor pop popular possible post pot powder practice praise pray prefer prepare present press pretty prevent previous print private
            probably problem promise proof proper protect proud prove pull pump punch pure purple push put quality quarter queen question queue quick quit quite rabbit race radio rail
            raise raisin range rare raspberry rather raw reach react read ready real really recall recipe red reduce refuse regular relax rely remain remember remind remove rent repeat
            reply report request rescue respect result return rice rich rid right ring ripe rise risk road rock roll roof room root rope rosemary rough round route row rub rubbish rude
            ruin run rush sad safe sage sail sailor saint salt same sand sandwich satisfy saturday sauce sausage save say scarf scene school score scrub search season seat secret see
            seed seem select sell send sense separate serious set settle seven several shade shake shame shape share sharp shave sheep sheet shelf shell shift shine ship shirt shock shoe
            shoot short shoulder shout show shower shut sick side sight sign signal silence silk silver similar simmer simply since sing single sink sir sister six size skill skin skirt sky
            slice slide slip slow slowly smart smell smile smoke smooth snow soak soap social sock soft soil solid some somebody someone sometimes somewhere son song sorrow sort sound
            sour space spare speak special speed spell spend spice spicy spinach spirit spit split spoil spoon spot spread square squeeze stage stair stamp stand standard star stare state
            station steam step stew stick still stir stock stomach stone stop store story straight strange strawberry street strength stress stretch strict string strong study stuff style
            succeed such sudden sugar suggest suit suitcase summer sunny sunscreen sunset sunshine suppose sure surface surprise surround survive sweat sweet sweep sweetheart swing switch
            system tail talk tall task taste tax teach team tear tell temper tempt ten tender tent term terrible test text thank thick thin thing think thirst thirsty thirty thought thousand
            thread threat throat throw thunder thyme ticket tidy tie tight till tin tiny tip tire tired title toast together toilet tone tongue tool tooth top total touch tough tour
            towel tower track traffic train transfer travel treat tree trick trip trouble trousers truck true trust truth tube turn turnip twelve twenty twice twin twist type ugly umbrella
            uncle understand unit unless unpack unusual upper upset use useful usual vacation valley value vanilla various veg vegetable vegetables veil verse very view vinegar visit
            visitor voice vote wage waiter wake wall want wardrobe warn wash waste watch wave way weak wealth wear weigh weird welcome well wheat wheel whenever wherever whether whisper
            whistle white whole whose wide wife wild win window wing wipe wire wise wish woman wonder wonderful wood wool word work world worry worse worst worth wrap write wrong yard year
            yellow yes yet yoghurt young zero zest bad bake barbecue big blanket bread burrata dark dine drink eat eight four five give gave go grilled half hot lane lanterns leftover meat nine no rain rainy six skate
            snack swim three two walk warm wine won
            almond anchovy appetizer apple apricot apron artichoke aubergine avocado bacon banana basil beet biscuit blackberry blueberry brandy broccoli cabbage capers caramel carrot cauliflower
            champagne chestnut chickpea chives cider clove cocoa coconut cod courgette couscous cranberry cucumber date dough eel fennel ferry goose grapefruit haddock hazelnut herring jelly
            kale lettuce lime liqueur mackerel mandarin mango marmalade mayonnaise nutmeg onion oregano parmesan parsnip pheasant pigeon pistachio pomegranate pumpkin quail quiche quince radish
            ravioli risotto rhubarb sardine scallop shrimp sorbet sourdough squash syrup tangerine tarragon turkey veal venison vermouth walnut watercress
            alarm apartment avenue bandage bench blanket bridge cable candlestick ceiling charcoal chimney cliff curtain dune fridge freezer hammock headphones headlight headwind laptop lighthouse
            lighter linen mattress mosquito pavement pebble pharmacy platform plumber puddle raincoat sandal shutter sofa stairs station suncream swimsuit thermometer timer toothbrush tray
            wetsuit wheel windscreen woods
            """)),
        (TextLanguage.French, Stems(TextLanguage.French, """
            abord absolument accepter accompagner achat acheter admettre affaire afin ail aimer air ajouter aller allumer alors amener ami amie amour amuser an ancien anniversaire annoncer année
            appétit apporter apprendre approcher après argent arriver arroser assaisonner asseoir assez assiette attendre attention attraper auberge aucun autant autour avancer aventure
            avion avis avoir avouer bagage baguette baigner bain balade banc bas basilic bassin bateau bâtiment battre beau beaucoup bête beurre biscuit blanc blé bleu boire bois boîte bonheur
            bonjour bord bouche boucher boucherie bouger bouillon boulanger bout bouteille bref brin brise broche brouillard bruit brûler brume bus cacher cadeau calme canapé carafe caresser
            carotte cas casser cause céleri centre cerise certain certainement chaise chaleur chambre champ chance changer chanson chapeau charger chat château chaud chauffer chaussette
            chaussure chemin chemise cher chercher cheval cheveu chien chose chou ciel citron clair classique clé client cœur coin colère combien commande commencer comment compagnie complet
            compliqué compote comprendre compter concert conduire confiance confiture connaître conseil conserver content continuer contraire copain corps côté coucher couleur couper cour
            courage courir courrier court couteau coûter couvert couvrir craindre crème crêpe croire croûte crudité cru cueillir cuillère cuire cuisson curieux danse danser dater débarrasser
            debout début décider déçu dehors délicieux demander demi dent départ dépêcher dépendre dépense déposer derrière descendre désolé dessus détail détendre devant devenir deviner devoir
            différent difficile digne dimanche dire direct direction discret disponible distance dix docteur doigt dommage donner dormir dos doubler douche doucement douleur doute doux douze
            draps droit drôle dur durer eau éclair école écouter écrire effet effort égal également église élégant embrasser emmener emporter enceinte encore endroit énergie enfant enfermer
            ennui énorme ensemble ensuite entendre entier entrer envie envoyer épais épaule épice épicé épinard éplucher époque épouser équipe erreur espérer esprit essuyer étage étape état été
            éteindre étoile étrange étranger être étroit évidemment éviter exact exactement excellent excuse exemple expliquer extérieur extra face facile façon faible faim fallait falloir
            famille farine fatigue fatigué fauteuil femme fenêtre ferme fermeture fête feuille fier figue fille film fils fin final finalement finir flamber fleur fois fond fondre force forme
            formidable fort fouetter fourchette frais fraise frère frigo frire froid front fruit fumée fumer gagner gant garçon garniture gauche gens gentil glace glisser goût goûter goutte
            gramme grand grasse gratin gratuit grave griller gris gros groupe guère guide habiller habiter habitude haleine hasard haut herbe heure heureusement heureux hiver homme honnêtement
            honneur horaire horloge hors hôte huile huit humeur ici idéal idée île imaginer important impossible imprévu inutile inquiéter installer instant intérieur intérêt inventer inviter
            jambe jardin jaune jeter jeu jeune joie joindre joli jouer journal journée joyeux juger jurer jus jusque juste justement lâcher lait laisser lampe langue large laurier laver léger
            légume lendemain lent lentement lentille lettre lever liberté libre lieu ligne linge lire lit livre loin long longtemps louer lourd lumière lune lunette luxe main maintenant mal
            malade malgré maman manger manière manquer manteau marcher mari mariage mariner matinée mauvais mélanger melon membre même mémoire menthe mentir merveille message mesure mètre
            métier mettre meuble miel mieux mijoter milieu mille mince mine minute miracle mode moindre moins mois moitié moment monde monnaie monsieur montagne monter montrer morceau mort mot
            mou mouiller mourir moutarde mouvement moyen mur musée musique nager nappe nature nécessaire neige nez noir noisette noix nom nombre nommer normal normalement noter nouveau
            nouvelle nuage numéro obtenir occasion occuper odeur œil œuvre offrir oignon oiseau olive ombre oncle or orange ordinaire ordre oreille organiser oser oublier ouf outil ouverture
            page paix pâle panier panne papa papier paquet parapluie parc parce pareil parents parfait parfaitement parfois parfum parler parole part partager partir partout pas passage
            passer patience pauvre payer paysage pêche peine peler penser pensez perdre père permettre persil personne petit peu peur peut photo pièce pied pierre pique-nique place plaisir
            plan plat plein pleurer pleuvoir plier plutôt poche poêle poids point poire poireau poivre poli pomme pont porte porter poser possible poste pot poudre pourquoi pourtant pousser
            pouvoir pratique précis préférer prêt prendre préparer présenter presque presser preuve prévenir prévoir prier principe printemps probable probablement problème prochain proche
            produit profond projet promenade promener promettre propos propre propriétaire prudent prune pull puisque quai quart quartier question queue quitter raconter raisin raison ramener
            randonnée ranger rapide rapidement rappeler rare raser rassurer ravi rayon recette recevoir reconnaître réduire réel refaire refroidir refuser regret relire remarquer remercier
            remettre remplir rencontre rendez-vous rendre rentrer renoncer répéter répondre réponse reposer rester résultat retard retenir retour retourner retrouver réussir rêve réveil revenir
            rêver revoir rhume riche rideau rire rôtir roue rouge rouler route rue sable sac sage saint saison salade sale salle salon saluer salut sang saucisse sauf sauter sauver savoir sec
            sécher secret sel selon semaine sembler sens sentir séparer sérieux serrer serveur servir serviette seul seulement siège signe silence simple simplement sinon sœur soif soigner sol
            sombre sommeil son sonner sorte sortie sortir souffler souhaiter souper souple sourire souvenir souvent spécial station style sucre suffire suite suivre sujet super supposer sûr
            surprise surtout surveiller tablier taire tant tard tasse taxi teint tel tellement température temps tendre tenir tenter terminer terre tête thé thym tiède tiens timide tirer tiroir
            titre toast toit tomber tomate ton torchon tôt toucher tourner train traiter tranche tranquille travail traverser tremper trente triste tromper trop trottoir trou trouver tuer
            type urgent user usage utile utiliser vacances vague vaisselle valise vallée valoir varier veille vélo vendre venir verre vers verser vert veste vêtement vider vie vieux vif vinaigre
            vingt visage visite visiter vite vivre voie voir voisin voiture voix vol voler volonté vouloir voyage vrai vraiment vue yaourt zeste zut bois bruine congeler cours cuis dis dites fais faites gardez lis mets mettez mords obtiens peins prends prévois reçois ressors revois sers sors souviens suis tiens tord vas
            viens vois bruiner chauffez
            abricot amande anchois ananas artichaut aubergine avocat bacon banane betterave brocoli brugnon cabillaud cacao cannelle câpre cassis cerfeuil cèpe chapon châtaigne chocolat cidre
            ciboulette clémentine colin concombre confit congre coquille courge courgette crabe datte daurade dinde dorade échalote écrevisse endive estragon faisan fenouil framboise gambas
            genièvre gigot girolle groseille hareng homard langoustine lapin lard maïs maquereau mandarine marron merguez mûre navet oie oseille palourde pamplemousse panais pastèque petit-pois
            pigeon pintade pistache potiron potage poulpe quiche radis raie ravioli rillettes riz rouget sardine sauge seiche sole sorbet tapenade veau vendange volaille
            allée ascenseur balcon barque braise bougie cheminée coussin couette crépuscule dune falaise ferry four frigo galet gare glaçon horloge maillot marchand marée matelas moustique
            nappe oreiller parasol pavé pharmacie phare plombier rayon sable sandale savon serviette store tisane tramway volet
            """)),
    ];

    private static readonly FrozenSet<string> s_german = VenueWords.Set("""
        abends achte aber allein allerdings also anders anfangen anrufen anschauen anscheinend ansonsten antworten anziehen arbeiten atmen aufhören aufpassen aufräumen aufstehen aufwachen
        ausgehen ausgezeichnet ausruhen außerdem aussteigen baden bald bauen beachten beeilen beginnen bekommen beliebt bequem bereit bestellen bestens bestimmt besuchen bezahlen biegen bieten
        billig bisher bitte bitten bitter blau blasen bleiben braten brauchen braun breit brennen bringen bunt dabei dafür dagegen daheim daher damit danke daneben dankbar daran darauf darum davon
        davor dazu decken denken deshalb dicht dick doch donnern doppelt dort draußen drehen drei drinnen dringend drücken dumm dunkel dünn dürfen echt egal ehrlich eigentlich einfach eilen einkaufen
        einladen einpacken einsteigen endlich eng entscheiden entschuldigung entspannen entweder erfahren erinnern erkennen erklären erlauben erreichen erwarten erzählen fangen fast faul fehlen feiern
        fein fertig fest fett feucht finden flach fliegen folgen fragen frei freilich freuen freundlich frieren frisch froh fühlen führen füllen fürchten ganz gar geben gebacken gebraten gefallen
        gegrillt gehören gekocht gelb gemeinsam gemütlich genau genießen genug gerade gern geschehen geschlossen gestern gesund gewinnen gewiss gewöhnlich gewöhnen gießen glauben gleich glücklich
        grau greifen groß grün günstig gut halb halten hängen hart hassen häufig heben heiß heißen heizen helfen hell her herrlich herzlich hier hin hinten hinterher hoch hoffen hoffentlich hören
        hübsch immer inzwischen irgendwann irgendwo jedenfalls jemand jung kalt kaputt kaum keinesfalls kennen klar klappen klein kleben klettern klingeln klopfen klug knapp knusprig können kommen
        kosten krank kühl kümmern kurz küssen lachen laden lang langsam langweilig laut lecker leer leicht leider leihen leise lernen leuchten lieb lieben liefern liegen links loben locker los
        lösen luftig lustig mag mahlen malen manchmal mancher marinieren meinen meist meistens merken messen mieten mindestens mischen mitbringen mitkommen mittags mitten möchten mögen möglich
        müde müssen mutig nah nämlich nass natürlich nebenan nehmen nennen nett neu neulich niemals nirgends normal notfalls notieren nötig obwohl offen öffnen oft ordentlich packen parken passen
        passieren perfekt planen plötzlich praktisch preiswert probieren prüfen pünktlich putzen quer rasch rauchen rechnen rechtzeitig rechts reden reichen reif reisen rennen reservieren retten
        richtig riechen roh rot rufen ruhig rühren rund sagen salzen sammeln sanft satt sauber sauer schade schaffen scharf schauen scheinen schenken schicken schieben schlafen schlagen schlank
        schlecht schlicht schlimm schmal schmecken schmelzen schneiden schneien schnell schön schreiben schreien schützen schwach schwarz schwer schwierig schwimmen schwitzen segeln sehen selber
        selbst selbstverständlich selten senden servieren setzen sicher sicherlich singen sinken sitzen sobald sofort sogar solange sollen sonnig sorgen sowieso sowohl sparen spazieren
        spielen sprechen springen spülen spüren stark stecken stehen steigen sterben still stimmen stoppen stören stoßen streichen streiten stumm süß suchen tanken tanzen tauschen teilen telefonieren
        teuer tief toll tragen träumen treffen treiben trennen treten trocken trocknen trotzdem tun übel üben überall überlegen übermorgen überraschen übrigens ungefähr unglaublich
        unmöglich unten unterwegs verbieten verbringen verdienen vergessen vergleichen verkaufen verlangen verlassen verlieren vermeiden vermutlich verpassen verschieben verschwinden
        versprechen verstehen versuchen vertrauen verzeihen vier voll völlig voran vorbei vorbereiten vorher vorhin vorläufig vorn vorsicht vorstellen wach wachsen wagen wählen wahr während
        wahrscheinlich wandern warm warnen warten waschen wechseln wecken weg wegen wegfahren weh weich weil weinen weiß weit weiter wenden wenig werden werfen wetten wichtig wieder wiederholen
        wiegen wild willkommen windig wirken wirklich wissen wohl wohnen wollen wunderbar wundern wünschen würzen würzig zahlen zart zeigen ziehen ziemlich zubereiten zuerst zufrieden zuhören
        zukommen zuletzt zumachen zumindest zunächst zurück zurzeit zusammen zuschauen zuvor zwar zwei zwölf
        """).Select(word => German(PlainWords.Fold(word))).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>They are people until the reply says otherwise.</summary>
    private static readonly FrozenSet<string> s_firstNames = VenueWords.Set("""
        adam adele adrien agathe albert alex alexander alexandra alexandre alice alma amelie andre andrea andreas anna anne annette annie antoine anton arthur astrid
        barbara beatrice ben benjamin bernard bernd bettina bob boris brigitte bruno camille carl carla caroline catherine cecile chantal charles charlotte chloe chris
        christian christiane christina christine christoph christophe claire clara claude claudia clement colette corinne cyril daniel daniela david denis
        didier dieter dominique dora edith edouard elena elias elisa elisabeth elise elizabeth ella ellen elsa emil emilie emily emma eric erik ernst estelle esther eva eve
        fabian fabien fanny felix fiona florence florian france francis francois francoise frank franz frederic frederik friedrich gabriel gabriele genevieve georg george
        gaspard georges gerard gilles grace greta guillaume gustav hanna hannah hannes hans harry heidi heike heinz helen helena helene helga helmut henri henry herbert hugo
        ida ilse ingrid irene iris isabelle jack jacob jacqueline jacques jakob james jan jana jane jean jeanne jens jessica joachim joan joel johann johanna johannes john
        jonas jonathan joseph josef judith jules julia julian julie julien juliette jurgen justine karin karl katharina kate kathrin katja klara klaus konrad kurt lara laura laurence
        laurent lea lena leo leon leonie lilly linda lisa lou louis louise luc luca lucas lucie lucy ludovic luisa lukas lydia madeleine magali manon manuel marc marcel
        marco margaux margot maria marianne marie marion mark markus martha martin martina martine mary mathilde mathieu matthias matthieu max maxime maya melanie mia
        michael michel michele miriam moritz monika monique muriel nadia nadine nathalie nele nicholas nicolas nicole nils nina noah noemi nora norbert odile olga oliver
        olivier oscar oskar otto pascal patricia patrick paul paula pauline peter petra philip philipp philippe pierre rachel raphael rebecca regina regine remi renate
        rene richard robert robin roger roland rolf romain rosa rose ruth sabine sabrina sam samuel sandra sandrine sara sarah sebastian sebastien serge silke silvia
        simon simone sofia solange sonja sophia sophie stefan stefanie stephan stephane stephanie susan susanne suzanne sven sylvie tanja teresa theo theodor theresa
        thierry thomas tim timo tom tobias ulrich ulrike ursula ute valentin valerie vera veronique victor victoria viktor vincent virginie viviane walter werner will
        william wolfgang xavier yann yannick yves yvonne zoe
        """).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a word is one of them in any of its forms, or a first name.</summary>
    /// <param name="word">As written.</param>
    public static bool Contains(string word)
    {
        if (word.Contains('-', StringComparison.Ordinal)) return Array.TrueForAll(word.Split('-'), Contains);
        var plain = PlainWords.Fold(word);
        if (s_firstNames.Contains(plain) || s_german.Contains(German(plain))) return true;
        var lower = word.ToLowerInvariant();
        var reader = new TermReader();
        foreach (var (language, stems) in s_languages)
            if (reader.Term(lower, language, out var isGrammar) is var stem && (isGrammar || stems.GetAlternateLookup<ReadOnlySpan<char>>().Contains(stem))) return true;
        return false;
    }

    /// <summary>A first name that is usual where one of the three languages is spoken.</summary>
    public static bool IsFirstName(string plain) => s_firstNames.Contains(plain);

    // There is no German stemmer in the house, and for verbs at the head of a sentence an ending less does.
    private static string German(string plain) =>
        s_germanEndings.FirstOrDefault(ending => plain.Length >= ending.Length + 3 && plain.EndsWith(ending, StringComparison.Ordinal)) is { } ending ? plain[..^ending.Length] : plain;

    private static FrozenSet<string> Stems(TextLanguage language, string words)
    {
        var reader = new TermReader();
        return words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => reader.Term(word, language, out _).ToString()).ToFrozenSet(StringComparer.Ordinal);
    }
}
