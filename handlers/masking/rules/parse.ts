/** Reads and checks a rules file. */
import type { z } from "zod";
import { listsOf, parseTemplate, type Template, TemplateError, templateKind } from "../engine/index.ts";
import { RulesError, type RulesProblem } from "./errors.ts";
import { allowedKeys, parseKey } from "./key.ts";
import { plainName } from "./names.ts";
import { type ReadRules, readRules } from "./read.ts";
import type { Rule, Rules } from "./rule.ts";
import { isLongForm, type RulesFile, rulesFile } from "./schema.ts";

/**
 * The rules of a file: `{ version?, rules, lists?, on_undeclared? }`, or a plain map of rules. JSON or YAML, or the object
 * that JSON.parse gave.
 *
 * @param file - the file's or parameter's name, for messages
 * @param common - for a service's own file: the common rules, whose lists it may name
 * @throws RulesError with every mistake: line, rule, and what is allowed
 * @example
 * ```ts
 * parseRules('{ "ssn": "XXX-XX-{{last:4}}" }', "rules.json").rules.length; // 1
 * ```
 */
export function parseRules(source: string | object, file: string, common?: Rules): Rules {
  const read: ReadRules = typeof source === "string" ? readRules(source, file) : { value: source, lineOf: () => undefined };
  const { value, long } = structure(read, file);
  const problems: RulesProblem[] = [];
  const lists = new Map(Object.entries(value.lists ?? {}));
  for (const [name, items] of lists) {
    if (new Set(items).size !== items.length)
      problems.push({
        line: read.lineOf(["lists", name]),
        rule: `lists.${name}`,
        problem: "The list names an item twice",
        allowed: "every item once",
      });
  }
  const rules: Rule[] = [];
  const seen = new Map<string, string>();
  for (const [name, text] of Object.entries(value.rules)) {
    const line = read.lineOf(long ? ["rules", name] : [name]);
    const report = (problem: string, allowed: string): void => void problems.push({ line, rule: name, problem, allowed });
    const key = parseKey(name);
    if (key === undefined) {
      report("This is no name of a column", allowedKeys);
      continue;
    }
    const template = parsed(text, report);
    if (template === undefined) continue;
    const kind = templateKind(template);
    if (kind === "shows")
      report(`"${text}" shows the value: no step of it masks`, "a masking step, or {{keep}} to declare that the value is harmless");
    if (key.kind === "prefix" && text !== "{{keep}}") report(`A prefix is harmless or it is not, "${text}" is neither`, "{{keep}}");
    for (const list of listsOf(template)) {
      if (!lists.has(list) && common?.lists.has(list) !== true)
        report(`The list "${list}" is not there`, lists.size === 0 ? "a list under `lists`" : [...lists.keys()].join(", "));
    }
    const same = key.kind === "prefix" ? name : `${plainName(key.service ?? "")}/${key.names.join(".")}`;
    const other = seen.get(same);
    if (other !== undefined) report(`The rule "${other}" is for the same column`, "one rule for each name");
    seen.set(same, name);
    rules.push(Object.freeze({ name, key: Object.freeze(key), template, scope: undefined }));
  }
  if (problems.length > 0) throw new RulesError(file, problems);
  return Object.freeze({
    rules: Object.freeze(rules),
    lists,
    onUndeclared: value.on_undeclared ?? "redact",
    onUndeclaredOf: new Map(),
    source: Object.freeze({ common: value, services: {} }),
  });
}

function parsed(text: string, report: (problem: string, allowed: string) => void): Template | undefined {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    report(error.message.slice(0, error.message.lastIndexOf(" Allowed:")), error.allowed);
    return undefined;
  }
}

function structure(read: ReadRules, file: string): { value: RulesFile; long: boolean } {
  const { value } = read;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RulesError(file, [
      {
        line: 1,
        rule: undefined,
        problem: "The file holds no map of rules",
        allowed: '{ "rules": { "column": "template" } } or { "column": "template" }',
      },
    ]);
  }
  const long = isLongForm(value as Record<string, unknown>);
  const result = rulesFile.safeParse(long ? value : { rules: value });
  if (result.success) return { value: result.data, long };
  const problems = result.error.issues.map((issue) => structureProblem(issue, read, long));
  throw new RulesError(file, problems);
}

function structureProblem(issue: z.core.$ZodIssue, read: ReadRules, long: boolean): RulesProblem {
  const full = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
  const extra = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const path = [...(long ? full : full.slice(1)), ...extra];
  const inRules = full[0] === "rules" && full.length > 1;
  return {
    line: read.lineOf(path),
    rule: path.length === 0 ? undefined : (inRules ? full.slice(1) : path).join("."),
    problem: issue.message,
    allowed: inRules ? 'a template as text, such as "{{hash}}" ("{{null}}" for null)' : "version, rules, lists, on_undeclared",
  };
}
