import { readFile } from "node:fs/promises";

import getPort from "get-port";
import { Redis } from "ioredis";

/** Slots of every Redis Cluster. */
export const SLOT_COUNT = 16_384;

import type { Certificate } from "@/tests/support/programs/certificate";
import { until } from "@/tests/support/until";

import { startRedis, type RedisServer } from "./redis";

/** A node that its peers have not heard from for so long has failed. */
const NODE_TIMEOUT_MS = 1_500;

const CHANGE_TIMEOUT_MS = 20_000;
const PASSWORD = "p@ss:w/rd";

export interface ClusterNode extends RedisServer {
  id: string;
  /** For the commands of a test. */
  client: Redis;
}

export interface RedisCluster {
  primaries: readonly [ClusterNode, ClusterNode, ClusterNode];
  /** A replica of the first primary. */
  replica: ClusterNode;
  /** Resolves when every node has heard of what was changed by commands, and serves. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a real Redis Cluster of three primaries and one replica on 127.0.0.1; with a certificate, TLS and a password. */
export async function startRedisCluster(tls?: Certificate): Promise<RedisCluster> {
  const nodes: (ClusterNode & { busPort: number })[] = [];

  async function stop(): Promise<void> {
    for (const { client } of nodes) client.disconnect();
    await Promise.all(nodes.map((node) => node.stop()));
  }

  async function start(): Promise<void> {
    const [port, busPort] = await Promise.all([getPort({ host: "127.0.0.1" }), getPort({ host: "127.0.0.1" })]);
    const cluster = ["--cluster-enabled", "yes", "--cluster-port", String(busPort)];
    const timing = ["--cluster-node-timeout", String(NODE_TIMEOUT_MS), "--repl-diskless-sync-delay", "0"];
    const security = tls ? securityFlags(port, tls) : [];
    const server = await startRedis({ port, flags: [...cluster, ...timing, ...security] });
    const url = tls ? `rediss://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}` : server.url;
    const trust = tls ? { tls: { ca: await readFile(tls.certificate) } } : {};
    const client = new Redis(url, { maxRetriesPerRequest: null, ...trust });
    client.on("error", () => {
      // A test may stop the node.
    });
    nodes.push({ ...server, url, id: await client.cluster("MYID"), client, busPort });
  }

  async function settled(): Promise<void> {
    await until("all nodes agree", CHANGE_TIMEOUT_MS, async () => {
      const running = nodes.filter(({ client }) => client.status === "ready");
      const states = await Promise.all(running.map(({ client }) => client.cluster("INFO")));
      const views = await Promise.all(running.map(({ client }) => client.cluster("SLOTS")));
      const agreed = new Set(views.map((view) => JSON.stringify(view))).size === 1;
      return agreed && states.every((state) => state.includes("cluster_state:ok"));
    });
  }

  try {
    for (let index = 0; index < 4; index++) await start();
    const [first, second, third, replica] = nodes;
    if (!first || !second || !third || !replica) throw new Error("not all nodes have started");
    const primaries = [first, second, third] as const;
    for (const [index, { client }] of primaries.entries()) {
      const [from, to] = [index, index + 1].map((part) => Math.round((SLOT_COUNT * part) / primaries.length));
      await client.call("CLUSTER", "ADDSLOTSRANGE", String(from), String(Number(to) - 1));
      await client.call("CLUSTER", "SET-CONFIG-EPOCH", String(index + 1));
    }
    for (const { port, busPort } of nodes.slice(1))
      await first.client.call("CLUSTER", "MEET", "127.0.0.1", String(port), String(busPort));
    const met = async (): Promise<boolean> => String(await replica.client.cluster("NODES")).includes(first.id);
    await until("the replica knows its primary", CHANGE_TIMEOUT_MS, met);
    await replica.client.call("CLUSTER", "REPLICATE", first.id);
    const linked = async (): Promise<boolean> =>
      (await replica.client.info("replication")).includes("master_link_status:up");
    await until("the replica follows its primary", CHANGE_TIMEOUT_MS, linked);
    await settled();
    return { primaries, replica, settled, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function securityFlags(port: number, { certificate, key }: Certificate): string[] {
  const ports = ["--port", "0", "--tls-port", String(port)];
  const files = ["--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate];
  const use = ["--tls-cluster", "yes", "--tls-replication", "yes", "--tls-auth-clients", "no"];
  return [...ports, ...files, ...use, "--requirepass", PASSWORD, "--masterauth", PASSWORD];
}
