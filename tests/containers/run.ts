import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { guard } from "@/lib/dev/guardian";

import { Engine } from "./engine";
import { Machine } from "./machine";

/**
 * `npm run test:containers`: compose.yaml on a real engine, which this starts and ends. The tests run on a host of
 * their own, from where the engine's machine is reached as from the internet and as from its own network. Everything
 * is made in one folder and two network namespaces, and removed with them.
 */
if (process.platform !== "linux" || process.getuid?.() !== 0) {
  console.error("Containers are tested on Linux, as root: in an engine and network namespaces that the test makes.");
  process.exit(1);
}

const folder = await mkdtemp(path.join(tmpdir(), "notifications-containers-"));
const letGo = guard({ folder });
const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true }).then(letGo)];
const startedAt = Date.now();
const say = (text: string): void => console.log(`${text} (after ${Math.round((Date.now() - startedAt) / 1000)} s)`);
try {
  const machine = await Machine.start();
  ends.push(() => machine.stop());
  const engine = await Engine.start(folder, machine.name);
  ends.push(() => engine.stop());
  say(await engine.run("docker version --format 'Docker {{.Server.Version}}'; docker compose version"));
  say(`Base images: ${await engine.provideImages()}`);

  const vitest = path.resolve("node_modules/vitest/vitest.mjs");
  const words = ["netns", "exec", machine.clientName, process.execPath, vitest, "run", "--project", "containers"];
  const env = { ...process.env, ENGINE_FOLDER: folder, ENGINE_PID: String(engine.pid), CLIENT: machine.clientName };
  const tests = spawn("ip", words, { stdio: "inherit", env });
  const [code] = (await once(tests, "exit")) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  for (const end of ends.toReversed()) await end();
  say("Done");
}
