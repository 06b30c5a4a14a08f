import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FaultProxy } from "@/tests/support/programs/fault-proxy";

describe("a faulty proxy in front of a server that echoes", () => {
  let server: Server;
  let proxy: FaultProxy;
  let open: Socket[];

  beforeEach(async () => {
    server = createServer((socket) => socket.on("error", () => {}).pipe(socket));
    await once(server.listen(0, "127.0.0.1"), "listening");
    proxy = await FaultProxy.start((server.address() as AddressInfo).port);
    open = [];
  });
  afterEach(() => {
    for (const socket of open) socket.destroy();
    proxy.stop();
    server.close();
  });

  /** A connection that has been answered once. */
  async function talking(): Promise<{ socket: Socket; heard(): string }> {
    const socket = connect(proxy.port, "127.0.0.1");
    open.push(socket);
    let heard = "";
    socket.on("error", () => {}).on("data", (bytes: Buffer) => (heard += bytes.toString()));
    socket.write("hello");
    await vi.waitUntil(() => heard === "hello");
    return { socket, heard: () => heard };
  }

  it("cuts in the middle of what comes next", async () => {
    const { socket, heard } = await talking();
    proxy.cut("in-frame");
    socket.write("again!");
    await once(socket, "close");
    expect(heard()).toBe("helloaga");
  });

  it("cuts nothing any more once it is healed", async () => {
    const { socket, heard } = await talking();
    proxy.cut("in-frame");
    await proxy.heal();
    socket.write("again!");
    await vi.waitUntil(() => heard() === "helloagain!" || socket.closed);
    expect(heard()).toBe("helloagain!");
  });

  it("forwards new connections after it has swallowed, and leaves dead those that it swallowed", async () => {
    const before = await talking();
    proxy.swallow();
    before.socket.write("unheard");
    const meanwhile = connect(proxy.port, "127.0.0.1");
    open.push(meanwhile);
    await vi.waitUntil(() => proxy.connections === 2);
    proxy.pass();
    await talking();
    expect(before.heard()).toBe("hello");
    expect(before.socket.closed || meanwhile.closed).toBe(false);
    meanwhile.destroy();
    await vi.waitUntil(() => proxy.connections === 2);
  });
});
