import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What must not outlive this process: a process (negative: a process group) with the signal that ends it, or a folder. */
export type Charge = { pid: number; signal: NodeJS.Signals } | { folder: string };

let guardian: ChildProcess | undefined;
const charges = new Map<number, Charge>();
let lastId = 0;

/**
 * Has `charge` ended or removed should this process die before calling the function that is returned, which lets go of
 * it. Holds for kill -9 and for a crash too, where no handler of this process runs: a small process of its own waits
 * for the end of this one.
 */
export function guard(charge: Charge): () => Promise<void> {
  guardian ??= startGuardian();
  const id = ++lastId;
  charges.set(id, charge);
  guardian.send({ id, charge });
  return () => release(id);
}

async function release(id: number): Promise<void> {
  if (!guardian || !charges.delete(id)) return;
  if (charges.size > 0) {
    guardian.send({ id });
    return;
  }
  const dismissed = guardian;
  guardian = undefined;
  dismissed.ref();
  const exited = once(dismissed, "exit");
  dismissed.send({ id }, () => dismissed.disconnect());
  await exited;
}

function startGuardian(): ChildProcess {
  const program = fileURLToPath(new URL("guardian-process.mjs", import.meta.url));
  // A group of its own, so that Ctrl-C and a closed terminal do not reach it.
  const child = fork(program, { detached: true, stdio: "ignore", execArgv: [] });
  child.unref();
  child.channel?.unref();
  child.once("exit", () => {
    if (guardian === child) guardian = undefined;
  });
  return child;
}
