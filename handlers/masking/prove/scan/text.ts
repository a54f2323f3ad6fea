/** Scans text of no known form, a line at a time. */
import type { Look, Place } from "./place.ts";

/** Gives a line; the proof looks at its words itself. */
export function scanLine(line: string, root: Place, look: Look): void {
  look(root.member("line"), line, "text");
}
