import { now } from "@/tests/load/bench/crowd/clock";
import type { Requests } from "@/tests/load/bench/plan";
import { notificationsIn, type Accepted } from "@/tests/load/bench/producer";
import { NOTHING_LOST, type Outcome } from "@/tests/load/bench/row";
import type { Workload } from "@/tests/load/bench/stage";

/** Requests to the internal route as fast as they are answered, with no stream open. */
export function ingest({ recipients, atOnce }: Requests): Workload {
  return async (stage) => {
    const { crowd, plan, producer, population } = stage;
    await crowd.ask("leave", null);
    await stage.quiet();
    const accepted: Accepted[] = [];
    const { requests, seconds } = await asFastAsPossible(plan.ingestSeconds, atOnce, async (index) => {
      accepted.push(await producer.post(slice(population.users, index, recipients)));
    });
    return ingested(recipients, { requests, seconds, ids: accepted.flatMap(idsIn) });
  };
}

function idsIn(accepted: Accepted): string[] {
  return notificationsIn(accepted).map(({ id }) => id);
}

/** The row of so many requests, with the ids that they were answered with. */
export function ingested(
  recipients: number,
  { requests, seconds, ids }: { requests: number; seconds: number; ids: readonly string[] },
): Outcome {
  const accepted = requests * recipients;
  const different = new Set(ids).size;
  return {
    workload: `ingest-${recipients}`,
    title: `Ingest, ${recipients.toLocaleString("en")} ${recipients === 1 ? "recipient" : "recipients"} a request`,
    figures: { notifications: { value: accepted / seconds, unit: "per s", rounds: "median" } },
    ...NOTHING_LOST,
    accepted,
    lost: accepted - different,
    duplicated: ids.length - different,
  };
}

/** Does `work` for so many seconds, so often at a time. Its argument counts from 0. */
export async function asFastAsPossible(
  seconds: number,
  atOnce: number,
  work: (index: number) => Promise<void>,
): Promise<{ requests: number; seconds: number }> {
  let requests = 0;
  const startedAt = now();
  const one = async (): Promise<void> => {
    while (now() - startedAt < seconds * 1000) await work(requests++);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return { requests, seconds: (now() - startedAt) / 1000 };
}

/** The next `size` users, round and round: those of requests under way at the same time are different ones. */
export function slice(users: readonly string[], index: number, size: number): readonly string[] {
  const from = (index * size) % users.length;
  return users.slice(from, from + size);
}
