import { constants } from "node:os";
import { setImmediate as immediate, setTimeout as delay } from "node:timers/promises";

import { endConnectionsWithTheirResponse, takeOverSignals, type StopSignal } from "./server-hooks";

/**
 * The longest time from the end of the drain to the end of the process. Longer than the slowest request, which waits less than
 * six seconds for the database, and shorter than the ten seconds of `docker stop`.
 */
const CLOSE_MS = 8_000;

interface Shutdown {
  /** How long to go on serving, so that load balancers notice and stop sending requests here. */
  drainSeconds: number;
  /** Called at the signal. Readiness must fail from then on. */
  onStop(): void;
  /** Awaited after the drain, while the server still serves. */
  onDrained(): Promise<void>;
  /** Called just before the listener closes. */
  onClose(): void;
}

/**
 * On SIGTERM and SIGINT drains, and then lets Next close its listener and wait for open responses. A second signal ends the
 * drain.
 */
export function handleShutdown({ drainSeconds, onStop, onDrained, onClose }: Shutdown): void {
  const secondSignal = new AbortController();
  let stopping = false;
  takeOverSignals((signal, close) => {
    if (stopping) return secondSignal.abort();
    stopping = true;
    void shutDown(signal, close);
  });

  async function shutDown(signal: StopSignal, close: (() => void) | null): Promise<void> {
    onStop();
    endConnectionsWithTheirResponse();
    // Without `close` something else is closing the listener right now and waits for the streams.
    if (close) await delay(drainSeconds * 1000, undefined, { signal: secondSignal.signal }).catch(() => {});
    await onDrained();
    onClose();
    // Ending thousands of streams takes a while. Accept the connections made meanwhile, which would be reset otherwise.
    await immediate();
    close?.();
    // Neither a client that reads nothing nor a request that never completes may hold up a deployment.
    setTimeout(() => process.exit(128 + constants.signals[signal]), CLOSE_MS).unref();
  }
}
