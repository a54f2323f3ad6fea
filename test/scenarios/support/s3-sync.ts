/** What a good run of `s3-sync` reads and answers, state by state. */
import { asOf, inRun, returns } from "./values.ts";

export const manifestKey = "manifests/20261124t0200-1a2b/objects.jsonl";
export const input = { ...inRun, asOf };
const line = (n: number) =>
  ({ key: `billing/exports/${n}.csv`, version: "", size: 10, etag: "e", service: "billing", route: "csv" }) as const;
export const lines = (n: number) => Array.from({ length: n }, (_, i) => line(i));
export const done = { objects: 120, copied: 0, masked: 120, dropped: 0 };
export const goodRun = {
  "List production": returns({ done: true, objects: 120, manifestKey }),
  "Copy batch": returns({ copied: 0, masked: 50, dropped: 0 }),
  "Check objects": returns(done),
} as const;
export const files = { [manifestKey]: lines(120) };
