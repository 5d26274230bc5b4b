using System.Text;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.DeFi;

namespace LocalsOnly.Tests.Agents.DeFi;

public sealed class AddressTests
{
    private static readonly Chain s_base = Chain.Find("base")!;
    private static readonly Chain s_solana = Chain.Find("solana")!;

    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("testing", "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02")]
    public void The_hash_is_that_of_Ethereum(string text, string hash) => Assert.Equal(hash, Convert.ToHexStringLower(Keccak.Hash(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void A_text_longer_than_a_block_and_one_of_exactly_a_block_are_hashed_whole()
    {
        Assert.NotEqual(Keccak.Hash(new byte[135]), Keccak.Hash(new byte[136]));
        Assert.NotEqual(Keccak.Hash(new byte[136]), Keccak.Hash(new byte[137]));
        // keccak256 of a million times 'a', from the reference set of the Keccak team.
        Assert.Equal("fadae6b49f129bbb812be8407b7b2894f34aecf6dbd1f9b0f0c7e9853098fc96", Convert.ToHexStringLower(Keccak.Hash(Encoding.ASCII.GetBytes(new string('a', 1_000_000)))));
    }

    [Theory]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("0x8617E340B3D01FA5F11F306F4090FD50E238070D")]
    [InlineData("0xde709f2102306220921060314715629080e2fb77")]
    [InlineData("0x27b1fdb04752bbc536007a920d24acb045561c26")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    public void The_addresses_of_EIP_55_carry_their_checksum(string address) => Assert.Equal(new Address(address, Checksummed: true), Address.Read(address, s_base, "it"));

    [Fact]
    public void One_wrong_letter_is_noticed()
    {
        var wrong = Assert.Throws<ToolException>(() => Address.Read("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", s_base, "the destination"));

        Assert.StartsWith("The destination has a wrong checksum (EIP-55)", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_in_one_case_has_no_checksum_and_gets_one() =>
        Assert.Equal(new Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Checksummed: false), Address.Read("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", s_base, "it"));

    [Theory]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe")]
    [InlineData("5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0x0000000000000000000000000000000000000000")]
    [InlineData("0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318")]
    [InlineData("vitalik.eth")]
    public void What_is_no_address_is_refused_and_not_repeated(string text)
    {
        var refused = Assert.Throws<ToolException>(() => Address.Read(text, s_base, "the destination"));

        Assert.DoesNotContain(text, refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("So11111111111111111111111111111111111111112")]
    [InlineData("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v")]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA")]
    public void An_address_on_Solana_is_32_bytes_in_base58(string address) => Assert.Equal(address, Address.Read(address, s_solana, "it").Text);

    [Theory]
    [InlineData("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwy")]
    [InlineData("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt0v")]
    [InlineData("11111111111111111111111111111111")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    public void Anything_else_is_none_there(string text) => Assert.Throws<ToolException>(() => Address.Read(text, s_solana, "the destination"));
}
