import { describe, expect, it } from "vitest";

import { unacknowledged } from "@/lib/stream/tcp-table";

const HEADER =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n";
const HEADER_6 =
  "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

/** A row as Linux 6 prints it on a little-endian machine. */
function row(addresses: string, timer: string, { retransmits = "00000000", probes = "0" } = {}): string {
  return ` 178: ${addresses} 01 0000000A:00000000 ${timer}:0000014B ${retransmits}     0        ${probes} 17150 2 00000000bd321086 652 4 30 1 -1\n`;
}

const ADDRESSES = "0100007F:0BB8 6401A8C0:CAA6";
const CONNECTION = {
  localAddress: "127.0.0.1",
  localPort: 3000,
  remoteAddress: "192.168.1.100",
  remotePort: 51878,
};

describe("what Linux tells of its connections", () => {
  it("names those whose peer has not acknowledged what was sent again", () => {
    const table = HEADER + row(ADDRESSES, "01", { retransmits: "00000006" });
    expect(unacknowledged(table)).toEqual([CONNECTION]);
  });

  it("names those whose peer has left two probes of its closed window unanswered", () => {
    expect(unacknowledged(HEADER + row(ADDRESSES, "04", { probes: "2" }))).toEqual([CONNECTION]);
  });

  it.each([
    ["idle", row(ADDRESSES, "00")],
    ["kept alive", row(ADDRESSES, "02")],
    ["waiting for the first acknowledgement", row(ADDRESSES, "01")],
    ["stalled, alive", row(ADDRESSES, "04")],
    ["stalled, with a probe lost on its way", row(ADDRESSES, "04", { probes: "1" })],
  ])("leaves out one that is %s", (_, text) => {
    expect(unacknowledged(HEADER + text)).toEqual([]);
  });

  it("writes addresses as node:net does", () => {
    const mapped = "0000000000000000FFFF00000100007F:9BF3 0000000000000000FFFF00000200000A:CAA6";
    const global = "B80D0120000000000000000001000000:01BB 000080FE00000000FFAE0202FE4B3A12:0050";
    const silent = { retransmits: "0000000A" };
    expect(unacknowledged(HEADER_6 + row(mapped, "01", silent) + row(global, "01", silent))).toEqual([
      { localAddress: "::ffff:127.0.0.1", localPort: 39923, remoteAddress: "::ffff:10.0.0.2", remotePort: 51878 },
      { localAddress: "2001:db8::1", localPort: 443, remoteAddress: "fe80::202:aeff:123a:4bfe", remotePort: 80 },
    ]);
  });

  it("reads tables of any length", () => {
    const rows = Array.from({ length: 12_000 }, (_, index) =>
      row(ADDRESSES, index % 1000 === 0 ? "01" : "00", { retransmits: "00000001" }).replace(
        " 178",
        String(index).padStart(4),
      ),
    );
    expect(unacknowledged(HEADER + rows.join(""))).toHaveLength(12);
  });
});
