import type { Load } from "./load";

const PLAIN_EVERY_MS = 10_000;
const TERMINAL_EVERY_MS = 500;

/** Says what is going on: one line that changes in a terminal, a line now and then elsewhere. */
export class Progress {
  #load: Load | undefined;
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly name: string) {
    this.#timer = setInterval(() => this.#show(), process.stdout.isTTY ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS);
    this.#show();
  }

  watch(load: Load): void {
    this.#load = load;
  }

  /** `outcome` ends the line. */
  end(outcome: string): void {
    clearInterval(this.#timer);
    this.#write(`${this.#line()}  ${outcome}\n`);
  }

  #show(): void {
    this.#write(process.stdout.isTTY ? this.#line() : `${this.#line()}\n`);
  }

  #line(): string {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(0).padStart(4);
    const { devices = [], producer, received = 0 } = this.#load ?? {};
    const synced = devices.filter((device) => device.synced).length;
    const counters = `${synced}/${devices.length} connected, ${producer?.accepted.length ?? 0} accepted, ${received} received`;
    return `${seconds} s  ${this.name}: ${counters}`;
  }

  #write(line: string): void {
    process.stdout.write(process.stdout.isTTY ? `\r\x1b[K${line}` : line);
  }
}
