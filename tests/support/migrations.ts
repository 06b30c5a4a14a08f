import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** How drizzle-kit keeps the order of migrations. */
interface Journal {
  entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
}

/** A folder with the first `keep` migrations of this version, by default all, and `next` after them, in the form of drizzle-kit. */
export async function migrationsFolder(next: readonly string[][] = [], keep = Infinity): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "notifications-migrations-"));
  await cp("drizzle", folder, { recursive: true });
  const file = path.join(folder, "meta", "_journal.json");
  const journal = JSON.parse(await readFile(file, "utf8")) as Journal;
  journal.entries = journal.entries.slice(0, keep);
  for (const statements of next) {
    const [idx, last] = [journal.entries.length, journal.entries.at(-1)];
    const tag = `${idx}_next`;
    await writeFile(path.join(folder, `${tag}.sql`), statements.join("\n--> statement-breakpoint\n"));
    journal.entries.push({ idx, version: "7", when: (last?.when ?? 0) + 1_000, tag, breakpoints: true });
  }
  await writeFile(file, JSON.stringify(journal));
  return folder;
}
