/** Reads and checks a rules file. */
import type { z } from "zod";
import { checkLists, type Lists, parseTemplate, type Template, TemplateError, templateKind } from "../engine/index.ts";
import { createAmbiguityCheck } from "./ambiguity.ts";
import { RulesError, type RulesProblem } from "./errors.ts";
import { allowedKeys, parseKey } from "./key.ts";
import { type ReadRules, type RulesFormat, readRules } from "./read.ts";
import { conditionsOf, type Rule, type Rules } from "./rule.ts";
import { isLongForm, parseRulesFile, type RulesFile } from "./schema.ts";

/** How a rules file is read. */
export interface ParseOptions {
  /** JSON or YAML; both where it is absent. */
  readonly format?: RulesFormat;
  /** For a service's own file: the common rules, whose lists it may name. */
  readonly common?: Rules;
}

type Report = (problem: string, allowed: string) => void;

/**
 * The rules of a file: `{ version?, rules, lists?, on_undeclared? }`, or a plain map of rules. JSON or YAML, or the object
 * that JSON.parse gave.
 *
 * @param file - the file's or parameter's name, for messages
 * @throws RulesError with every mistake: line, rule, and what is allowed
 * @example
 * ```ts
 * parseRules('{ "ssn": "XXX-XX-{{last:4}}" }', "rules.json").rules.length; // 1
 * ```
 */
export function parseRules(source: string | object, file: string, options: ParseOptions = {}): Rules {
  const read: ReadRules = typeof source === "string" ? readRules(source, file, options.format) : { value: source, lineOf: () => undefined };
  const { value, long } = structure(read, file);
  const problems: RulesProblem[] = [];
  const reporter =
    (path: readonly string[], rule: string): Report =>
    (problem, allowed) =>
      void problems.push({ line: read.lineOf(path), rule, problem, allowed });
  const lists = new Map(Object.entries(value.lists ?? {}));
  for (const [name, items] of lists) {
    if (new Set(items).size !== items.length) reporter(["lists", name], `lists.${name}`)("The list names an item twice", "every item once");
  }
  const known: Lists = new Map([...(options.common?.lists ?? []), ...lists]);
  const rules: Rule[] = [];
  const ambiguity = createAmbiguityCheck();
  for (const [name, text] of Object.entries(value.rules)) {
    const report = reporter(long ? ["rules", name] : [name], name);
    const key = parseKey(name);
    if (key === undefined) {
      report("This is no name of a column", allowedKeys);
      continue;
    }
    const template = parsed(text, report);
    if (template === undefined) continue;
    checkTemplate(template, known, report);
    if (key.kind === "prefix") {
      if (text !== "{{keep}}") report(`A prefix is harmless or it is not, "${text}" is neither`, "{{keep}}");
    } else {
      const found = ambiguity(name, key);
      if (found !== undefined) report(found.problem, found.allowed);
    }
    rules.push(Object.freeze({ name, key: Object.freeze(key), template, scope: undefined }));
  }
  if (problems.length > 0) throw new RulesError(file, problems);
  return Object.freeze({
    rules: Object.freeze(rules),
    conditions: conditionsOf(rules),
    lists,
    onUndeclared: value.on_undeclared ?? "redact",
    onUndeclaredOf: new Map(),
    source: Object.freeze({ common: value, services: {} }),
  });
}

function parsed(text: string, report: Report): Template | undefined {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    reportMistake(error, report);
    return undefined;
  }
}

// The report says by itself what is allowed.
function reportMistake({ message, allowed }: TemplateError, report: Report): void {
  report(message.slice(0, message.lastIndexOf(" Allowed:")), allowed);
}

function checkTemplate(template: Template, lists: Lists, report: Report): void {
  if (templateKind(template) === "shows")
    report(`"${template.text}" shows the value: no step of it masks`, "a masking step, or {{keep}} to declare that the value is harmless");
  for (const mistake of checkLists(template, lists)) reportMistake(mistake, report);
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
  const result = parseRulesFile(long ? value : { rules: value });
  if ("data" in result) return { value: result.data, long };
  throw new RulesError(
    file,
    result.issues.map((issue) => structureProblem(issue, read, long)),
  );
}

function structureProblem(issue: z.core.$ZodIssue, read: ReadRules, long: boolean): RulesProblem {
  const full = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
  const extra = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const path = [...(long ? full : full.slice(1)), ...extra];
  const inRules = full[0] === "rules" && full.length > 1;
  return {
    line: read.lineOf(path),
    rule: path.length === 0 ? undefined : (inRules ? full.slice(1) : path).join("."),
    problem: issue.message.replace(/^Invalid input: e/, "E"),
    allowed: inRules ? 'a template as text in quotes, such as "{{hash}}" ("{{null}}" for null)' : allowedIn(full[0]),
  };
}

function allowedIn(part: string | number | undefined): string {
  if (part === "lists") return "lists of 2 to 10,000 texts, by names of letters, digits, _ and -";
  if (part === "on_undeclared") return "redact, hold";
  return "version, rules, lists, on_undeclared";
}
