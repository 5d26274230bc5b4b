using LocalsOnly.SemanticKernel.DiscordNet;
using LocalsOnly.Tests.Discord;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.SemanticKernel.Tests.DiscordNet;

public sealed class DiscordNetAnswerSurfaceTests : AnswerContract
{
    internal override void Carry(IServiceCollection services) => LibraryCarrier.Carry(services);
}

public sealed class DiscordNetCommandSurfaceTests : CommandContract
{
    internal override void Carry(IServiceCollection services) => LibraryCarrier.Carry(services);
}

public sealed class DiscordNetHeardSurfaceTests : HeardContract
{
    internal override void Carry(IServiceCollection services) => LibraryCarrier.Carry(services);
}

public sealed class DiscordNetNothingLostSurfaceTests : NothingLostContract
{
    internal override void Carry(IServiceCollection services) => LibraryCarrier.Carry(services);
}

public sealed class DiscordNetPostPlaceSurfaceTests : PostPlaceContract
{
    internal override void Carry(IServiceCollection services) => LibraryCarrier.Carry(services);
}

public sealed class DiscordNetPostSurfaceTests : PostContract
{
    internal override void Carry(IServiceCollection services) => LibraryCarrier.Carry(services);
}

/// <summary>Registers Discord.Net as the edition does.</summary>
internal static class LibraryCarrier
{
    public static void Carry(IServiceCollection services) => services.AddDiscordNet(new ConfigurationBuilder().Build());
}
