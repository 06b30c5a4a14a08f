import { once } from "node:events";
import { connect, type Socket } from "node:net";

import postgres from "postgres";

import type { DatabaseAddress } from "./database-url";
import { DRIVER_OPTIONS, type Ask, type Driver, type DriverOptions } from "./driver";
import { secure } from "./secure";
import { ConnectError, UnavailableError } from "./unavailable";

/** For the network and TLS, and again for the login. One lost packet is sent again within it. */
const CONNECT_MS = 1_500;

/** One connection to the database, opened by its first statement. It never reconnects: once lost, it stays lost. */
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
      ...DRIVER_OPTIONS,
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
      // The first thing a server says in a session.
      onparameter: () => (this.#begun = true),
      onclose: () => (this.#lost = true),
      // The driver gets a socket that is already encrypted.
      ssl: false,
      socket: () => this.#connect(),
    };
    this.#driver = postgres(settings);
  }

  get lost(): boolean {
    return this.#lost;
  }

  /** The answer of the driver. Throws ConnectError if no session begins. */
  async run<Result>(ask: Ask<Result>): Promise<Result> {
    if (this.#lost) throw lostError();
    try {
      return await ask(this.#driver);
    } catch (error) {
      throw this.#begun ? error : new ConnectError(error);
    }
  }

  /** Closes the connection at once, whatever is going on. The server then rolls back what is not committed. */
  close(): void {
    this.#lost = true;
    void this.#driver.end({ timeout: 0 });
  }

  async #connect(): Promise<Socket> {
    if (this.#lost || this.#socket) throw lostError();
    const { host, port, path, encryption } = this.#address;
    const socket = path === undefined ? connect(port, host) : connect(path);
    this.#socket = socket;
    const closed = new AbortController();
    socket.once("close", () => {
      this.#lost = true;
      closed.abort();
    });
    // Whoever waits for the socket hears of the error. Without a listener it would end the process.
    socket.on("error", () => {});
    const tooLate = new UnavailableError("CONNECT_TIMEOUT", `the database did not let us in within ${CONNECT_MS} ms`);
    const timer = setTimeout(() => socket.destroy(tooLate), CONNECT_MS);
    const { signal } = closed;
    try {
      await once(socket, "connect", { signal });
      return encryption ? await secure(socket, encryption, signal) : socket;
    } catch (error) {
      socket.destroy();
      throw signal.aborted && error instanceof Error && error.name === "AbortError" ? lostError() : error;
    } finally {
      clearTimeout(timer);
    }
  }
}

function lostError(): UnavailableError {
  return new UnavailableError("CONNECTION_CLOSED", "the connection to the database was lost");
}
