import { once } from "node:events";

import { WebSocket } from "ws";

interface Answer {
  id: number | null;
  type: "success" | "error" | "event";
  result?: unknown;
  error?: string;
  message?: string;
}

/** Commands of WebDriver BiDi and their answers, over its WebSocket. */
export class BidiConnection {
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(reason: Error): void }>();
  #lastId = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data: Buffer) => this.#receive(JSON.parse(data.toString()) as Answer));
    socket.on("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("the browser has closed its connection"));
    });
  }

  static async open(url: string): Promise<BidiConnection> {
    const socket = new WebSocket(url);
    await once(socket, "open");
    return new BidiConnection(socket);
  }

  /** Resolves with the result that the command's definition names, which is not checked. */
  async send<Result>(method: string, params: Record<string, unknown>): Promise<Result> {
    const id = ++this.#lastId;
    const answered = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.socket.send(JSON.stringify({ id, method, params }));
    return (await answered) as Result;
  }

  close(): void {
    this.socket.terminate();
  }

  #receive({ id, type, result, error, message }: Answer): void {
    if (id === null || type === "event") return;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (type === "success") waiting?.resolve(result);
    else waiting?.reject(new Error(`${error}: ${message}`));
  }
}
