import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to a port of 127.0.0.1 that can go wrong like a network. */
export class TcpProxy {
  readonly #sockets = new Set<Socket>();
  readonly #clients = new Set<Socket>();
  #swallowing = false;

  private constructor(
    readonly port: number,
    public target: number,
    readonly close: () => Promise<void>,
  ) {}

  /** Connections made after `target` is set lead there; those that exist stay where they are. */
  static async start(target: number): Promise<TcpProxy> {
    const server = createServer({ pauseOnConnect: true }, (socket) => proxy.#accept(socket));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const proxy = new TcpProxy((server.address() as AddressInfo).port, target, async () => {
      for (const socket of proxy.#sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return proxy;
  }

  /** Clients that are connected. */
  get connections(): number {
    return this.#clients.size;
  }

  /** From now on nothing passes, on the connections there are and on new ones, and no end is told that it is so. */
  swallow(): void {
    this.#swallowing = true;
    for (const socket of this.#sockets) socket.pause().removeAllListeners("data");
  }

  /** New connections pass again. Those that were swallowed stay dead. */
  pass(): void {
    this.#swallowing = false;
  }

  #accept(client: Socket): void {
    this.#keep(client);
    this.#clients.add(client);
    client.once("close", () => this.#clients.delete(client));
    if (this.#swallowing) return;
    const server = connect(this.target, "127.0.0.1");
    this.#keep(server);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on("data", (bytes) => to.write(bytes));
      from.once("close", () => to.destroy());
    }
    client.resume();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#sockets.delete(socket));
  }
}
