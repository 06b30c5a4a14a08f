import { SUITE_SETTINGS } from "@/tests/support/app/settings";
import type { OwnPostgres } from "@/tests/support/postgres/own-postgres";
import { FaultProxy } from "@/tests/support/programs/fault-proxy";
import { startNginx } from "@/tests/support/programs/nginx";
import { atPort } from "@/tests/support/programs/ports";

import { Instance } from "./instance";
import type { Redis } from "./redis";

/** What runs for all scenarios. */
export interface Backing {
  postgres: OwnPostgres;
  /** In that Postgres. */
  databaseUrl: string;
  redis: Redis;
}

/** Connections that a fault proxy can be put into: of clients, and of an instance to its services. */
export type Wire = "clients" | "redis" | "postgres";

export interface StageOptions {
  /** Wires that lead through a fault proxy, one for each instance. */
  proxied?: readonly Wire[];
  /** Clients come through nginx instead of choosing an instance themselves. */
  nginx?: boolean;
  /** Environment of single instances, by index. */
  env?: readonly Record<string, string>[];
}

const INSTANCES = 2;

/** Two instances of the production build, with fault proxies where a scenario wants them. */
export class Stage {
  readonly #closers: (() => unknown)[] = [];
  readonly instances: Instance[] = [];
  /** By instance; empty for wires that are not proxied. */
  readonly wires: Record<Wire, FaultProxy[]> = { clients: [], redis: [], postgres: [] };
  /** Addresses at which clients and producers connect. */
  readonly entrances: string[] = [];

  private constructor(
    readonly backing: Backing,
    private readonly options: StageOptions,
  ) {}

  static async open(backing: Backing, options: StageOptions): Promise<Stage> {
    const stage = new Stage(backing, options);
    try {
      await stage.#reviveBacking();
      await Promise.all(Array.from({ length: INSTANCES }, (_, index) => stage.#openInstance(index)));
      if (options.nginx === true) await stage.#openNginx();
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  /** The end of every fault: what was there at the beginning is there again. */
  async heal(): Promise<void> {
    await this.#reviveBacking();
    await Promise.all(Object.values(this.wires).flatMap((proxies) => proxies.map((proxy) => proxy.heal())));
    await Promise.all(this.instances.map((instance) => instance.start()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#closers.map((close) => close()));
  }

  async #reviveBacking(): Promise<void> {
    const { postgres, redis } = this.backing;
    redis.thaw();
    await Promise.all([postgres.start(), redis.start()]);
  }

  async #openInstance(index: number): Promise<void> {
    const { postgres, databaseUrl, redis } = this.backing;
    const instance = await Instance.start({
      ...SUITE_SETTINGS,
      DATABASE_URL: atPort(databaseUrl, await this.#port("postgres", index, postgres.port)),
      REDIS_URL: `redis://127.0.0.1:${await this.#port("redis", index, redis.port)}`,
      ...this.options.env?.[index],
    });
    this.#closers.push(() => instance.kill());
    this.instances[index] = instance;
    this.entrances[index] = `http://127.0.0.1:${await this.#port("clients", index, instance.port)}`;
  }

  async #openNginx(): Promise<void> {
    const nginx = await startNginx(this.instances.map(({ url }) => url));
    this.#closers.push(() => nginx.stop());
    this.entrances.splice(0, INSTANCES, nginx.url);
  }

  /** The port to connect to for what listens on `target`. */
  async #port(wire: Wire, index: number, target: number): Promise<number> {
    if (this.options.proxied?.includes(wire) !== true) return target;
    const proxy = await FaultProxy.start(target);
    this.#closers.push(() => proxy.stop());
    this.wires[wire][index] = proxy;
    return proxy.port;
  }
}
