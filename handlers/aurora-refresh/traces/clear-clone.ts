/** Clears the clone of traces before its snapshot, and says which services cannot be part of it. */
import type { MaskingKeys } from "../../masking/engine/index.ts";
import type { Originals } from "../../masking/prove/index.ts";
import type { RunSql } from "../data-api.ts";
import { quoteName } from "../inventory/index.ts";
import type { InventoryReport } from "../inventory-report.ts";
import { rewriteCatalogues } from "./catalogues.ts";
import { clearTraces } from "./clear-traces.ts";
import { holdsOriginal } from "./holds-original.ts";
import { schemasBeside } from "./schemas-beside.ts";
import type { Trace } from "./trace.ts";
import { type TracesReport, tracesReport } from "./traces-report.ts";

/** What is known of the masked clone. */
export interface ClearCloneOptions {
  /** Every service by its schema, held ones too. */
  readonly services: ReadonlyMap<string, string>;
  readonly tables: InventoryReport["tables"];
  readonly keys: MaskingKeys;
  /** Fingerprints of values that may occur nowhere, and of those that are redacted. */
  readonly anywhere: Originals;
  readonly redacted: Originals;
}

/** What became of it. */
export interface ClearedClone {
  readonly report: TracesReport;
  /** Services that are held for what cannot be removed, with the reason; their schemas are dropped. */
  readonly held: ReadonlyMap<string, string>;
  /** What cannot be removed and belongs to no service: the clone must not be used. */
  readonly unowned: readonly Trace[];
}

/** Clears the clone; the refresh's own schemas and those of services that were held before must be gone. */
export async function clearClone(run: RunSql, { services, tables, keys, anywhere, redacted }: ClearCloneOptions): Promise<ClearedClone> {
  const passing = new Set(
    tables.flatMap(({ schema, name, columns }) =>
      columns
        .filter(({ action, template }) => action === "pass" || template === "{{keep}}")
        .map((column) => `${schema}.${name}.${column.name}`),
    ),
  );
  const traces = await clearTraces(run, {
    schemas: [...services.keys()],
    rewritten: tables.filter(({ strategy }) => strategy !== "none").map(({ schema, name }) => `${schema}.${name}`),
    passes: (column) => passing.has(column),
    holds: holdsOriginal([anywhere], keys),
    holdsRedacted: holdsOriginal([redacted], keys),
  });
  const reasons = new Map<string, string>();
  for (const { kind, schema = "", name } of traces.left) {
    if (services.has(schema) && !reasons.has(schema))
      reasons.set(schema, `${name} (${kind}) holds a value of production that the refresh cannot take away; change it there`);
  }
  for (const [schema, gone] of await schemasBeside(run, [...reasons.keys()])) {
    if (services.has(schema)) reasons.set(schema, `${services.get(gone) ?? gone} is held back, and a foreign key or a view joins the two`);
  }
  for (const schema of reasons.keys()) await run("drop a held service's schema", `drop schema if exists ${quoteName(schema)} cascade`);
  const keptFiles = await rewriteCatalogues(run);
  return {
    report: tracesReport(traces, keptFiles),
    held: new Map([...reasons].map(([schema, reason]) => [services.get(schema) ?? schema, reason])),
    unowned: traces.left.filter(({ schema = "" }) => !services.has(schema)),
  };
}
