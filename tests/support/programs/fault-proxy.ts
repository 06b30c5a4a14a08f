import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

import { restartablePort } from "./ports";

/** One client's connection and what it leads to. */
interface Link {
  client: Socket;
  server: Socket;
  /** Bytes go nowhere and nobody is told: what is left of a connection when a machine between its ends has gone. */
  halfOpen: boolean;
  /** Set while what comes next from the server is to be cut in its middle. */
  cutNext?: (chunk: Buffer) => void;
}

/** How connections are lost: with RST, with FIN, or with FIN in the middle of whatever comes next from the server. */
export type Cut = "reset" | "end" | "in-frame";

/** To the server, or from it. */
export type Direction = "up" | "down";

/** A TCP proxy that does to connections what networks do. */
export class FaultProxy {
  readonly #links = new Set<Link>();
  readonly #frozen = new Set<Direction>();
  #swallowing = false;
  readonly #server: Server;

  private constructor(
    readonly port: number,
    public target: number,
  ) {
    // A FIN ends one direction only, as it does without a proxy.
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  /**
   * Forwards to the port `target` of 127.0.0.1, whether something listens there yet or not. Once that is set anew, the next
   * connections lead there; those that exist stay where they are.
   */
  static async start(target: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(await restartablePort(), target);
    await proxy.accept();
    return proxy;
  }

  /** Clients that are connected and have not left. */
  get connections(): number {
    return Array.from(this.#links).filter(({ client }) => !client.readableEnded && !client.destroyed).length;
  }

  /** Loses the connections that `hit` picks, or all; the next ones are forwarded as before. */
  cut(how: Cut, hit = () => true): void {
    for (const link of this.#links) {
      if (link.halfOpen || !hit()) continue;
      if (how === "in-frame") cutInFrame(link);
      else if (how === "reset") for (const socket of [link.client, link.server]) socket.resetAndDestroy();
      else for (const socket of [link.client, link.server]) socket.destroy();
    }
  }

  /** Nothing gets through in these directions until `heal`, on new connections neither; nothing is lost. */
  freeze(...directions: Direction[]): void {
    for (const direction of directions) this.#frozen.add(direction);
    for (const link of this.#links) this.#arrange(link);
  }

  /** Swallows all that goes through the connections that `hit` picks, or all, and closes neither side. New ones are forwarded. */
  halfOpen(hit = () => true): void {
    for (const link of this.#links) {
      if (!hit()) continue;
      link.halfOpen = true;
      this.#arrange(link);
    }
  }

  /** From now on nothing passes, on the connections there are and on new ones, and no end is told that it is so. */
  swallow(): void {
    this.#swallowing = true;
    this.halfOpen();
  }

  /** New connections are forwarded again. Those that were swallowed stay dead. */
  pass(): void {
    this.#swallowing = false;
  }

  /** Nobody can connect until `accept`; connections that exist stay. */
  refuse(): void {
    if (this.#server.listening) this.#server.close();
  }

  async accept(): Promise<void> {
    if (this.#server.listening) return;
    this.#server.listen(this.port, "127.0.0.1");
    await once(this.#server, "listening");
  }

  /** Forwards everything again. What was swallowed is gone, so those connections are reset. */
  async heal(): Promise<void> {
    this.#frozen.clear();
    this.#swallowing = false;
    for (const link of this.#links) {
      if (link.halfOpen) {
        reset(link);
        this.#links.delete(link);
      } else {
        if (link.cutNext) link.server.off("data", link.cutNext);
        delete link.cutNext;
        this.#arrange(link);
      }
    }
    await this.accept();
  }

  stop(): void {
    this.refuse();
    for (const link of this.#links) reset(link);
  }

  #accept(client: Socket): void {
    const server = connect({ port: this.target, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    client.setNoDelay(true);
    const link: Link = { client, server, halfOpen: this.#swallowing };
    this.#links.add(link);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.on("error", () => {
        // `close` says so too, and is what counts.
      });
      socket.on("close", (failed: boolean) => {
        if (link.halfOpen) return;
        this.#links.delete(link);
        if (failed) other.resetAndDestroy();
        else other.destroySoon();
      });
    }
    this.#arrange(link);
  }

  #arrange({ client, server, halfOpen }: Link): void {
    for (const [direction, from, to] of [
      ["up", client, server],
      ["down", server, client],
    ] as const) {
      from.unpipe(to);
      if (halfOpen) from.resume();
      else if (this.#frozen.has(direction)) from.pause();
      else from.pipe(to);
    }
  }
}

function reset({ client, server }: Link): void {
  for (const socket of [client, server]) socket.resetAndDestroy();
}

function cutInFrame(link: Link): void {
  const { client, server } = link;
  if (link.cutNext) return;
  link.cutNext = (chunk) => {
    client.end(chunk.subarray(0, chunk.length / 2));
    server.destroy();
  };
  server.unpipe(client);
  server.once("data", link.cutNext);
  server.resume();
}
