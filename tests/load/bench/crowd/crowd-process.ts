/** The process of a crowd: does what it is asked to, one command after the other, and ends with the process that started it. */
import { Client, type Arrival } from "./client";
import { now } from "./clock";
import type { Answer, Command, Opened } from "./commands";

let clients: Client[] = [];
let connected = new Set<Client>();
let arrivals: Arrival[][] = [];
let arrived = 0;
let onArrival = (): void => {};

async function obey(command: Command): Promise<unknown> {
  switch (command.name) {
    case "join":
      return join(command.takes);
    case "open":
      return open(command.takes.atOnce);
    case "drop":
      await Promise.all(clients.map((client) => client.drop()));
      connected = new Set();
      return null;
    case "leave":
      await Promise.all(clients.map((client) => client.drop()));
      clients = [];
      connected = new Set();
      arrivals = [];
      arrived = 0;
      return null;
    case "wait":
      return wait(command.takes);
    case "take": {
      const taken = arrivals;
      arrivals = clients.map(() => []);
      arrived = 0;
      return taken;
    }
  }
}

function join({ url, protocol, tokens }: Extract<Command, { name: "join" }>["takes"]): null {
  for (const token of tokens) {
    const index = clients.length;
    arrivals.push([]);
    const receive = (arrival: Arrival): void => {
      arrivals[index]?.push(arrival);
      arrived++;
      onArrival();
    };
    clients.push(new Client({ url, protocol }, token, receive));
  }
  return null;
}

async function open(atOnce: number): Promise<Opened> {
  const failures: string[] = [];
  let slowest = 0;
  const waiting = clients.filter((client) => !connected.has(client)).values();
  const startedAt = now();
  const openOnes = async (): Promise<void> => {
    for (const client of waiting)
      try {
        slowest = Math.max(slowest, await client.open());
        connected.add(client);
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
  };
  await Promise.all(Array.from({ length: atOnce }, openOnes));
  return { milliseconds: now() - startedAt, slowest, failures };
}

function wait({ count, timeoutMs }: Extract<Command, { name: "wait" }>["takes"]): Promise<null> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs, null);
    onArrival = () => {
      if (arrived < count) return;
      onArrival = () => {};
      clearTimeout(timer);
      resolve(null);
    };
    onArrival();
  });
}

async function answer(command: Command): Promise<void> {
  const answer = await obey(command).then(
    (answer): Answer => ({ answer }),
    (error: unknown): Answer => ({ error: String(error) }),
  );
  process.send?.(answer);
}

process.on("message", (command: Command) => void answer(command));
process.on("disconnect", () => process.exit());
