import hashSlot from "cluster-key-slot";

import { every } from "../../every";
import type { Bus, BusListener, Message } from "../bus";
import { clusterSlots, SLOT_COUNT, type SlotRange } from "./cluster-slots";
import { OutageLog } from "./outage-log";
import { shardedPubSub } from "./pub-sub";
import { errorCode } from "./redis-connection";
import { RedisPublisher } from "./redis-publisher";
import { RedisSubscriber } from "./redis-subscriber";

/** How soon the nodes are asked again who serves what, while something is known to be wrong. */
const RETRY_MS = 500;
/** The same while nothing is. */
const RECHECK_MS = 30_000;

/** What Redis answers for a channel that belongs elsewhere, or nowhere for now. */
const MISPLACED = new Set(["MOVED", "CLUSTERDOWN"]);

interface Node {
  url: string;
  publisher: RedisPublisher;
  subscriber: RedisSubscriber;
}

/**
 * A doorbell between processes on a Redis Cluster, which spreads the load over its nodes: sharded pub/sub, where each
 * channel lives on the primary that serves its slot. It follows the slots wherever they move.
 */
export class RedisClusterBus implements Bus {
  readonly #seeds: readonly string[];
  readonly #outages = new OutageLog();
  readonly #wanted = new Set<string>();
  /** The primaries, by URL. */
  readonly #nodes = new Map<string, Node>();
  /** Which of them serves each slot. */
  #owners: readonly (Node | undefined)[] = [];
  #listener: BusListener | undefined;
  /** The URL of a node that knows better, or true when nobody in particular does. */
  #outdated: string | boolean = false;
  #recheckAt = 0;
  #discovery: Promise<void> | undefined;
  readonly #check: { stop(): void };
  #closed = false;

  /** `urls` of some of the nodes, primaries or not: the first that answers names the others. */
  constructor(urls: readonly string[]) {
    this.#seeds = urls;
    this.#check = every(RETRY_MS, () => this.#keepUp());
    void this.#discover();
  }

  listen(listener: BusListener): void {
    this.#listener = listener;
  }

  async publish(messages: readonly Message[]): Promise<void> {
    const byNode = new Map<Node | undefined, Message[]>();
    for (const message of messages) {
      const node = this.#owner(message.channel);
      const batch = byNode.get(node);
      if (batch) batch.push(message);
      else byNode.set(node, [message]);
    }
    await Promise.all(Array.from(byNode, ([node, batch]) => this.#publishOn(node, batch)));
  }

  async subscribe(channel: string): Promise<void> {
    this.#wanted.add(channel);
    await this.#owner(channel)?.subscriber.subscribe(channel);
  }

  unsubscribe(channel: string): void {
    this.#wanted.delete(channel);
    this.#owner(channel)?.subscriber.unsubscribe(channel);
  }

  /** "down" while any part of the cluster is: the users there are served more slowly. */
  status(): "up" | "down" {
    return this.#owners.length > 0 && !this.#owners.includes(undefined) && [...this.#nodes.values()].every(isUp)
      ? "up"
      : "down";
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#check.stop();
    await Promise.all([this.#discovery, ...Array.from(this.#nodes.values(), close)]);
  }

  #owner(channel: string): Node | undefined {
    return this.#owners[hashSlot(channel)];
  }

  async #publishOn(node: Node | undefined, messages: readonly Message[]): Promise<void> {
    if (!node) throw new Error("no node of the Redis Cluster serves this slot");
    try {
      await node.publisher.publish(messages);
    } catch (error) {
      if (error instanceof Error) this.#suspect(node.url, errorCode(error));
      throw error;
    }
  }

  #suspect(url: string, reason: string): void {
    if (MISPLACED.has(reason)) this.#outdated = reason === "MOVED" ? url : true;
  }

  async #keepUp(): Promise<void> {
    if (this.#outdated || this.status() === "down" || Date.now() >= this.#recheckAt) await this.#discover();
  }

  #discover(): Promise<void> {
    this.#recheckAt = Date.now() + RECHECK_MS;
    return (this.#discovery ??= this.#askNodes().finally(() => (this.#discovery = undefined)));
  }

  /** Asks one node after the other who serves what, until one answers. */
  async #askNodes(): Promise<void> {
    const informed = typeof this.#outdated === "string" ? [this.#outdated] : [];
    this.#outdated = false;
    // In any order, since one of them may not have heard the news; but first those that answer.
    const nodes = [...this.#nodes.values()].toSorted(() => Math.random() - 0.5);
    const up = nodes.filter(isUp).map(({ url }) => url);
    const all = nodes.map(({ url }) => url);
    for (const url of new Set([...informed, ...up, ...this.#seeds, ...all])) {
      const ranges = await clusterSlots(url).catch(() => []);
      if (this.#closed) return;
      if (ranges.length > 0) return this.#adopt(ranges);
    }
    this.#outages.away("no node of the cluster answers");
  }

  #adopt(ranges: readonly SlotRange[]): void {
    const before = this.#owners;
    const owners = Array.from<Node | undefined>({ length: SLOT_COUNT });
    for (const { first, last, url } of ranges) owners.fill(this.#node(url), first, last + 1);
    this.#owners = owners;

    const late: Promise<boolean>[] = [];
    for (const channel of this.#wanted) {
      const slot = hashSlot(channel);
      const owner = owners[slot];
      // The old one drops the subscription by itself when it learns that the slot has moved.
      if (owner !== before[slot]) before[slot]?.subscriber.forget(channel);
      if (owner && !owner.subscriber.wants(channel)) late.push(owner.subscriber.subscribe(channel));
    }
    const current = new Set(owners);
    for (const node of this.#nodes.values()) {
      if (current.has(node)) continue;
      this.#nodes.delete(node.url);
      void close(node);
    }
    if (current.has(undefined)) this.#outages.away("slots without a node");
    this.#logReturn();
    // Where it is false the node is not connected yet, and says when all is subscribed.
    if (late.length > 0)
      void Promise.all(late).then((subscribed) => subscribed.includes(true) && this.#listener?.recover());
  }

  #node(url: string): Node {
    const known = this.#nodes.get(url);
    if (known) return known;
    const lost = (reason: string): void => this.#outages.away(reason);
    const publisher = new RedisPublisher(url, shardedPubSub, { opened: () => this.#logReturn(), lost });
    const subscriber = new RedisSubscriber(url, shardedPubSub, {
      receive: (message) => this.#listener?.receive(message),
      subscribed: () => {
        this.#logReturn();
        this.#listener?.recover();
      },
      refused: (channels, reason) => {
        this.#suspect(url, reason);
        if (!MISPLACED.has(reason)) subscriber.drop(reason);
        // Subscribed again where they belong, once that is known.
        else for (const channel of channels) subscriber.forget(channel);
      },
      lost,
    });
    const node = { url, publisher, subscriber };
    this.#nodes.set(url, node);
    return node;
  }

  #logReturn(): void {
    if (this.status() === "up") this.#outages.back();
  }
}

function isUp({ publisher, subscriber }: Node): boolean {
  return publisher.up && subscriber.up;
}

async function close({ publisher, subscriber }: Node): Promise<void> {
  await Promise.all([publisher.close(), subscriber.close()]);
}
