/** The files that a scenario's distributed Maps read; what they write is accepted. */
import type { ObjectStore } from "../stepfunctions/index.ts";

/** A store whose objects are found by key, in whatever bucket. */
export function scenarioFiles(files: Readonly<Record<string, readonly unknown[]>>): ObjectStore {
  return {
    get: async (bucket, key) => {
      const lines = Object.hasOwn(files, key) ? files[key] : undefined;
      if (!lines)
        throw Object.assign(new Error(`The scenario has no file "${key}" (read from the bucket "${bucket}").`), { name: "NoSuchKey" });
      return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    },
    list: async () => [],
    put: async () => {},
  };
}
