import { connect, type Socket } from "node:net";

import postgres from "postgres";

/** What columns and parameters are in JavaScript, beyond what the driver knows. */
type Types = { position: number; integers: Elements; positions: Elements; ids: Elements };
/** Of an array. */
export type Elements = readonly (string | number | null)[];

/** The driver, on one connection. */
export type Driver = postgres.Sql<Types>;
/** A question to the driver. */
export type Ask<Result> = (driver: Driver) => PromiseLike<Result>;
export type DriverOptions = postgres.Options<{ [Name in keyof Types]: postgres.PostgresType<Types[Name]> }>;

/** For the network, and again for the login: one lost packet is made good within it. */
const CONNECT_MS = 1_500;

/** What postgres.js asks a socket for. */
interface Address {
  host: readonly string[];
  port: readonly number[];
  path: string | false | undefined;
}

/** The connection of a session is gone. */
class SessionLostError extends Error {
  readonly code = "CONNECTION_CLOSED";

  constructor() {
    super("the connection to the database was lost");
    this.name = "SessionLostError";
  }
}

/**
 * One connection to the database, opened by its first statement. Once lost it stays lost: a postgres.js that reconnects
 * can commit the rest of a broken transaction inside another one, crash the process, or never send anything again
 * (porsager/postgres#1215, #1208, #1193).
 */
export class Session {
  readonly openedAt = performance.now();
  readonly #driver: Driver;
  #socket: Socket | undefined;
  #lost = false;

  constructor(url: string, options: DriverOptions) {
    const settings = {
      ...options,
      max: 1,
      max_lifetime: null,
      connect_timeout: CONNECT_MS / 1000,
      onclose: () => (this.#lost = true),
      socket: (address: Address) => this.#connect(address),
    };
    this.#driver = postgres(url, settings);
  }

  get lost(): boolean {
    return this.#lost;
  }

  /** What the driver answers. */
  async run<Result>(ask: Ask<Result>): Promise<Result> {
    if (this.#lost) throw new SessionLostError();
    return ask(this.#driver);
  }

  /** At once, whatever is going on: the server then rolls back what is not committed. */
  close(): void {
    this.#lost = true;
    void this.#driver.end({ timeout: 0 });
  }

  #connect({ host: [host = "localhost"], port: [port = 5432], path }: Address): Promise<Socket> {
    return new Promise((resolve, reject) => {
      if (this.#lost || this.#socket) throw new SessionLostError();
      const socket = path ? connect(path) : connect(port, host);
      this.#socket = socket;
      const timer = setTimeout(() => socket.destroy(), CONNECT_MS);
      socket.once("connect", () => {
        clearTimeout(timer);
        // postgres.js takes the name for TLS from here.
        resolve(Object.assign(socket, { host }));
      });
      socket.once("error", reject);
      socket.once("close", () => {
        clearTimeout(timer);
        this.#lost = true;
        reject(new SessionLostError());
      });
    });
  }
}
