import { crc32 } from 'node:zlib';

/**
 * A frame is what one flush wrote: all entries of one group commit under one checksum. The next frame is written only when
 * this one is on disk, so a sound frame behind a broken one proves that the broken one had been acknowledged.
 *
 * Header, 24 bytes: magic (4), sequence number (8), payload length (4), payload CRC-32 (4), header CRC-32 (4).
 */
export const HEADER_BYTES = 24;
const MAX_PAYLOAD = 128 * 1024 * 1024;
export const MAGIC = Buffer.from([0xf5, 0x54, 0x43, 0x53]);

export interface Header {
  readonly sequence: number;
  readonly length: number;
  readonly checksum: number;
}

/** Puts the entries into one frame. */
export function frame(sequence: number, entries: readonly Uint8Array[]): Buffer {
  const length = entries.reduce((total, entry) => total + entry.length, 0);
  const made = Buffer.allocUnsafe(HEADER_BYTES + length);
  let at = HEADER_BYTES;
  for (const entry of entries) {
    made.set(entry, at);
    at += entry.length;
  }
  MAGIC.copy(made, 0);
  made.writeBigUInt64LE(BigInt(sequence), 4);
  made.writeUInt32LE(length, 12);
  made.writeUInt32LE(crc32(made.subarray(HEADER_BYTES)), 16);
  made.writeUInt32LE(crc32(made.subarray(0, 20)), 20);
  return made;
}

/** Reads a header; undefined when it is not one or its own checksum fails. */
export function readHeader(from: Buffer): Header | undefined {
  if (from.length < HEADER_BYTES || from.compare(MAGIC, 0, 4, 0, 4) !== 0) return undefined;
  if (crc32(from.subarray(0, 20)) !== from.readUInt32LE(20)) return undefined;
  const length = from.readUInt32LE(12);
  if (length > MAX_PAYLOAD) return undefined;
  return { sequence: Number(from.readBigUInt64LE(4)), length, checksum: from.readUInt32LE(16) };
}

/** Whether the payload is what the header's checksum says. */
export const isSound = (header: Header, payload: Buffer): boolean =>
  payload.length === header.length && crc32(payload) === header.checksum;
