using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Discord;

public sealed class AnswerTests : AnswerContract
{
    /// <summary>The transport that is registered already.</summary>
    internal override void Carry(IServiceCollection services)
    {
    }
}

public sealed class CommandTests : CommandContract
{
    /// <summary>The transport that is registered already.</summary>
    internal override void Carry(IServiceCollection services)
    {
    }
}

public sealed class HeardTests : HeardContract
{
    /// <summary>The transport that is registered already.</summary>
    internal override void Carry(IServiceCollection services)
    {
    }
}

public sealed class NothingLostTests : NothingLostContract
{
    /// <summary>The transport that is registered already.</summary>
    internal override void Carry(IServiceCollection services)
    {
    }
}

public sealed class PostPlaceTests : PostPlaceContract
{
    /// <summary>The transport that is registered already.</summary>
    internal override void Carry(IServiceCollection services)
    {
    }
}

public sealed class PostTests : PostContract
{
    /// <summary>The transport that is registered already.</summary>
    internal override void Carry(IServiceCollection services)
    {
    }
}
