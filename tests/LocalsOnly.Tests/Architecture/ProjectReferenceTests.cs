using System.Xml.Linq;

namespace LocalsOnly.Tests.Architecture;

/// <summary>References point one way (the map in the README); a new arrow is a decision, not an accident.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Inference"] = [],
        ["Memory"] = [],
        ["Import"] = ["Memory"],
        ["Simulation"] = ["Inference"],
        ["Treasury"] = ["Inference", "Memory", "Simulation"],
        ["Agents"] = ["Inference", "Memory"],
        ["Scheduling"] = ["Agents"],
        ["Discord"] = ["Agents"],
        ["SemanticKernel"] = ["Agents", "Discord"],
        ["Host"] = ["Agents", "Discord", "Import", "Inference", "Memory", "Scheduling", "SemanticKernel", "Simulation", "Treasury"],
    };

    public static TheoryData<string> Projects => new(s_allowed.Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_map_allows(string project)
    {
        var file = Path.Combine(Repository.Root, "src", $"LocalsOnly.{project}", $"LocalsOnly.{project}.csproj");
        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .Select(name => name["LocalsOnly.".Length..]);

        Assert.Empty(references.Except(s_allowed[project]));
    }

    [Fact]
    public void Every_project_under_src_is_on_the_map_and_in_the_solution()
    {
        var onDisk = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)["LocalsOnly.".Length..])
            .Order(StringComparer.Ordinal)
            .ToList();
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "LocalsOnly.sln"));

        Assert.Equal(s_allowed.Keys.Order(StringComparer.Ordinal), onDisk);
        Assert.All(onDisk, name => Assert.Contains($"LocalsOnly.{name}.csproj", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void The_default_build_references_no_package_of_the_SemanticKernel_edition()
    {
        var versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));
        var edition = versions.Descendants("ItemGroup")
            .Single(group => group.Attribute("Condition")?.Value.Contains("SemanticKernel", StringComparison.Ordinal) == true)
            .Elements("PackageVersion")
            .Select(version => version.Attribute("Include")!.Value)
            .ToHashSet(StringComparer.Ordinal);
        var unconditional = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .SelectMany(file => XDocument.Load(file).Descendants("PackageReference"))
            .Where(reference => reference.Attribute("Condition") is null && reference.Parent!.Attribute("Condition") is null)
            .Select(reference => reference.Attribute("Include")!.Value);

        Assert.NotEmpty(edition);
        Assert.DoesNotContain(unconditional, edition.Contains);
    }
}
