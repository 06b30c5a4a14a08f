import { beforeEach, describe, expect, it } from "vitest";

import type { BusListener, Message } from "@/lib/notifications/stream/bus/bus";
import { LocalBus } from "@/lib/notifications/stream/bus/local-bus";
import { ScopedBus } from "@/lib/notifications/stream/bus/scoped-bus";

const message = (channel: string): Message => ({ kind: "end", channel });

/** What several processes share. */
class SharedBus extends LocalBus {
  readonly #listeners = new Set<BusListener>();

  override listen(listener: BusListener): void {
    this.#listeners.add(listener);
    super.listen({
      receive: (message) => this.#listeners.forEach((each) => each.receive(message)),
      recover: () => this.#listeners.forEach((each) => each.recover()),
    });
  }
}

function listening(bus: ScopedBus) {
  const heard = { messages: [] as string[], recovered: 0 };
  bus.listen({
    receive: ({ channel }: Message) => heard.messages.push(channel),
    recover: () => heard.recovered++,
  });
  return heard;
}

describe("a bus that deployments share", () => {
  let shared: SharedBus;
  let ours: ScopedBus;
  let theirs: ScopedBus;

  beforeEach(() => {
    shared = new SharedBus();
    ours = new ScopedBus(shared);
    theirs = new ScopedBus(shared);
  });

  it("is heard by those in the same scope, and by nobody else", async () => {
    const [heard, overheard] = [listening(ours), listening(theirs)];
    ours.enter("ours");
    theirs.enter("theirs");
    await Promise.all([ours.subscribe("user"), theirs.subscribe("user")]);
    await ours.publish([message("user")]);
    expect([heard.messages, overheard.messages]).toEqual([["user"], []]);

    theirs.enter("ours");
    await ours.publish([message("user")]);
    expect([heard.messages, overheard.messages]).toEqual([["user", "user"], ["user"]]);
  });

  it("is away until the scope is known, and recovers then", async () => {
    const heard = listening(ours);
    await ours.subscribe("user");
    await expect(ours.publish([message("user")])).rejects.toThrow("not known");
    ours.enter("ours");
    await expect.poll(() => heard.recovered).toBe(1);
    await ours.publish([message("user")]);
    expect(heard.messages).toEqual(["user"]);
  });

  it("takes what is wanted along to another scope, recovers, and hears nothing of the one before", async () => {
    const heard = listening(ours);
    listening(theirs);
    ours.enter("before");
    theirs.enter("before");
    await Promise.all([ours.subscribe("one"), ours.subscribe("two")]);
    ours.unsubscribe("two");
    ours.enter("after");
    await expect.poll(() => heard.recovered).toBe(1);
    await theirs.publish([message("one")]);
    await ours.publish(["one", "two"].map(message));
    expect(heard.messages).toEqual(["one"]);
  });

  it("is in use while something is wanted, and after something was published", async () => {
    ours.enter("ours");
    expect(ours.takeUse()).toBe(false);
    await ours.publish([message("user")]);
    expect([ours.takeUse(), ours.takeUse()]).toEqual([true, false]);
    await ours.subscribe("user");
    expect([ours.takeUse(), ours.takeUse()]).toEqual([true, true]);
    ours.unsubscribe("user");
    expect(ours.takeUse()).toBe(false);
  });
});
