import { Redis as Connection } from "ioredis";

import { restartablePort } from "@/tests/support/programs/ports";
import { startRedis, type RedisServer } from "@/tests/support/redis/redis";

/** A Redis that can die, freeze, forget everything and come back on the same port. It keeps nothing on disk. */
export class Redis {
  #server: RedisServer | undefined;

  private constructor(readonly port: number) {}

  static async start(): Promise<Redis> {
    const redis = new Redis(await restartablePort());
    await redis.start();
    return redis;
  }

  async start(): Promise<void> {
    this.#server ??= await startRedis({ port: this.port });
  }

  /** SIGKILL. Also how it is stopped: it has nothing to save. */
  async kill(): Promise<void> {
    const killed = this.#server;
    this.#server = undefined;
    await killed?.stop();
  }

  /** Connections stay open and nobody answers. */
  freeze(): void {
    if (this.#server) process.kill(this.#server.pid, "SIGSTOP");
  }

  thaw(): void {
    if (this.#server) process.kill(this.#server.pid, "SIGCONT");
  }

  /** FLUSHALL, and an end to every connection that subscribes. */
  async forget(): Promise<void> {
    const connection = new Connection(this.port);
    try {
      await connection.flushall();
      await connection.call("CLIENT", "KILL", "TYPE", "pubsub");
    } finally {
      connection.disconnect();
    }
  }
}
