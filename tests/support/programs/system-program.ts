import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A program that tests need and npm cannot install. */
export interface SystemProgram {
  /** What it may be called, the best first. */
  names: readonly string[];
  debianPackages: readonly string[];
  /** How somebody without apt-get gets it. */
  advice: string;
}

/**
 * The path of the program: from the PATH, or freshly installed where this process may do so (root on Debian).
 * Throws an Error of one line that says what to install. Never answers "not here": a test without its parts has failed.
 */
export function systemProgram({ names, debianPackages, advice }: SystemProgram): string {
  const found = findOnPath(names);
  if (found) return found;
  if (process.getuid?.() !== 0 || !findOnPath(["apt-get"])) throw new Error(`No ${names[0]} on the PATH: ${advice}`);
  installDebianPackages(debianPackages);
  const installed = findOnPath(names);
  if (!installed)
    throw new Error(`apt-get installed ${debianPackages.join(" ")}, but there is no ${names[0]}: ${advice}`);
  return installed;
}

/** Installs packages with apt-get and starts none of the services they bring. */
export function installDebianPackages(packages: readonly string[]): void {
  console.log(`Installing ${packages.join(" ")} with apt-get`);
  const options = {
    stdio: ["ignore", "ignore", "pipe"] as ["ignore", "ignore", "pipe"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  const allowServices = forbidServices();
  try {
    // One after the other: tests of several processes may want some at the same time.
    const install = 'apt-get update -qq && apt-get install -y -qq -o DPkg::Lock::Timeout=600 "$@"';
    execFileSync("flock", ["/run/lock/notifications-apt", "sh", "-c", install, "sh", ...packages], options);
  } finally {
    allowServices();
  }
}

/** Debian asks this script before it starts a service; on a machine that has one already, that one decides. */
function forbidServices(): () => void {
  const policy = "/usr/sbin/policy-rc.d";
  if (existsSync(policy)) return () => {};
  writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  return () => rmSync(policy);
}

function findOnPath(names: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
