/** Plans the masking of S3 and DynamoDB from samples of production, before the first byte moves. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";
import { inParallel } from "../../../shared/in-parallel.ts";
import type { MaskingKeys } from "../../engine/index.ts";
import { type Plan, planOf } from "../../plan/index.ts";
import type { Rules } from "../../rules/index.ts";
import type { TableLine } from "./plan-tables.ts";
import { sampleObjects } from "./sample-objects.ts";
import { placesOfTable, someItems } from "./sample-table.ts";
import { tryTable } from "./try-table.ts";

/** What the plan is made of. */
export interface MaskingNight {
  readonly production: { readonly s3: S3Client; readonly bucket: string; readonly dynamodb: Pick<DynamoDBClient, "send"> };
  readonly services: readonly string[];
  readonly tables: readonly TableLine[];
  readonly rules: Rules;
  readonly keys: MaskingKeys;
  /** Services that are held for another reason; nothing of them is read. */
  readonly held: ReadonlyMap<string, string>;
}

const atOnce = 8;

/**
 * The plan for what was sampled. Aurora's columns are planned on the clone, so that only rules of prefixes are said to be for
 * nothing here; the proof says it of the others.
 */
export async function planMasking({ production, services, tables, rules, keys, held }: MaskingNight): Promise<Plan> {
  const open = services.filter((service) => !held.has(service));
  const found = await inParallel(atOnce, open, (service) => sampleObjects(production, service, rules));
  const ofTables = await inParallel(
    atOnce,
    tables.filter(({ service }) => !held.has(service)),
    async (line) => {
      const items = await someItems(production.dynamodb, line.table);
      return { line, places: placesOfTable(line, items, rules), items };
    },
  );
  const input = {
    rules,
    objects: found.flatMap(({ objects }) => objects),
    places: [...found.flatMap(({ places }) => places), ...ofTables.flatMap(({ places }) => places)],
  };
  const reasons = new Map([...held].map(([service, reason]) => [service, [reason]]));
  const first = planOf({ ...input, held: reasons });
  const stopped = new Set(first.services.filter(({ status }) => status === "held").map(({ name }) => name));
  for (const { line, items } of ofTables) {
    const problem = stopped.has(line.service) ? undefined : await tryTable(line, items, rules, keys);
    if (problem !== undefined) reasons.set(line.service, [...(reasons.get(line.service) ?? []), problem]);
  }
  const { warnings, ...plan } = planOf({ ...input, held: reasons });
  const prefixes = new Set(rules.rules.flatMap(({ name, key }) => (key.kind === "prefix" ? [name] : [])));
  return { ...plan, warnings: warnings.filter(({ rule }) => prefixes.has(rule)) };
}
