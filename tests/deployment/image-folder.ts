import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { guard } from "@/lib/dev/guardian";

import { image } from "./dockerfile";

/** The user of the image: `node`. Root takes its id, anybody else runs as themselves. */
const USER = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};

/** What the image has in its folder, for processes that may read it and write none of it. */
export class ImageFolder {
  private constructor(
    private readonly folder: string,
    private readonly letGo: () => Promise<void>,
  ) {}

  /** Of this build. */
  static async create(build = ".next/standalone"): Promise<ImageFolder> {
    const folder = await mkdtemp(path.join(tmpdir(), "notifications-image-"));
    const letGo = guard({ folder });
    await cp(build, folder, { recursive: true, verbatimSymlinks: true });
    // Not even its owner, for whoever runs this without being root.
    await promisify(execFile)("chmod", ["-R", "a=rX", folder]);
    return new ImageFolder(folder, letGo);
  }

  /** Starts a process with this command of the image, in its environment and what is added to it. */
  async start(command: readonly string[], env: Readonly<Record<string, string>>): Promise<ImageProcess> {
    const [program, ...rest] = command;
    if (program !== "node") throw new Error(`the image starts ${program}`);
    const child = spawn(process.execPath, rest, {
      ...USER,
      cwd: this.folder,
      env: { NODE_ENV: "production", ...image.environment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    await once(child, "spawn");
    return new ImageProcess(child);
  }

  /** Every file of it with its size and when it was changed. */
  async listing(): Promise<string[]> {
    const names = await readdir(this.folder, { recursive: true });
    return Promise.all(
      names.toSorted().map(async (name) => {
        const { size, mtimeMs } = await lstat(path.join(this.folder, name));
        return `${name} ${size} ${mtimeMs}`;
      }),
    );
  }

  async remove(): Promise<void> {
    await promisify(execFile)("chmod", ["-R", "u+w", this.folder]);
    await chmod(this.folder, 0o700);
    await rm(this.folder, { recursive: true, force: true });
    await this.letGo();
  }
}

/** A process of the image. */
export class ImageProcess {
  /** Everything it has printed. */
  log = "";
  /** Its exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;

  constructor(private readonly child: ChildProcess) {
    const letGo = guard({ pid: child.pid ?? 0, signal: "SIGKILL" });
    this.exited = once(child, "close").then(async ([code]: unknown[]) => {
      await letGo();
      return typeof code === "number" ? code : null;
    });
    for (const output of [child.stdout, child.stderr])
      output?.on("data", (chunk: Buffer) => (this.log += chunk.toString()));
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** SIGTERM, then SIGKILL when the grace period is over. */
  async stop(graceMs: number): Promise<number | null> {
    this.child.kill("SIGTERM");
    const patience = setTimeout(() => this.child.kill("SIGKILL"), graceMs);
    const code = await this.exited;
    clearTimeout(patience);
    return code;
  }
}
