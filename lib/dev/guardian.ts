import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Must not outlive this process: a process (negative: a process group) with the signal that ends it, or a folder. */
export type Charge = { pid: number; signal: NodeJS.Signals } | { folder: string };

let guardian: ChildProcess | undefined;
const charges = new Map<number, Charge>();
let lastId = 0;

/**
 * Ends or removes `charge` if this process dies first, even by kill -9 or a crash: a small second process waits for the
 * end of this one. Returns a function that lets go of the charge.
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
  // Detached, so that Ctrl-C and a closed terminal do not reach it.
  const child = fork(program, { detached: true, stdio: "ignore", execArgv: [] });
  child.unref();
  child.channel?.unref();
  child.once("exit", () => {
    if (guardian === child) guardian = undefined;
  });
  return child;
}
