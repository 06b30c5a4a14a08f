import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";

import getPort from "get-port";

import type { Certificate } from "@/tests/support/programs/certificate";
import { startProgram } from "@/tests/support/programs/program";
import { systemProgram } from "@/tests/support/programs/system-program";

import { accepts } from "./accepts";
import { INSIDE } from "./nginx-configuration";

export interface Caddy {
  url: string;
  stop(): Promise<void>;
}

/** Starts Caddy as the README configures it, in front of these ports of 127.0.0.1. */
export async function startCaddy(instances: readonly number[], certificate: Certificate): Promise<Caddy> {
  const port = await getPort({ host: "127.0.0.1" });
  const { stop } = await startProgram({
    name: "caddy",
    program: systemProgram({
      names: ["caddy"],
      debianPackages: ["caddy"],
      advice: "apt-get install caddy, or brew install caddy",
    }),
    args: async (folder) => {
      await writeFile(path.join(folder, "Caddyfile"), caddyfile(port, instances, certificate));
      return ["run", "--config", "Caddyfile", "--adapter", "caddyfile"];
    },
    isReady: () => accepts(port),
  });
  return { url: `https://127.0.0.1:${port}`, stop };
}

/** The one of the README, with the addresses of here and a certificate that nobody has to be asked for. */
function caddyfile(port: number, instances: readonly number[], { certificate, key }: Certificate): string {
  const shown = /```caddyfile\n(.*?)```/s.exec(readFileSync("lib/deploy/README.md", "utf8"))?.[1] ?? "";
  const addresses = instances.map((each) => `127.0.0.1:${each}`).join(" ");
  const here = shown
    .replace("example.com {", `https://127.0.0.1:${port} {\n\ttls ${certificate} ${key}`)
    .replace("private_ranges", `${INSIDE}/32`)
    .replace("app-1:3000 app-2:3000", addresses);
  return `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${here}`;
}
