import getPort, { portNumbers } from "get-port";

/** The port of PORT when it is set, which must be free then; else the first free one from 3000. */
export async function devPort(wanted: string | undefined): Promise<number> {
  if (!wanted) return getPort({ port: portNumbers(3000, 3999) });
  if (!/^\d{1,5}$/.test(wanted) || Number(wanted) > 65_535) throw new Error(`PORT is not a port: ${wanted}`);
  const free = await getPort({ port: Number(wanted) });
  if (free !== Number(wanted)) throw new Error(`Port ${wanted} is in use: set PORT to another one, or leave it out`);
  return free;
}
