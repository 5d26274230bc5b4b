using LocalsOnly.Inference;
using LocalsOnly.Inference.Endpoints;
using LocalsOnly.Inference.Routing;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Benchmarks.Routing;

/// <summary>One routing decision between two endpoints, as the router takes it for every prompt: a system prompt of 2 KB and a question.</summary>
internal sealed class Decision : IDisposable
{
    private static readonly InferenceOptions s_options = new()
    {
        Endpoints =
        {
            ["cluster"] = new EndpointOptions { Url = new Uri("http://127.0.0.1:52415"), Model = "bench/heavy" },
            ["mini"] = new EndpointOptions { Url = new Uri("http://127.0.0.1:11434"), Protocol = EndpointProtocol.OpenAI, Model = "bench/light" },
        },
        Tiers = { Heavy = ["cluster"], Light = ["mini"] },
    };

    private static readonly ChatMessage[] s_prompt =
    [
        new(ChatRole.System, string.Concat(Enumerable.Repeat("You keep the books of a house and answer from them, briefly and with dates. ", 27))),
        new(ChatRole.User, "Roll my covered calls on 400 shares: compare June 95 at 2.10 with July 100 at 3.05, with assignment risk, tax and break-evens."),
    ];

    private static readonly ChatOptions s_chat = new ChatOptions().WithRoute(new RouteRequest { Persona = "solus", PersonaTier = Tier.Heavy });

    private readonly EndpointDirectory _directory = new(s_options, TimeProvider.System, []);
    private readonly RoutePlanner _planner;

    public Decision() => _planner = new RoutePlanner(
        _directory,
        new TierDecision(ComplexityModel.Default, new ScoreWindow(ComplexityModel.Default), RoutePriors.None, s_options.Routing),
        new ConversationTable(TimeProvider.System),
        s_options.Routing,
        TimeProvider.System);

    public object Take() => _planner.Plan(s_prompt, s_chat);

    public void Dispose() => _directory.Dispose();
}
