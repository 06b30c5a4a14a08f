import { copyFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";

/** A page may stay open this long after its build is replaced, and still load what it has not loaded yet. */
const KEPT_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

interface Published {
  /** Files that only this build has. */
  added: number;
  /** Files that only builds replaced more than 30 days ago had. */
  removed: number;
}

/**
 * Copies the static files of the build in `app` (the folder of a standalone server) into `target`, at the paths of their
 * addresses. Files of other builds stay for 30 days after their build is replaced. A file's name depends on its content,
 * so builds share files. A proxy that serves `target` meanwhile sees whole files only.
 */
export async function publishAssets(app: string, target: string): Promise<Published> {
  const builds = path.join(target, "builds");
  const assets = path.join(target, "_next", "static");
  await mkdir(builds, { recursive: true });
  await mkdir(assets, { recursive: true });

  const source = path.join(app, ".next", "static");
  const files = await filesIn(source);
  const now = new Date();

  // Each build has a list of its files, last changed when the build was published or replaced. The list comes before the
  // files, so that nobody else removes them.
  for (const replaced of (await byAge(builds)).slice(0, 1)) await utimes(replaced.list, now, now);
  const buildId = (await readFile(path.join(app, ".next", "BUILD_ID"), "utf8")).trim();
  await writeFile(path.join(builds, buildId), files.join("\n"));

  let added = 0;
  for (const file of files) if (await copyWhole(path.join(source, file), path.join(assets, file))) added++;
  return { added, removed: await removeUnused(builds, assets, now.getTime() - KEPT_DAYS * DAY_MS) };
}

/** Lists of builds, the newest first. */
async function byAge(builds: string): Promise<{ list: string; changedAt: number }[]> {
  const lists = (await readdir(builds)).map((name) => path.join(builds, name));
  const aged = await Promise.all(lists.map(async (list) => ({ list, changedAt: (await stat(list)).mtimeMs })));
  return aged.toSorted((a, b) => b.changedAt - a.changedAt);
}

async function removeUnused(builds: string, assets: string, before: number): Promise<number> {
  const used = new Set<string>();
  for (const { list, changedAt } of await byAge(builds))
    if (changedAt < before) await rm(list, { force: true });
    else for (const file of (await readFile(list, "utf8")).split("\n")) used.add(file);
  const unused = (await filesIn(assets)).filter((file) => !used.has(file));
  await Promise.all(unused.map((file) => rm(path.join(assets, file), { force: true })));
  return unused.length;
}

/** Paths of all files below the folder. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

/** Returns false if the file is there already. */
async function copyWhole(from: string, to: string): Promise<boolean> {
  const there = await stat(to).catch(() => null);
  if (there?.size === (await stat(from)).size) return false;
  await mkdir(path.dirname(to), { recursive: true });
  const draft = `${to}.${process.pid}`;
  await copyFile(from, draft);
  await rename(draft, to);
  return true;
}
