import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { cp, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { systemProgram } from "@/tests/support/programs/system-program";
import { until } from "@/tests/support/until";

const run = promisify(execFile);

/** The Debian whose packages are of the versions that compose.yaml names. */
const SUITE = "forky";
const ENGINE = ["docker.io", "docker-cli", "docker-compose", "docker-buildx", "iptables", "curl", "openssl"];
const STAND_INS = ["nginx", "postgresql-18", "redis-server", "curl"];
const IMAGES = ["node:24-slim", "nginx:1.30", "postgres:18", "redis:8.2"];

/** Debian's Docker in a folder and a network namespace, with nothing in common with an engine of this machine. */
export class Engine {
  private constructor(
    private readonly folder: string,
    private readonly server: ChildProcess,
  ) {}

  /** Everything it has is in `folder`, which its containers can mount from. */
  static async start(folder: string, networkNamespace: string): Promise<Engine> {
    const root = path.join(folder, "engine");
    await Promise.all([debian(root, ENGINE), debian(path.join(folder, "stand-in"), STAND_INS)]);
    const script = `
      mount --bind "${root}" "${root}" && cd "${root}"
      for kernel in proc sys dev; do mount --rbind "/$kernel" "$kernel"; done
      mkdir -p ".${folder}" old && mount --rbind "${folder}" ".${folder}"
      cp /etc/resolv.conf etc/ && mount -t tmpfs tmpfs run
      pivot_root . old && umount -l old
      exec dockerd --data-root "${folder}/data" --exec-root "${folder}/exec" --pidfile "${folder}/dockerd.pid" \\
        --feature containerd-snapshotter=true`;
    const words = [`--net=/run/netns/${networkNamespace}`, "unshare", "--mount", "--propagation=private", "sh", "-ec"];
    const server = spawn("nsenter", [...words, script], { stdio: ["ignore", "pipe", "pipe"] });
    const log = createWriteStream(path.join(folder, "dockerd.log"));
    server.stdout.pipe(log);
    server.stderr.pipe(log);
    const engine = new Engine(folder, server);
    await until("the engine answers", 60_000, async () => {
      if (server.exitCode !== null) throw new Error(await readFile(path.join(folder, "dockerd.log"), "utf8"));
      return engine.run("docker info").then(
        () => true,
        () => false,
      );
    });
    return engine;
  }

  get pid(): number {
    return this.server.pid ?? 0;
  }

  run(command: string, folder = "/"): Promise<string> {
    return inEngine(this.pid, command, folder);
  }

  /** The base images: the official ones, or stand-ins where no registry has them. Returns which. */
  async provideImages(): Promise<"official" | "stand-ins"> {
    try {
      for (const image of IMAGES) await this.run(`timeout 120 docker pull --quiet ${image}`);
      return "official";
    } catch {
      await this.#makeStandIns();
      return "stand-ins";
    }
  }

  async #makeStandIns(): Promise<void> {
    const root = path.join(this.folder, "stand-in");
    const packages = path.join(root, "usr/local/lib/packages");
    await mkdir(packages, { recursive: true });
    // Node's package fetches its program when it is installed.
    await run("npm", ["install", "--prefix", packages, "node@24", "npm@11"]);
    const build = path.join(this.folder, "stand-ins");
    await cp("tests/containers/stand-ins", build, { recursive: true });
    await cp("/etc/ssl/certs/ca-certificates.crt", path.join(build, "ca-certificates.crt"));
    await this.run(`tar -C ${root} --exclude=./var/cache/apt -c . | docker import - debian-stand-in`);
    for (const image of IMAGES)
      await this.run(`docker build --quiet --target ${image.split(":")[0]} --tag ${image} ${build}`);
  }

  async stop(): Promise<void> {
    this.server.kill();
    if (this.server.exitCode === null) await once(this.server, "exit");
  }
}

/** What a shell in the engine's place prints. Throws with all that it said when it fails. */
export async function inEngine(pid: number, command: string, folder: string): Promise<string> {
  const shell = [
    "--target",
    String(pid),
    "--mount",
    "--net",
    "--root",
    "--wd=/",
    "sh",
    "-ec",
    `cd ${folder}\n${command}`,
  ];
  try {
    const { stdout } = await run("nsenter", shell, { maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command}\n${stdout.slice(-4_000)}\n${stderr.slice(-4_000)}`, { cause: error });
  }
}

/** A Debian of its own in a folder. */
async function debian(folder: string, packages: readonly string[]): Promise<void> {
  const program = systemProgram({
    names: ["debootstrap"],
    debianPackages: ["debootstrap"],
    advice: "apt-get install debootstrap",
  });
  const include = `--include=ca-certificates,${packages.join(",")}`;
  const script = "/usr/share/debootstrap/scripts/sid";
  await run(program, ["--variant=minbase", include, SUITE, folder, "http://deb.debian.org/debian", script], {
    maxBuffer: 64 * 1024 * 1024,
  });
}
