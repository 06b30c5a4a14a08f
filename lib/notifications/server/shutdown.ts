import { constants } from "node:os";
import { setImmediate as immediate, setTimeout as delay } from "node:timers/promises";

import { endConnectionsWithTheirResponse, takeOverSignals, type StopSignal } from "./server-hooks";

/**
 * From the end of the drain to the end of the process, whoever has not finished by then. More than the slowest request
 * (less than six seconds of database), less than the ten that `docker stop` grants.
 */
const CLOSE_MS = 8_000;

interface Shutdown {
  /** How long to go on serving, so that whoever polls readiness stops sending requests here. */
  drainSeconds: number;
  /** Asked to stop: say so to whoever asks for readiness. */
  onStop(): void;
  /** Awaited after the drain, while everything is served as before. */
  onDrained(): Promise<void>;
  /** Last call before the listener closes. */
  onClose(): void;
}

/**
 * Decides what SIGTERM and SIGINT do: drain, then what had been listening to them so far, which is Next closing its
 * listener and waiting for open responses. A second signal ends the drain.
 */
export function handleShutdown({ drainSeconds, onStop, onDrained, onClose }: Shutdown): void {
  const hurry = new AbortController();
  let stopping = false;
  takeOverSignals((signal, close) => {
    if (stopping) return hurry.abort();
    stopping = true;
    void shutDown(signal, close);
  });

  async function shutDown(signal: StopSignal, close: (() => void) | null): Promise<void> {
    onStop();
    endConnectionsWithTheirResponse();
    // Nothing was taken over: whoever closes the listener is doing it at this moment, and waits for the streams.
    if (close) await delay(drainSeconds * 1000, undefined, { signal: hurry.signal }).catch(() => {});
    await onDrained();
    onClose();
    // Ending thousands of streams takes a while. Who connected meanwhile is let in first, or would be reset.
    await immediate();
    close?.();
    // A reader that takes nothing, a request that never gets complete: neither may hold up a deployment.
    setTimeout(() => process.exit(128 + constants.signals[signal]), CLOSE_MS).unref();
  }
}
