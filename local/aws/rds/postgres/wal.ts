/** Leaves no old write-ahead log in a snapshot: what was deleted before it must not be found in its bytes. */
import { open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";

const SEGMENT = /^[0-9A-F]{24}$/;
const hex = (value: bigint): string => value.toString(16).toUpperCase().padStart(8, "0");

/** Offsets in `pg_control`: the last checkpoint's redo point and its timeline. They have been the same since PostgreSQL 9.4. */
const REDO = 40;
const TIMELINE = 48;

/**
 * The name of the WAL segment that holds a place.
 *
 * @param segmentBytes bytes of a segment
 * @example segmentName(1, 0x1400000n, 4 << 20) // "000000010000000000000005"
 */
export function segmentName(timeline: number, place: bigint, segmentBytes: number): string {
  const number = place / BigInt(segmentBytes);
  const perFile = 0x1_0000_0000n / BigInt(segmentBytes);
  return `${hex(BigInt(timeline))}${hex(number / perFile)}${hex(number % perFile)}`;
}

/**
 * Removes the WAL segments before the last checkpoint from the data directory of a stopped server.
 *
 * @throws Error when the segment that the server needs is not there
 */
export async function dropOldSegments(directory: string): Promise<void> {
  const folder = path.join(directory, "pg_wal");
  const segments = (await readdir(folder)).filter((name) => SEGMENT.test(name)).sort();
  const [first] = segments;
  if (first === undefined) throw new Error(`${folder} holds no write-ahead log.`);
  const { size } = await stat(path.join(folder, first));
  const control = Buffer.alloc(TIMELINE + 4);
  const file = await open(path.join(directory, "global", "pg_control"));
  try {
    await file.read(control, 0, control.length, 0);
  } finally {
    await file.close();
  }
  const needed = segmentName(control.readUInt32LE(TIMELINE), control.readBigUInt64LE(REDO), size);
  if (!segments.includes(needed)) throw new Error(`${folder} lacks the segment ${needed} of the last checkpoint.`);
  await Promise.all(segments.filter((name) => name < needed).map((name) => rm(path.join(folder, name))));
}
