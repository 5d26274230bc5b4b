using LocalsOnly.Treasury.Capacity;

namespace LocalsOnly.Tests.Treasury.Capacity;

public sealed class HardwareTests
{
    [Fact]
    public void Every_row_of_the_list_is_whole_and_says_where_it_is_from()
    {
        Assert.Equal(Hardware.All.Count, Hardware.All.Select(hardware => hardware.Id).Distinct().Count());
        Assert.All(Hardware.All, hardware =>
        {
            Assert.InRange(hardware.MemoryGib, 8, 1024);
            Assert.InRange(hardware.UsableShare, 0.5, 0.95);
            Assert.InRange(hardware.GigabytesPerSecond, 50, 10_000);
            Assert.InRange(hardware.Tflops, 1, 5000);
            Assert.InRange(hardware.IdleWatts, 1, hardware.LoadWatts);
            Assert.NotEmpty(hardware.Source);
            Assert.True(DateOnly.TryParseExact(hardware.Date, "yyyy-MM-dd", out _));
        });
    }

    [Fact]
    public void What_the_house_says_of_a_machine_outranks_the_list()
    {
        var node = Node.From("studio", new NodeOptions { Hardware = "MAC-STUDIO-512", IdleWatts = 12, MemoryGigabytes = 480 });
        Assert.Equal((12, 270, 480e9, 819), (node.IdleWatts, node.LoadWatts, node.Speed.MemoryBytes, node.Speed.GigabytesPerSecond));
    }

    [Fact]
    public void Hardware_that_is_not_in_the_list_is_refused_with_what_there_is()
    {
        var refused = Assert.Throws<CapacityException>(() => Node.From("studio", new NodeOptions { Hardware = "mac-studio-1024" }));
        Assert.StartsWith("There is no hardware 'mac-studio-1024' in the list; there is mac-studio-512, ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_hardware_needs_its_three_figures()
    {
        var refused = Assert.Throws<CapacityException>(() => Node.From("box", new NodeOptions { Tflops = 50 }));
        Assert.Contains("all of MemoryGigabytes, GigabytesPerSecond and Tflops", refused.Message, StringComparison.Ordinal);
        Assert.Equal(24e9, Node.From("box", new NodeOptions { Tflops = 50, MemoryGigabytes = 24, GigabytesPerSecond = 900 }).Speed.MemoryBytes);
    }

    [Fact]
    public void A_figure_that_cannot_be_is_refused_with_its_key()
    {
        var refused = Assert.Throws<CapacityException>(() => Node.From("box", new NodeOptions { Hardware = "rtx-4090", Tflops = -1 }));
        Assert.Equal("Treasury:Nodes:box:Tflops is -1; give a number above 0, or leave it to the hardware list.", refused.Message);
    }

    [Fact]
    public void A_machine_that_only_supports_needs_no_figures() =>
        Assert.Equal(0, Node.From("nas", new NodeOptions { Role = NodeRole.Support, IdleWatts = 30 }).Speed.Tflops);
}
