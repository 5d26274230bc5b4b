namespace LocalsOnly.Memory.Recall.Language;

/// <summary>
/// The commonest grammar words of languages without a stemmer here: enough to tell which language a text is in, and to keep them out of its content. Words that
/// mean something in a neighbour of the list are left out, since all are stop words together.
/// </summary>
internal static class OtherStops
{
    public const string German = """
        der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine keinen ich du er sie es wir ihr mich dich sich uns euch mir dir
        ihm ihnen mein meine meinen meinem meiner dein deine deinen sein seine seinen unser unsere ist sind bin bist war waren warst wird werden wurde wurden
        hat habe haben hatte hatten hast kann kannst können könnte muss müssen soll sollte will wollte möchte mag auf aus bei mit nach seit von vom zu zum zur
        für gegen ohne um durch über unter vor zwischen im in am an ans ins als wie wenn weil dass ob was wer wo wann warum welche welcher welches wem wen
        auch noch nur schon sehr so dann da hier dort jetzt immer nie mehr doch mal etwas alles man dieser diese dieses diesem diesen ja nein bitte
        """;

    public const string Spanish = """
        el la los las un una unos unas y e o u pero no ni que qué quien quién cual cuál cuando cuándo donde dónde como cómo cuanto cuánto cuántos porque por
        para con sin sobre entre hasta desde de del al a en yo tú él ella nosotros ellos ellas usted ustedes me te se lo le les nos mi mis tu tus su sus
        nuestro nuestra este esta esto estos estas ese esa eso esos esas aquel es son era eran fue fui fueron ser soy eres está están estoy estaba estar hay
        he has ha hemos han había tengo tiene tienen tenía puedo puede pueden puedes quiero hacer hace hizo muy más menos también tampoco ya aún todo toda todos
        todas otro otra algo alguien nada nadie siempre nunca si sí cada mucho poco
        """;

    public const string Italian = """
        il lo la i gli le un uno una e ed o ma non né che chi cosa quale quali quando dove come quanto perché per con senza su tra fra di del dello della dei
        degli delle a al allo alla ai agli alle da dal dallo dalla dai in nel nello nella nei nelle sul sulla io tu lui lei noi voi loro mi ti si ci vi ne
        mio mia miei mie tuo tua suo sua nostro questo questa questi queste quello quella sono sei è siamo siete era erano stato stata essere ho hai ha abbiamo
        avete hanno aveva avevo può posso puoi devo deve voglio vuole fare fatto anche ancora già più meno molto poco sempre mai tutto tutti tutte altro altra
        qualcosa niente ogni se sì no dell nell all dall sull
        """;

    public const string Portuguese = """
        o a os as um uma uns umas e ou mas não nem que quem qual quais quando onde como quanto quantos porque por para pra com sem sobre entre até desde de do da
        dos das no na nos nas ao aos à às pelo pela pelos pelas num numa eu tu ele ela nós eles elas você vocês me te se lhe meu minha meus minhas teu tua seu
        sua seus suas nosso nossa este esta isto esse essa isso aquele aquela é são era eram foi fui foram ser sou está estão estou estava estar há tenho tem
        têm tinha posso pode podem quero fazer faz fez muito mais menos também já ainda tudo todo toda todos todas outro outra algo nada sempre nunca se sim cada
        """;

    public const string Dutch = """
        de het een en of maar niet geen ik jij je hij zij ze wij we jullie u mij me jou hem haar ons hun mijn jouw zijn onze dit dat deze die is ben bent was
        waren wordt worden werd heb hebt heeft hebben had hadden kan kun kunnen kon moet moeten zal zullen zou wil willen op uit bij met naar van voor tegen
        zonder om door over onder tussen in aan als dan toen omdat dat wat wie waar wanneer waarom hoe welke ook nog al wel zeer zo er hier daar nu altijd
        nooit meer iets alles niets men ja nee graag te tot
        """;

    public const string Scaffold = """
        sag sage sagte gesagt erzähl erzählt erwähnt gesprochen erinnerst erinnere erinnern weißt gefragt
        dime dije dijiste dicho hablé hablamos hablado mencioné mencionado recuerdas recuerda recordar sabes pregunté
        dimmi detto parlato menzionato ricordi ricorda ricordare sai chiesto
        diga disse falei falamos falado mencionei mencionado lembra lembras lembrar sabe perguntei
        zeg zei gezegd verteld vertelde genoemd gesproken herinner weet gevraagd
        """;
}
