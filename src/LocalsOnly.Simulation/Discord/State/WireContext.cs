using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LocalsOnly.Simulation.Discord.State;

[JsonSerializable(typeof(JsonObject))]
internal sealed partial class WireContext : JsonSerializerContext;
