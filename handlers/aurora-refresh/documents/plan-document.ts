/** Plans a JSON or hstore column: every member gets the template of its place. */
import { type Decision, kindOf } from "../../masking/decide/index.ts";
import { parseTemplate, templateKind } from "../../masking/engine/index.ts";
import { documentExpression } from "../../masking/sql/index.ts";
import type { DecidedTable } from "../columns.ts";
import { type RunSql, StatementError } from "../data-api.ts";
import { type Column, quoteName, type Table } from "../inventory/index.ts";
import { addPlaces } from "./add-places.ts";
import { type Change, held, type Shared } from "./change.ts";
import { readNames } from "./read-names.ts";
import { type DocumentColumn, type PlaceTreatment, treatmentOf } from "./treatments.ts";

/** Places of a column from which on its names are taken for data. */
const mostPlaces = 2000;

/** The change of a document column; undefined when the document stays, or is masked as a whole. */
export async function planDocument(
  run: RunSql,
  { service, table }: DecidedTable,
  column: Column,
  decision: Decision,
  shared: Shared,
): Promise<Change | undefined> {
  const kind = kindOf(column.baseType);
  if (kind !== "json" && kind !== "hstore") return undefined;
  const whole = decision.template === undefined ? undefined : parseTemplate(decision.template);
  const inKey = table.keys.some(({ columns }) => columns.includes(column.name));
  const checked = table.checks.some(({ columns }) => columns.includes(column.name));
  if (!decision.declared && (inKey || checked)) return undefined;
  // A rule that names the column and gives one result for all of it.
  if (decision.declared && whole !== undefined && ["null", "constant"].includes(templateKind(whole))) return undefined;

  const place: DocumentColumn = { service, table: table.name, column: column.name };
  const lists = await namesOrHold(run, table, column.name);
  if (typeof lists === "string") return { decision: held(decision, lists) };
  if (lists === undefined) {
    if (!decision.declared && decision.action !== "hold") return undefined;
    return {
      decision: held(
        decision,
        `${table.name}.${column.name} has more than ${mostPlaces} different members, which are data; declare {{null}} or {{keep}}`,
      ),
    };
  }
  const treatments = lists.map((names) => ({ names, treatment: treatmentOf(place, names, shared.rules) }));
  const problem = treatments.find(({ names, treatment }) => treatment.hold !== undefined && (names.length > 0 || lists.length === 1));
  if (problem !== undefined) return { decision: held(decision, `${table.name}.${column.name}: ${problem.treatment.hold}`) };
  if (treatments.every(({ treatment }) => treatment.keeps) && decision.action === "pass") return undefined;
  const root = addPlaces(place, treatments, shared);
  return {
    decision: {
      action: decision.declared ? "rule" : "redact",
      declared: decision.declared,
      ...(decision.rule === undefined ? {} : { rule: decision.rule }),
      template: treatmentOf(place, [], shared.rules).template,
      checkDistinct: false,
      why: `${column.baseType} by its members: ${whatOf(treatments)}`,
    },
    value: documentExpression(quoteName(column.name), column.type, root),
    document: { root, templates: new Map(treatments.map(({ treatment }) => [shared.leaves.add(treatment.template), treatment.template])) },
  };
}

async function namesOrHold(run: RunSql, table: Table, column: string): Promise<string[][] | undefined | string> {
  try {
    return await readNames(run, table, column, mostPlaces);
  } catch (error) {
    // 22P05: a character that jsonb can't hold.
    if (error instanceof StatementError && error.sqlState === "22P05") {
      return `${table.name}.${column} holds \\u0000, which no masked document can; declare {{null}} or {{keep}}`;
    }
    throw error;
  }
}

function whatOf(treatments: readonly { names: readonly string[]; treatment: PlaceTreatment }[]): string {
  const members = treatments.filter(({ names }) => names.length > 0).map(({ treatment }) => treatment);
  const ruled = members.filter(({ declared }) => declared).length;
  return `${ruled} of ${members.length} by rules, texts of the others redacted`;
}
