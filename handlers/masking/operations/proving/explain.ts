/** When a text of the output that equals an original is no leak: its own rule lets it be there. */
import {
  compileRoom,
  compileTemplate,
  listsOf,
  type MaskingKeys,
  parseTemplate,
  provableRoom,
  type Template,
  templateKind,
} from "../../engine/index.ts";
import { isExplained } from "../../prove/index.ts";
import { findRule, type Rules } from "../../rules/index.ts";

/** Where a text was found. */
export interface FoundAt {
  readonly service: string;
  readonly table: string | readonly string[];
  /** The scanner's place: `profile.email`, or `…#name` for the name of a member. */
  readonly place: string;
  readonly text: string;
  /** The record that it stands in, as it is written. */
  readonly record: string;
}

const redact = parseTemplate("{{redact}}");
const format = parseTemplate("{{format}}");
const number = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** Says of a text that equals an original whether that is explained. */
export function createExplainer(rules: Rules, keys: MaskingKeys): (found: FoundAt) => boolean {
  const { lists } = rules;
  const roomOfFormat = compileRoom(format, lists);
  const redacted = compileTemplate(redact, { keys });
  const short = (text: string): boolean => roomOfFormat(text) < provableRoom;
  // A result of `format`, `perm`, `pick` and the like may equal a short original of another place by chance.
  const byChance = (template: Template, text: string): boolean =>
    compileRoom(template, lists)(text) < provableRoom && (short(text) || listsOf(template).some((name) => lists.get(name)?.includes(text)));
  return ({ service, table, place, text, record }) => {
    // Names of members that are identifiers are the schema's words; those that look like data are hashed.
    if (place.endsWith("#name")) return /^[a-z_][A-Za-z0-9_-]*$/.test(text);
    if (redacted(text) === text) return true;
    const [column = "", ...path] = place.split(".");
    const rule = findRule(rules, { service, table, column, path });
    if (rule === undefined) return number.test(text) && isWrittenAsNumber(text, record);
    if (templateKind(rule.template) === "constant") return rule.template.text === text;
    return isExplained(rule.template, text, keys, lists) || byChance(rule.template, text);
  };
}

// Undeclared numbers pass; the same digits as a text would not.
function isWrittenAsNumber(text: string, record: string): boolean {
  return record.includes(`{"N":"${text}"}`) || new RegExp(`[:[,]\\s*${text.replaceAll(/[.+]/g, "\\$&")}\\s*[,}\\]]`).test(record);
}
