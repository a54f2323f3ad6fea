/** The contracts of the document's Python scripts. */
import { z } from "zod";
import { script } from "../kit/index.ts";

const at = (name: string): URL => new URL(`./scripts/${name}.py`, import.meta.url);
const text = z.string();

export const copySnapshot = script([at("copy_snapshot")], "copy_snapshot", {
  payload: { runId: text, sourceSnapshotArn: text, quarantineKeyArn: text },
  outputs: { snapshot: text },
});

export const restoreClone = script([at("restore_clone")], "restore_clone", {
  payload: { runId: text, snapshot: text, quarantineKeyArn: text, subnetGroup: text, securityGroupId: text, instanceClass: text },
  outputs: { cluster: text },
});

export const createInstance = script([at("create_instance")], "create_instance", {
  payload: { runId: text, cluster: text, instanceClass: text },
  outputs: { instance: text },
});

const file = { bucket: text, key: text, sha256: text };
const clone = { clusterArn: text, secretArn: text, database: text, rows: z.int() };

export const checkStatements = script([at("statement_file"), at("check_statements")], "check_statements", {
  payload: file,
  outputs: { statements: z.int() },
});

/** One round of at most eight minutes; `cursor` is the place in the file where the next one goes on. */
export const runStatements = script([at("statement_file"), at("clone"), at("run_statements")], "run_statements", {
  payload: { ...file, ...clone },
  outputs: { done: z.boolean(), cursor: z.int(), rows: z.int() },
});

export const confirmStatements = script([at("statement_file"), at("clone"), at("confirm_statements")], "confirm_statements", {
  payload: { ...file, ...clone },
  outputs: { done: z.boolean(), statements: z.int(), rows: z.int() },
});
