/** The answer to somebody who takes from a window. */
export interface Take {
  /** True for all, false for nothing. */
  taken: boolean;
  /** Until the window ends, and the whole limit is available again. */
  msLeft: number;
}

/** Limits how much each name takes in a time. Counted in this process; a window begins with the first take. */
export class LocalWindow {
  readonly #limit: number;
  readonly #durationMs: number;
  readonly #windows = new Map<string, { used: number; endsAt: number }>();

  constructor(limit: number, durationMs: number) {
    this.#limit = limit;
    this.#durationMs = durationMs;
  }

  take(name: string, count: number): Take {
    const now = performance.now();
    let window = this.#windows.get(name);
    if (!window || window.endsAt <= now) {
      window = { used: 0, endsAt: now + this.#durationMs };
      this.#windows.set(name, window);
    }
    const taken = window.used + count <= this.#limit;
    if (taken) window.used += count;
    return { taken, msLeft: window.endsAt - now };
  }

  /** Undoes a take. To be called only while its window lasts. */
  giveBack(name: string, count: number): void {
    const window = this.#windows.get(name);
    if (window) window.used -= count;
  }
}
