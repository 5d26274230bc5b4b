using LocalsOnly.Memory.Qdrant;

namespace LocalsOnly.Tests.Memory.Qdrant;

public sealed class PointIdTests
{
    [Theory]
    // RFC 9562, appendix A.4; the others by Python's uuid.uuid5.
    [InlineData("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com", "2ed6657d-e927-568b-95e1-2665a8aea6a2")]
    [InlineData("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "", "4ebd0208-8328-5d69-8c44-ec50939c0967")]
    [InlineData("6ba7b811-9dad-11d1-80b4-00c04fd430c8", "naïve 木", "24eb55ba-0144-5639-9da0-5b5a4c1f5d47")]
    public void A_named_UUID_is_that_of_the_RFC(string space, string name, string expected) => Assert.Equal(Guid.Parse(expected), PointId.Named(Guid.Parse(space), name));

    [Fact]
    public void The_same_message_of_the_same_owner_is_the_same_point() => Assert.Equal(PointId.Of("owner", "chatgpt:a:1"), PointId.Of("owner", "chatgpt:a:1"));

    [Fact]
    public void The_same_message_of_two_owners_is_two_points() => Assert.NotEqual(PointId.Of("owner", "chatgpt:a:1"), PointId.Of("guest", "chatgpt:a:1"));

    [Fact]
    public void Owner_and_key_do_not_run_into_each_other() => Assert.NotEqual(PointId.Of("ow", "nerchatgpt:a"), PointId.Of("owner", "chatgpt:a"));

    // Changing it would orphan every stored point.
    [Fact]
    public void The_id_of_a_message_never_changes() => Assert.Equal(Guid.Parse("fa98c5ac-d75a-5a78-b0d5-fb662067a346"), PointId.Of("owner", "chatgpt:a:1"));
}
