using LocalsOnly.Agents.Tools.DeFi;

namespace LocalsOnly.Tests.Agents.DeFi;

/// <summary>Published test vectors only: none of these guards anything.</summary>
public sealed class KeyMaterialTests
{
    private const string Zeros = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
    private const string Legal = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    private const string Long = "void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen patrol group space point ten exist slush involve unfold";

    [Fact]
    public void The_word_list_is_whole_and_in_order()
    {
        Assert.Equal(2048, MnemonicWords.Count);
        Assert.Equal((0, 3, 2047, -1), (MnemonicWords.IndexOf("abandon"), MnemonicWords.IndexOf("about"), MnemonicWords.IndexOf("zoo"), MnemonicWords.IndexOf("hotel1")));
    }

    [Theory]
    [InlineData(Zeros, true)]
    [InlineData(Legal, true)]
    [InlineData(Long, true)]
    [InlineData("abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon", false)]
    public void The_checksum_of_BIP_39_tells_a_mnemonic_from_a_row_of_words(string words, bool holds) => Assert.Equal(holds, KeyMaterial.IsMnemonic(words.Split(' ')));

    [Theory]
    [InlineData("Is this safe? " + Zeros + " I found it.")]
    [InlineData(Long)]
    [InlineData("1. legal\n2. winner\n3. thank\n4. year\n5. wave\n6. sausage\n7. worth\n8. useful\n9. legal\n10. winner\n11. thank\n12. yellow")]
    [InlineData("LEGAL, WINNER, THANK, YEAR, WAVE, SAUSAGE, WORTH, USEFUL, LEGAL, WINNER, THANK, YELLOW")]
    [InlineData("Ma phrase de récupération : abaisser abandon abdiquer abeille abolir aborder aboutir aboyer abrasif abreuver abriter abroger")]
    [InlineData("my seed: legal winnr thank year wave sausage worth useful legal winner thank yellow")]
    public void A_seed_phrase_is_found_however_it_was_pasted(string text)
    {
        Assert.Equal(KeyKind.SeedPhrase, Assert.Single(KeyMaterial.Find(text)).Kind);
        Assert.Contains("[seed phrase]", KeyMaterial.Redact(text), StringComparison.Ordinal);
    }

    [Fact]
    public void The_warning_and_the_redacted_text_hold_nothing_of_it()
    {
        var text = $"Here: {Legal}. And 5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ!";

        Assert.StartsWith("What was pasted looks like a seed phrase", KeyMaterial.Warning(text), StringComparison.Ordinal);
        Assert.DoesNotContain("sausage", KeyMaterial.Warning(text), StringComparison.Ordinal);
        Assert.Equal("Here: [seed phrase]. And [private key]!", KeyMaterial.Redact(text));
    }

    [Theory]
    [InlineData("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ")]
    [InlineData("KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617")]
    [InlineData("xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi")]
    [InlineData("0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318")]
    [InlineData("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318")]
    [InlineData("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32]")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nMHQCAQEEIOoLLXqt\n-----END EC PRIVATE KEY-----")]
    public void A_private_key_is_found(string key)
    {
        Assert.Equal(KeyKind.PrivateKey, Assert.Single(KeyMaterial.Find($"my key {key} ok")).Kind);
        Assert.Equal("my key [private key] ok", KeyMaterial.Redact($"my key {key} ok"));
    }

    [Theory]
    [InlineData("The transaction 0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b is through.")]
    [InlineData("https://etherscan.io/tx/0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed and EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v are addresses.")]
    [InlineData("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK has a wrong checksum")]
    [InlineData("Please swap 100 USDC for ETH on Base when the price is right and tell me what it will cost, then repay the loan.")]
    [InlineData("bitcoin ethereum solana price chart today volume high low open close trend")]
    [InlineData("")]
    public void Ordinary_talk_is_left_alone(string text) => Assert.Null(KeyMaterial.Warning(text));
}
