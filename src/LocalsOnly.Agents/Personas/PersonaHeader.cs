using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace LocalsOnly.Agents.Personas;

/// <summary>The YAML header of a persona file, as written.</summary>
internal sealed class PersonaHeader
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? Tier { get; set; }

    public List<string>? Tools { get; set; }

    public MemoryHeader? Memory { get; set; }

    public List<string>? Guards { get; set; }

    public List<string>? Channels { get; set; }

    public List<string>? Peers { get; set; }

    public string? Accent { get; set; }

    internal sealed class MemoryHeader
    {
        /// <summary>A list of sources, or the word <c>all</c>.</summary>
        public object? Sources { get; set; }

        public int? Passages { get; set; }
    }

    /// <exception cref="YamlException">With the line inside the header.</exception>
    public static PersonaHeader Parse(string yaml) =>
        new DeserializerBuilder()
            .WithNamingConvention(LowerCaseNamingConvention.Instance)
            .WithDuplicateKeyChecking()
            .Build()
            .Deserialize<PersonaHeader>(yaml) ?? new PersonaHeader();
}
