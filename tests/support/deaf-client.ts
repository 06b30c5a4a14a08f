import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

import { systemProgram } from "./system-program";

/** A client that reads its stream up to `sync`, then nothing. */
export interface DeafClient {
  /** Its end of the connection. */
  port: number;
  /** From now on its machine acknowledges nothing, as if its network were gone. */
  goDeaf(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens a stream on a server of this machine, a Linux, with this session token. */
export async function openDeafClient(url: string, token: string): Promise<DeafClient> {
  const perl = systemProgram({ names: ["perl"], debianPackages: ["perl-base"], advice: "apt-get install perl-base" });
  const program = path.resolve("tests/support/deaf-client.pl");
  const client = spawn(perl, [program, new URL(url).port, token], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(client, "exit");
  const lines = createInterface(client.stdout)[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error("the deaf client ended");
    return value;
  };
  return {
    port: Number(await nextLine()),
    goDeaf: async () => {
      client.stdin.write("now\n");
      await nextLine();
    },
    stop: async () => {
      client.stdin.end();
      await exited;
    },
  };
}
