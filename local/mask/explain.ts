/** Explains what becomes of a value: its rule, and the result of each step. */
import {
  compileTemplate,
  describeTemplate,
  type Mask,
  type MaskingKeys,
  parseTemplate,
  pipelines,
  type Template,
  templateKind,
} from "../../handlers/masking/engine/index.ts";
import { findRule, parseKey } from "../../handlers/masking/rules/index.ts";
import type { KeyedSource } from "./source.ts";
import { MaskUsageError } from "./usage-error.ts";

const undeclared = "{{redact}}";

/**
 * The explanation of a place and of values in it, as lines. It shows the values: it is for whoever may see them.
 *
 * @param place - a column or attribute, with members below it behind dots
 * @throws MaskUsageError when the place is none
 * @example
 * ```ts
 * for (const line of explain("email", ["ana@corp.example"], source)) console.log(line);
 * ```
 */
export function* explain(place: string, values: Iterable<string>, source: KeyedSource): Generator<string> {
  const { rules, service, table, keys } = source;
  const key = parseKey(place);
  if (key?.kind !== "column" || key.condition !== undefined)
    throw new MaskUsageError(`--explain takes a column's name, or a member's behind dots, not ${JSON.stringify(place)}.`);
  const [column = "", ...path] = key.names;
  const rule = findRule(rules, { service, table, column, path });
  const template = rule?.template ?? parseTemplate(undeclared);
  yield rule === undefined ? `${place}: no rule, so text becomes ${undeclared}` : `${place}: rule "${rule.name}", ${template.text}`;
  yield* described(template, source);
  const whole = compileTemplate(template, { keys, lists: rules.lists });
  const steps = prefixes(template, keys, source);
  for (const value of values) {
    yield "";
    yield `value   ${JSON.stringify(value)}`;
    for (const { text, mask } of steps) yield `  ${text} → ${shown(mask(value, noRow))}`;
    yield `result  ${shown(whole(value, noRow))}`;
  }
}

// Records are not at hand: a rule that reads another field finds none.
const noRow = (): null => null;
const shown = (result: string | null): string => JSON.stringify(result);

function* described(template: Template, { rules }: KeyedSource): Generator<string> {
  const about = describeTemplate(template, { lists: rules.lists });
  if (about.kind === "keep") return;
  const { uniqueness, original, longest } = about;
  yield `  longest result: ${Number.isFinite(longest) ? `${longest} characters` : "as long as the value, or longer"}`;
  if (uniqueness.kind === "lossy") {
    yield `  distinct values may become one${Number.isFinite(uniqueness.outcomes) ? `: it has ${Math.round(uniqueness.outcomes)} results` : ""}`;
  } else {
    const unless = uniqueness.unless.length > 0 ? `, unless ${uniqueness.unless.join("; ")}` : "";
    yield `  distinct values stay distinct${uniqueness.kind === "preserved" ? "" : " (practically)"}${unless}`;
  }
  yield `  of the original it shows: ${original.shows} (${original.because})`;
}

/** Each pipeline cut behind each of its steps. */
function prefixes(template: Template, keys: MaskingKeys, { rules }: KeyedSource): { text: string; mask: Mask }[] {
  if (templateKind(template) === "null") return [];
  const seen = new Set<string>();
  return pipelines(template).flatMap(({ steps }) =>
    steps.flatMap((step, i) => {
      const inside = template.text.slice(steps[0]?.start, step.end);
      const text = `${"  ".repeat(i)}${template.text.slice(step.start, step.end)}`;
      if (seen.has(inside)) return [];
      seen.add(inside);
      return [{ text, mask: compileTemplate(parseTemplate(`{{${inside}}}`), { keys, lists: rules.lists }) }];
    }),
  );
}
