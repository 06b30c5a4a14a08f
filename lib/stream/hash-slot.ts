/** Slots of every Redis Cluster. */
export const SLOT_COUNT = 16_384;

/** CRC-16/XMODEM of each byte. */
const CRC_TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc;
});

/** The slot of a channel: of what its first braces hold, else of all of it (Redis Cluster specification, "Hash tags"). */
export function hashSlot(channel: string): number {
  const tag = /^[^{]*\{([^}]+)\}/.exec(channel)?.[1];
  let crc = 0;
  for (const byte of Buffer.from(tag ?? channel))
    crc = ((crc << 8) ^ (CRC_TABLE[(crc >> 8) ^ byte] as number)) & 0xffff;
  return crc % SLOT_COUNT;
}
