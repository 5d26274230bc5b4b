using LocalsOnly.Memory;
using LocalsOnly.Memory.Standing;

namespace LocalsOnly.Tests.Memory.Standing;

public sealed class StandingReadingTests
{
    [Fact]
    public void A_record_cites_the_message_and_is_seen_by_those_of_the_conversation()
    {
        var record = Said.One(3, "I live in Utrecht.", new Audience("bo", "kelly", "garden"));
        Assert.Equal(("bo", "kelly", "garden", "chatgpt:d3:m0", "chatgpt:d3", Said.Day(3), "en"),
            (record.Owner, record.Persona, record.Channel, record.MessageKey, record.ConversationKey, record.At, record.Language));
    }

    [Fact]
    public void A_record_has_the_same_id_whenever_it_is_read_and_another_in_another_message()
    {
        Assert.Equal(Said.One(3, "I live in Utrecht.").Id, Said.One(3, "Hello. I live in Utrecht.").Id);
        Assert.NotEqual(Said.One(3, "I live in Utrecht.").Id, Said.One(4, "I live in Utrecht.").Id);
        Assert.NotEqual(Said.One(3, "I live in Utrecht.").Id, Said.One(3, "I live in Utrecht.", new Audience("bo")).Id);
    }

    [Fact]
    public void Only_turns_of_the_person_on_the_active_branch_are_read()
    {
        var talk = Said.Talk(1, "I live in Utrecht.");
        IReadOnlyList<StandingRecord> Read(Func<ConversationMessage, ConversationMessage> change) => StandingReading.Of(talk with { Messages = [change(talk.Messages[0])] }, Audience.Everyone);

        Assert.Single(Read(message => message));
        Assert.Empty(Read(message => message with { Author = MessageAuthor.Assistant }));
        Assert.Empty(Read(message => message with { Kind = MessageKind.Attachment }));
        Assert.Empty(Read(message => message with { Active = false }));
        Assert.Empty(Read(message => message with { Name = "Melanie" }));
        Assert.Empty(StandingReading.Of(talk with { Kind = ConversationKind.CodeSession }, Audience.Everyone));
    }

    [Fact]
    public void A_message_without_a_time_has_that_of_its_conversation()
    {
        var talk = Said.Talk(1, "I live in Utrecht.");
        var undated = talk with { Messages = [talk.Messages[0] with { At = null }] };
        Assert.Equal(Said.Day(1), Assert.Single(StandingReading.Of(undated, Audience.Everyone)).At);
        Assert.Equal(DateTimeOffset.MinValue, Assert.Single(StandingReading.Of(undated with { CreatedAt = null }, Audience.Everyone)).At);
    }
}
