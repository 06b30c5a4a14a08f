import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";

import { systemProgram } from "@/tests/support/programs/system-program";

const run = promisify(execFile);

/** Where the machine and its client are, outside on the internet (documentation addresses) and inside on one network. */
export const MACHINE = { outside: ["198.51.100.1", "2001:db8:7::1"], inside: ["192.168.77.1", "fd77::1"] } as const;
export const CLIENT = { outside: ["198.51.100.2", "2001:db8:7::2"], inside: ["192.168.77.2", "fd77::2"] } as const;
const PREFIX = [24, 64];

/** Two hosts made of network namespaces: a machine for the engine, and a client with an address outside and one inside. */
export class Machine {
  readonly name = `notifications-machine-${process.pid}`;
  readonly clientName = `notifications-client-${process.pid}`;
  #internet: ChildProcess | undefined;

  static async start(): Promise<Machine> {
    const machine = new Machine();
    try {
      await machine.#make();
    } catch (error) {
      await machine.stop();
      throw error;
    }
    return machine;
  }

  async #make(): Promise<void> {
    const hosts = [
      [this.name, MACHINE],
      [this.clientName, CLIENT],
    ] as const;
    for (const [name] of hosts) {
      await ip("netns", "add", name);
      await ip("-n", name, "link", "set", "lo", "up");
    }
    for (const side of ["outside", "inside"] as const) {
      await ip("link", "add", side, "netns", this.name, "type", "veth", "peer", "name", side, "netns", this.clientName);
      for (const [name, addresses] of hosts) {
        for (const [family, address] of addresses[side].entries())
          await ip(
            "-n",
            name,
            "addr",
            "add",
            `${address}/${PREFIX[family]}`,
            "dev",
            side,
            ...(family ? ["nodad"] : []),
          );
        await ip("-n", name, "link", "set", side, "up");
      }
    }
    // The way out, to the registries that a build needs. It changes nothing of this machine's own network.
    const program = systemProgram({
      names: ["slirp4netns"],
      debianPackages: ["slirp4netns"],
      advice: "apt-get install slirp4netns",
    });
    const way = ["--configure", "--mtu=65520", "--netns-type=path", `/run/netns/${this.name}`, "tap0"];
    this.#internet = spawn(program, way, { stdio: "ignore" });
    await once(this.#internet, "spawn");
  }

  async stop(): Promise<void> {
    this.#internet?.kill();
    for (const name of [this.name, this.clientName]) await ip("netns", "del", name).catch(() => {});
  }
}

async function ip(...words: string[]): Promise<void> {
  await run("ip", words);
}
