interface Alarm {
  /** By the clock of timers, which nobody sets. */
  dueAt: number;
  timer: ReturnType<typeof setTimeout>;
  ring: () => void;
}

/**
 * Named timers; each rings once. The timers of a hidden tab are up to a minute late, but messages from a visible tab arrive in
 * time: on such a message, `ringDue` rings what is overdue.
 */
export class Alarms {
  readonly #alarms = new Map<string, Alarm>();

  /** Rings after this time, in place of the alarm of the same name. Null only calls that off. */
  set(name: string, milliseconds: number | null, ring: () => void): void {
    clearTimeout(this.#alarms.get(name)?.timer);
    this.#alarms.delete(name);
    if (milliseconds === null) return;
    const timer = setTimeout(() => this.#ring(name), milliseconds);
    this.#alarms.set(name, { dueAt: performance.now() + milliseconds, timer, ring });
  }

  ringDue(): void {
    for (const [name, { dueAt }] of this.#alarms) if (dueAt <= performance.now()) this.#ring(name);
  }

  #ring(name: string): void {
    const alarm = this.#alarms.get(name);
    clearTimeout(alarm?.timer);
    this.#alarms.delete(name);
    alarm?.ring();
  }
}
