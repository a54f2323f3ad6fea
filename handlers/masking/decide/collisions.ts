/** Whether a key's masked values would collide: by the exact count where there is one, otherwise by the template's nature. */
import {
  describeTemplate,
  expectedCollisions,
  parseTemplate,
  subkeysOf,
  type Template,
  type TemplateStep,
  templateKind,
  type Uniqueness,
} from "../engine/index.ts";
import type { Rules } from "../rules/index.ts";
import { type ColumnFacts, isKey } from "./column.ts";

// Expected collisions from which on a unique index is sure to break one of these nights.
const mostExpected = 0.01;
const manyResults = 1e12;

/**
 * Why a column's masked values would collide; undefined when nothing says so.
 *
 * A count on tonight's values decides alone. Without one, a template is refused for a column that is unique by itself when it has too few
 * results for the table's rows (or for a table of any size, where these are not known).
 */
export function collisionOf(column: ColumnFacts, templateText: string | undefined, rules: Rules): string | undefined {
  if (templateText === undefined || !isKey(column)) return undefined;
  const { distinct } = column;
  if (distinct !== undefined) {
    return distinct.after < distinct.before
      ? `${distinct.before} values of a key would become ${distinct.after} under ${templateText}`
      : undefined;
  }
  if (column.uniqueAlone !== true) return undefined;
  return byNature(column, parseTemplate(templateText), rules);
}

function byNature({ maxLength, digitsOnly, rows }: ColumnFacts, template: Template, { lists }: Rules): string | undefined {
  const { uniqueness, nulls } = describeTemplate(template, {
    lists,
    ...(maxLength === undefined ? {} : { inputLength: maxLength }),
    ...(digitsOnly === true ? { inputAlphabet: new Set(["0-9"]) } : {}),
  });
  if (nulls === "all" || uniqueness.kind === "preserved") return undefined;
  const lossy = uniqueness.kind === "lossy" ? uniqueness : undefined;
  const results = lossy?.outcomes ?? 2 ** (uniqueness.kind === "practically unique" ? uniqueness.bits : 0);
  const expected = expectedOf(uniqueness, rows, lossy?.by);
  if (expected === undefined ? lossy === undefined || rows === 1 : expected < mostExpected) return undefined;
  const step = lossy?.by === undefined ? template.text : `"${stepText(lossy.by)}" of ${template.text}`;
  const few = results < 1e9 ? ` has at most ${counted(Math.max(1, Math.floor(results)), "result")}` : " makes different values equal";
  const where =
    expected === undefined
      ? "a column whose values are unique"
      : `${rows} unique values, of which about ${rounded(expected)} would collide`;
  return `${step}${few}, for ${where}; {{hash}} and {{perm}} keep them apart`;
}

const stepText = ({ name, args }: TemplateStep): string => [name, ...args].join(":");

// How many collisions are expected; undefined where a step loses what tells values apart, however many rows there are.
function expectedOf(uniqueness: Uniqueness, rows: number | undefined, by: TemplateStep | undefined): number | undefined {
  const step = by === undefined ? undefined : parseTemplate(`{{${stepText(by)}}}`);
  const prepares = step !== undefined && templateKind(step) === "shows";
  const enough = uniqueness.kind === "lossy" && uniqueness.outcomes > manyResults;
  // A key's part may tell its values apart, as in `CUSTOMER#{{part:#:2|hash}}`: only the exact count knows.
  if (prepares && rows === undefined) return enough ? 0 : undefined;
  if (step !== undefined && !prepares && subkeysOf(step).length === 0) return undefined;
  return rows === undefined ? undefined : expectedCollisions(uniqueness, rows);
}

const counted = (n: number, name: string): string => `${n} ${name}${n === 1 ? "" : "s"}`;

// Two digits of a small number, a whole one otherwise.
const rounded = (value: number): string => (value < 10 ? String(Number(value.toPrecision(2))) : String(Math.round(value)));
