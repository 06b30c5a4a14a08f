/** What a window says to whoever wants to take from it. */
export interface Take {
  /** All that was asked for, or nothing. */
  taken: boolean;
  /** Until the window ends, and the whole limit is there again. */
  msLeft: number;
}

/** So many in so much time, by name, counted in this process. A window begins with the first take. */
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

  /** Undoes a take. Only while its window lasts. */
  giveBack(name: string, count: number): void {
    const window = this.#windows.get(name);
    if (window) window.used -= count;
  }
}
