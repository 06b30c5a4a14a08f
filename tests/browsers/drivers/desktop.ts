import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { guard } from "@/lib/dev/guardian";
import { systemProgram } from "@/tests/support/programs/system-program";

import type { Preferences } from "./driver";
import { startProgram, type Program } from "./program";

/** A screen that nobody sees and a home without anything in it, for one browser. */
export interface Desktop {
  home: string;
  start(program: string, args: readonly string[]): Promise<Program>;
  /** Ends what was started there, and removes the home. */
  stop(): Promise<void>;
}

export async function startDesktop({ dark = false, reducedMotion = false }: Preferences): Promise<Desktop> {
  const xvfb = systemProgram({ names: ["Xvfb"], debianPackages: ["xvfb"], advice: "apt-get install xvfb" });
  const home = await mkdtemp(path.join(tmpdir(), "notifications-browser-"));
  const letGoOfHome = guard({ folder: home });
  await writeGtkSettings(home, {
    "gtk-application-prefer-dark-theme": Number(dark),
    "gtk-enable-animations": Number(!reducedMotion),
  });
  // It picks a free display, and writes its number to that descriptor.
  const screen = await startProgram(xvfb, ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], {});
  const programs = [screen];
  const stop = async (): Promise<void> => {
    for (const program of programs.toReversed()) await program.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
    await letGoOfHome();
  };
  try {
    const [, display = ""] = await screen.says(/^(\d+)$/mu);
    const env = { HOME: home, TMPDIR: home, DISPLAY: `:${display}`, LANG: "C.UTF-8", NO_AT_BRIDGE: "1" };
    return {
      home,
      async start(program, args) {
        const started = await startProgram(program, args, env);
        programs.push(started);
        return started;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function writeGtkSettings(home: string, settings: Record<string, number>): Promise<void> {
  const folder = path.join(home, ".config/gtk-3.0");
  await mkdir(folder, { recursive: true });
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(path.join(folder, "settings.ini"), `[Settings]\n${lines.join("")}`);
}
