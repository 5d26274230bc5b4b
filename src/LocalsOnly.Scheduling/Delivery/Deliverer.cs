using System.Globalization;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Scheduling;

/// <summary>Brings what came of occurrences to where it goes. Nothing is run for it: what failed to be delivered is delivered later, from what is kept.</summary>
internal sealed class Deliverer(ITaskStore tasks, OccurrenceStore occurrences, DeliveryStore deliveries, DeliveryTargets targets, TimeProvider time, ILogger<Deliverer> logger)
{
    private const int MostTries = 40;
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(30);

    public async Task DeliverAsync(TaskDelivery delivery, CancellationToken stopping)
    {
        if (occurrences.Find(delivery.Task, delivery.Due) is not { Output: { } text })
        {
            deliveries.Failed(delivery, "What was to be delivered is not kept any more.", null);
            return;
        }

        var task = tasks.Find(delivery.Task);
        var persona = task?.Persona ?? delivery.Task.Split('/', 2)[0];
        try
        {
            var proof = await targets.DeliverAsync(new TaskPost(KeyOf(delivery), persona, delivery.Task, delivery.Channel, text, delivery.Due, task?.Zone ?? TimeZoneInfo.Utc), stopping);
            deliveries.Delivered(delivery, proof);
            logger.LogInformation("{Task} is delivered to {Channel}: {Proof}", delivery.Task, delivery.Channel, proof);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It is pending, and the next start delivers it.
        }
        catch (DeliveryException failed)
        {
            Failed(delivery, failed.Message, failed.MayPass);
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            logger.LogError(unforeseen, "{Task} cannot be delivered to {Channel} for a reason that nobody foresaw", delivery.Task, delivery.Channel);
            Failed(delivery, $"It failed in a way nobody foresaw ({unforeseen.GetType().Name}); the host's log says how.", mayPass: true);
        }
    }

    /// <summary>Names a delivery to whoever makes it, the same in every try.</summary>
    public static string KeyOf(TaskDelivery delivery) => string.Create(CultureInfo.InvariantCulture, $"{delivery.Task}@{delivery.Due.UtcDateTime:yyyyMMddTHHmmssfffffff}#{delivery.Channel}");

    private void Failed(TaskDelivery delivery, string why, bool mayPass)
    {
        var tries = delivery.Tries + 1;
        if (mayPass && tries < MostTries)
        {
            var wait = s_first * Math.Pow(2, Math.Min(delivery.Tries, 10));
            deliveries.Failed(delivery, why, time.GetUtcNow() + (wait < s_longest ? wait : s_longest));
            return;
        }

        logger.LogError("{Task} is not delivered to {Channel}: {Reason}", delivery.Task, delivery.Channel, why);
        deliveries.Failed(delivery, mayPass ? TaskSentences.GaveUpDelivery(why, tries) : why, null);
    }
}
