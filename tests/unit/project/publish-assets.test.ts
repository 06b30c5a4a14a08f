import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { publishAssets } from "@/lib/deploy/publish-assets";

const DAY_MS = 24 * 60 * 60 * 1000;

let folder: string;
let target: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "notifications-assets-"));
  target = path.join(folder, "target");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A standalone server's folder that has these static files, each with its own path as its content. */
async function build(id: string, files: readonly string[]): Promise<string> {
  const app = path.join(folder, id);
  for (const file of files) {
    const at = path.join(app, ".next", "static", file);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, file);
  }
  await writeFile(path.join(app, ".next", "BUILD_ID"), id);
  return app;
}

async function served(): Promise<string[]> {
  const assets = path.join(target, "_next", "static");
  const entries = await readdir(assets, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(assets, path.join(entry.parentPath, entry.name)))
    .toSorted();
}

/** As if what happened to this build so far had been so many days ago. */
async function age(id: string, days: number): Promise<void> {
  const at = new Date(Date.now() - days * DAY_MS);
  await utimes(path.join(target, "builds", id), at, at);
}

describe("publishing static files", () => {
  it("keeps the files of the earlier build beside the new ones, each once", async () => {
    expect(await publishAssets(await build("a", ["chunks/a.js", "chunks/shared.js"]), target)).toMatchObject({
      added: 2,
    });
    expect(await publishAssets(await build("b", ["chunks/b.js", "chunks/shared.js", "media/b.woff2"]), target)).toEqual(
      {
        added: 2,
        removed: 0,
      },
    );
    expect(await served()).toEqual(["chunks/a.js", "chunks/b.js", "chunks/shared.js", "media/b.woff2"]);
    expect(await readFile(path.join(target, "_next/static/media/b.woff2"), "utf8")).toBe("media/b.woff2");
  });

  it("removes the files that only one build has 30 days after its replacement, however long it ran", async () => {
    await publishAssets(await build("a", ["a.js", "shared.js"]), target);
    await age("a", 400);
    await publishAssets(await build("b", ["b.js", "shared.js"]), target);
    expect(await served()).toEqual(["a.js", "b.js", "shared.js"]);
    await age("a", 29);
    const c = await build("c", ["c.js", "shared.js"]);
    await publishAssets(c, target);
    expect(await served()).toEqual(["a.js", "b.js", "c.js", "shared.js"]);
    await age("a", 31);
    expect(await publishAssets(c, target)).toEqual({ added: 0, removed: 1 });
    expect(await served()).toEqual(["b.js", "c.js", "shared.js"]);
  });

  it("publishes a build again after a rollback, and completes an interrupted run", async () => {
    const a = await build("a", ["a.js"]);
    await publishAssets(a, target);
    await publishAssets(await build("b", ["b.js"]), target);
    await age("a", 31);
    await rm(path.join(target, "_next/static/a.js"));
    await writeFile(path.join(target, "_next/static/a.js"), "");
    await writeFile(path.join(target, "_next/static/a.js.4711"), "half");
    expect(await publishAssets(a, target)).toEqual({ added: 1, removed: 1 });
    expect(await readFile(path.join(target, "_next/static/a.js"), "utf8")).toBe("a.js");
    expect(await served()).toEqual(["a.js", "b.js"]);
  });
});
