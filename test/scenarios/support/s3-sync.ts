/** What a good run of `s3-sync` reads and answers, state by state. */
import { asOf, inRun, returns } from "./values.ts";

export const slicesKey = "manifests/20261124t0200-1a2b/slices.jsonl";
export const input = { ...inRun, asOf };
/** The slices of a manifest of so many lines. */
export const slices = (lines: number) =>
  Array.from({ length: Math.ceil(lines / 50) }, (_, i) => ({ page: 0, first: 50 * i, lines: Math.min(50, lines - 50 * i) }));
export const done = { objects: 120, copied: 0, masked: 120, dropped: 0 };
export const goodRun = {
  "List production": returns({ done: true, objects: 120, slicesKey }),
  "Copy batch": returns({ copied: 0, masked: 50, dropped: 0 }),
  "Check objects": returns(done),
} as const;
export const files = { [slicesKey]: slices(120) };
