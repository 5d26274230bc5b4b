namespace LocalsOnly.Memory.Recall.Language;

internal static class FrenchStops
{
    // The elided forms (l', qu', jusqu') are words of their own once the apostrophe has split them off.
    public const string Grammar = """
        l d j qu n s c m t y jusqu lorsqu puisqu quoiqu quelqu presqu aujourd
        le la les un une des du de au aux à en et ou où mais donc or ni car que qui quoi dont quel quelle quels quelles lequel laquelle lesquels lesquelles
        je tu il elle on nous vous ils elles me te se moi toi soi lui leur leurs eux ce ça ceci cela cet cette ces celui celle ceux celles
        mon ma mes ton ta tes son sa ses notre nos votre vos
        dans par pour sur sous avec sans entre vers chez depuis pendant avant après contre dès selon sauf malgré parmi jusque hors lors lorsque puisque quoique
        comme si quand comment pourquoi combien parce car afin ainsi alors aussi encore déjà toujours jamais très trop peu plus moins bien même mêmes autre
        autres tout toute tous toutes chaque plusieurs quelque quelques aucun aucune tel telle tels telles là ici voici voilà oui non ne pas point rien
        personne puis ensuite presque plutôt surtout hui
        être suis es est sommes êtes sont étais était étions étiez étaient été étant sera serai seras serons seront serait serais seraient soit sois soient fut
        avoir ai as a avons avez ont avais avait avions aviez avaient eu aura aurai auras aurons auront aurait aurais auraient ait aie aient ayant
        faire fais fait faites font faisait fera ferait peux peut pouvez peuvent pouvait pourrait pourrais dois doit devez doivent devait devrait devrais
        veux veut voulez veulent voulait vais vas va allons allez vont faut fallait cest dun dune ok merci
        """;

    public const string Scaffold = """
        dis dit dites disais disait dire dit dite parlé parle parlais parlait parler parlions parlons mentionné mentionnée mentionnais mentionner évoqué évoquer
        rappelle rappelles rappeler rappelez rappel souviens souvient souvenir souvenez discuté discutions discuter discussion discussions conversation
        conversations demandé demandais demander raconté raconter raconte sais sait savoir savez chose choses genre sorte sortes type types exactement
        décidé décider décidais choisi choisir choisie pris prendre voulu vouloir pensé penser pense pensais finalement actuellement vraiment dernièrement
        """;
}
