import { log } from "../telemetry/log";

/** Runs a task again and again, never twice at once, until stopped. Repeated failures are logged once. */
export function every(milliseconds: number, task: () => void | Promise<void>): { stop(): void } {
  let running = false;
  let failing = false;

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    try {
      await task();
      failing = false;
    } catch (error) {
      if (!failing) log().error({ event: "task_failed", err: error }, "A repeated task fails.");
      failing = true;
    } finally {
      running = false;
    }
  }

  const timer = setInterval(() => void run(), milliseconds);
  // The server keeps the process alive, not this.
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
