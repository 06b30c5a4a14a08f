interface Alarm {
  /** By the clock of timers, which nobody sets. */
  dueAt: number;
  timer: ReturnType<typeof setTimeout>;
  ring: () => void;
}

/**
 * Timers by name, of which each rings once. `ringDue` rings those that should have rung: the timers of a hidden tab are up to a
 * minute late, while messages from a tab that somebody looks at arrive in time.
 */
export class Alarms {
  readonly #alarms = new Map<string, Alarm>();

  set(name: string, milliseconds: number, ring: () => void): void {
    this.clear(name);
    const timer = setTimeout(() => this.#ring(name), milliseconds);
    this.#alarms.set(name, { dueAt: performance.now() + milliseconds, timer, ring });
  }

  clear(name: string): void {
    clearTimeout(this.#alarms.get(name)?.timer);
    this.#alarms.delete(name);
  }

  clearAll(): void {
    for (const name of this.#alarms.keys()) this.clear(name);
  }

  ringDue(): void {
    for (const [name, { dueAt }] of this.#alarms) if (dueAt <= performance.now()) this.#ring(name);
  }

  #ring(name: string): void {
    const alarm = this.#alarms.get(name);
    this.clear(name);
    alarm?.ring();
  }
}
