import { gzipSync } from "node:zlib";

export interface ScriptBytes {
  /** As a proxy in front sends them. */
  gzipped: number;
  /** As they are run. */
  plain: number;
}

/** The size of the scripts at these addresses, together. */
export async function scriptBytes(addresses: readonly string[]): Promise<ScriptBytes> {
  const total = { gzipped: 0, plain: 0 };
  for (const address of addresses) {
    const source = Buffer.from(await (await fetch(address)).arrayBuffer());
    total.gzipped += gzipSync(source).length;
    total.plain += source.length;
  }
  return total;
}
