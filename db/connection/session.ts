import { once } from "node:events";
import { connect, type Socket } from "node:net";

import postgres from "postgres";

import type { DatabaseAddress } from "./database-url";
import { secure } from "./secure";

/** What columns and parameters are in JavaScript, beyond what the driver knows. */
type Types = { position: number; integers: Elements; positions: Elements; ids: Elements };
/** Of an array. */
export type Elements = readonly (string | number)[];

/** The driver, on one connection. */
export type Driver = postgres.Sql<Types>;
/** A question to the driver. */
export type Ask<Result> = (driver: Driver) => PromiseLike<Result>;
export type DriverOptions = postgres.Options<{ [Name in keyof Types]: postgres.PostgresType<Types[Name]> }>;

/** For the network and TLS, and again for the login: one lost packet is made good within it. */
const CONNECT_MS = 1_500;

/** The connection of a session is gone. */
class SessionLostError extends Error {
  readonly code = "CONNECTION_CLOSED";

  constructor() {
    super("the connection to the database was lost");
    this.name = "SessionLostError";
  }
}

class ConnectTimeoutError extends Error {
  readonly code = "CONNECT_TIMEOUT";

  constructor() {
    super(`the database did not let us in within ${CONNECT_MS} ms`);
    this.name = "ConnectTimeoutError";
  }
}

/** No session was begun: the server is away, refuses it, or is not the one it should be. */
class ConnectError extends Error {
  /** Of the system, of TLS, or an SQLSTATE. */
  readonly code: string;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = "ConnectError";
    this.code = cause instanceof Error && "code" in cause ? String(cause.code) : "CONNECT_FAILED";
  }
}

/** True for a ConnectError of any copy of this module: Next makes one for the start and one for the routes. */
export function isConnectError(error: unknown): error is ConnectError {
  return error instanceof Error && error.name === "ConnectError";
}

/**
 * One connection to the database, opened by its first statement. Once lost it stays lost: a postgres.js that reconnects
 * can commit the rest of a broken transaction inside another one, crash the process, or never send anything again
 * (porsager/postgres#1215, #1208, #1193).
 */
export class Session {
  readonly openedAt = performance.now();
  readonly #address: DatabaseAddress;
  readonly #driver: Driver;
  #socket: Socket | undefined;
  /** The server has let us in. */
  #begun = false;
  #lost = false;

  constructor(address: DatabaseAddress, options: DriverOptions) {
    this.#address = address;
    const { host, port, database, user, password, applicationName, options: serverOptions } = address;
    const settings = {
      ...options,
      host,
      port,
      ...(database !== undefined && { database }),
      ...(user !== undefined && { user }),
      ...(password !== undefined && { password }),
      connection: {
        ...options.connection,
        ...(applicationName !== undefined && { application_name: applicationName }),
        ...(serverOptions !== undefined && { options: serverOptions }),
      },
      max: 1,
      max_lifetime: null,
      connect_timeout: CONNECT_MS / 1000,
      // The first that a server says in a session.
      onparameter: () => (this.#begun = true),
      onclose: () => (this.#lost = true),
      // The driver gets a connection that is encrypted already.
      ssl: false,
      socket: () => this.#connect(),
    };
    this.#driver = postgres(settings);
  }

  get lost(): boolean {
    return this.#lost;
  }

  /** What the driver answers. Throws ConnectError if there is no session. */
  async run<Result>(ask: Ask<Result>): Promise<Result> {
    if (this.#lost) throw new SessionLostError();
    try {
      return await ask(this.#driver);
    } catch (error) {
      throw this.#begun ? error : new ConnectError(error);
    }
  }

  /** At once, whatever is going on: the server then rolls back what is not committed. */
  close(): void {
    this.#lost = true;
    void this.#driver.end({ timeout: 0 });
  }

  async #connect(): Promise<Socket> {
    if (this.#lost || this.#socket) throw new SessionLostError();
    const { host, port, path, encryption } = this.#address;
    const socket = path === undefined ? connect(port, host) : connect(path);
    this.#socket = socket;
    const closed = new AbortController();
    socket.once("close", () => {
      this.#lost = true;
      closed.abort();
    });
    socket.on("error", () => {
      // Told to whoever waits for it.
    });
    const timer = setTimeout(() => socket.destroy(new ConnectTimeoutError()), CONNECT_MS);
    const { signal } = closed;
    try {
      await once(socket, "connect", { signal });
      return encryption ? await secure(socket, encryption, signal) : socket;
    } catch (error) {
      socket.destroy();
      throw signal.aborted && isAbort(error) ? new SessionLostError() : error;
    } finally {
      clearTimeout(timer);
    }
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
