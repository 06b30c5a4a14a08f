import { SocketAddress } from "node:net";

/** A connection, in the words of `node:net`. */
export interface Connection {
  localAddress: string;
  localPort: number;
  remoteAddress: string;
  remotePort: number;
}

/**
 * A row of /proc/net/tcp or tcp6 (proc_net_tcp.rst in the kernel's documentation) whose timer is that of a retransmission
 * (1) or of a probe into a closed window (4). The column headed `timeout` counts the probes that were not answered.
 */
const ROW =
  /^ *\d+: (?<local>\w+:\w+) (?<remote>\w+:\w+) \w+ \w+:\w+ 0(?<timer>[14]):\w+ (?<retransmits>\w+) +\d+ +(?<probes>\d+) /gm;

const PROBE_TIMER = "4";
/** Probes are up to two minutes apart, so one that was lost on its way says nothing. */
const PROBES_TO_TRUST = 2;

/**
 * The connections whose peer has not acknowledged what was sent to it, and sent again. A reader that is alive and merely
 * takes nothing is not among them: its kernel answers every probe.
 */
export function unacknowledged(table: string): Connection[] {
  const connections: Connection[] = [];
  for (const { groups } of table.matchAll(ROW)) {
    const { local = "", remote = "", timer = "", retransmits = "", probes = "" } = groups ?? {};
    const isSilent = timer === PROBE_TIMER ? Number(probes) >= PROBES_TO_TRUST : Number.parseInt(retransmits, 16) > 0;
    if (!isSilent) continue;
    const [localAddress, localPort] = endpoint(local);
    const [remoteAddress, remotePort] = endpoint(remote);
    connections.push({ localAddress, localPort, remoteAddress, remotePort });
  }
  return connections;
}

function endpoint(text: string): [address: string, port: number] {
  const [address = "", port = ""] = text.split(":");
  // The kernel prints the bytes of an address as numbers of its own byte order, four at a time.
  const words = Uint32Array.from(address.match(/.{8}/g) ?? [], (word) => Number.parseInt(word, 16));
  return [ipAddress(Buffer.from(words.buffer)), Number.parseInt(port, 16)];
}

/** As node:net writes it, so `::1` and `::ffff:10.0.0.1`. */
function ipAddress(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join(".");
  const address = bytes.toString("hex").replaceAll(/.{4}(?!$)/g, "$&:");
  return new SocketAddress({ address, family: "ipv6" }).address;
}
