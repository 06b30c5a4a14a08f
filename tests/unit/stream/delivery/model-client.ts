import type { StreamWitness } from "./stream-witness";

/** Next does both when a connection ends, the first one first. */
export type Leaving = "aborts" | "cancels" | "aborts and cancels";

/** The far end of one `text/event-stream` body, that takes what it is sent when the test says so. */
export class ModelClient {
  readonly witness: StreamWitness;
  readonly isExpired: boolean;
  /** The body has been read to its end. */
  ended = false;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #abort: AbortController;
  #appetite = 0;
  #taking = false;
  #taken = 0;

  constructor(witness: StreamWitness, body: ReadableStream<Uint8Array>, abort: AbortController, isExpired: boolean) {
    this.witness = witness;
    this.isExpired = isExpired;
    this.#reader = body.getReader();
    this.#abort = abort;
  }

  /** Takes the next `frames` frames, as they come. */
  take(frames: number): void {
    this.#appetite = frames;
    if (!this.#taking) void this.#takeAll();
  }

  async #takeAll(): Promise<void> {
    this.#taking = true;
    while (this.#appetite > 0 && !this.ended) {
      this.witness.take();
      const { done, value } = await this.#reader.read();
      this.#appetite--;
      if (done) this.ended = true;
      else if (value !== this.witness.frames[this.#taken++]) this.witness.faults.push("a client read another frame");
    }
    this.#taking = false;
  }

  get hasTakenAll(): boolean {
    return this.#taken === this.witness.frames.length;
  }

  async leave(how: Leaving): Promise<void> {
    this.#appetite = 0;
    if (how !== "cancels") this.#abort.abort();
    if (how !== "aborts") await this.#reader.cancel();
  }
}
