using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Tests.Memory;

public sealed class RegistrationTests : IDisposable
{
    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public void The_archive_is_inside_the_local_directory_unless_it_is_set()
    {
        using var services = Services(("Data:Local", "/somewhere"));
        Assert.Equal(Path.Combine("/somewhere", "archive"), services.GetRequiredService<IOptions<DataOptions>>().Value.Nas);
    }

    [Fact]
    public void Without_a_local_directory_the_setting_is_named()
    {
        using var services = Services();
        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<DataOptions>>().Value);
        Assert.Contains("Data:Local is not set", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kernel_Memory_cannot_be_turned_on_in_a_build_without_it()
    {
        using var services = Services(("Data:Local", _house.Local), ("KernelMemory:Enabled", "true"));
        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<KernelMemoryOptions>>().Value);
        Assert.Equal("KernelMemory:Enabled is true, but this build is without Kernel Memory: build it with -p:Edition=SemanticKernel, or set it to false.", fault.Message);
    }

    [Fact]
    public async Task A_host_that_starts_indexes_what_was_archived_without_it()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "walnut table"));
        _house.Close();
        Directory.Delete(_house.Local, recursive: true);
        using var services = Services(("Data:Local", _house.Local), ("Data:Nas", _house.Nas));
        var catchUp = services.GetServices<IHostedService>().OfType<CatchUpService>().Single();
        await catchUp.StartAsync(default);
        await catchUp.ExecuteTask!;

        Assert.Equal(1, (await services.GetRequiredService<IMemory>().CountAsync(TestMemory.Scope)).Conversations);
    }

    [Fact]
    public void Registering_and_resolving_touches_no_disk()
    {
        using var services = Services(("Data:Local", _house.PathOf("untouched")));
        Assert.NotNull(services.GetRequiredService<IMemory>());
        Assert.NotNull(services.GetRequiredService<IConversationStore>());
        Assert.False(Directory.Exists(_house.PathOf("untouched")));
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        return new ServiceCollection().AddLogging().AddMemory(configuration).BuildServiceProvider();
    }
}
