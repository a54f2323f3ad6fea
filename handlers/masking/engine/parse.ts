/** Reads a template of masking/v1. */
import { TemplateError } from "./errors.ts";
import { nearest } from "./nearest.ts";
import { steps } from "./steps/index.ts";
import type { Literal, Pipeline, Template, TemplateStep } from "./template.ts";

const names = [...steps.keys(), "null"];

/**
 * The tree of a template.
 *
 * @throws TemplateError with the position, what is allowed there, and the nearest name
 * @example
 * ```ts
 * parseTemplate("test+{{lower|hash}}@example.com").parts.length; // 3
 * ```
 */
export function parseTemplate(text: string): Template {
  if (text.includes("\u0000") || !text.isWellFormed()) {
    throw new TemplateError("A character that no store can hold", {
      template: text.toWellFormed(),
      position: 0,
      allowed: "any text without U+0000 and lone surrogates",
    });
  }
  const parts: (Literal | Pipeline)[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("{{", at);
    const end = open < 0 ? text.length : open;
    if (end > at) parts.push(Object.freeze({ kind: "literal", text: text.slice(at, end), start: at, end }));
    if (open < 0) break;
    const part = text[open + 2] === "'" ? quoted(text, open) : pipeline(text, open);
    parts.push(part);
    at = part.end;
  }
  const nulls = parts.find((part) => part.kind === "pipeline" && part.steps.some((step) => step.name === "null"));
  if (nulls !== undefined && (parts.length > 1 || (nulls.kind === "pipeline" && nulls.steps.length > 1))) {
    throw new TemplateError('"null" stands beside something else', { template: text, position: nulls.start, allowed: "{{null}} alone" });
  }
  return Object.freeze({ kind: "template", text, parts: Object.freeze(parts) });
}

function quoted(text: string, open: number): Literal {
  const close = text.indexOf("'", open + 3);
  if (close < 0 || !text.startsWith("}}", close + 1)) {
    throw new TemplateError("A quoted literal does not end", {
      template: text,
      position: open,
      allowed: "{{'text without a quote character'}}",
    });
  }
  return Object.freeze({ kind: "literal", text: text.slice(open + 3, close), start: open, end: close + 3 });
}

function pipeline(text: string, open: number): Pipeline {
  const close = text.indexOf("}}", open + 2);
  if (close < 0)
    throw new TemplateError('"{{" has no "}}"', { template: text, position: open, allowed: "{{step}}, {{step|step:ARGUMENT}}" });
  const found: TemplateStep[] = [];
  let start = open + 2;
  for (const raw of text.slice(start, close).split("|")) {
    found.push(step(text, raw, start));
    start += raw.length + 1;
  }
  return Object.freeze({ kind: "pipeline", steps: Object.freeze(found), start: open, end: close + 2 });
}

function step(template: string, raw: string, offset: number): TemplateStep {
  const start = offset + (raw.length - raw.trimStart().length);
  const [name = "", ...args] = raw.trim().split(":");
  const definition = steps.get(name);
  const usage = name === "null" ? "null, without arguments" : definition?.usage;
  if (usage === undefined) {
    throw new TemplateError(name === "" ? "A step is missing" : `There is no step "${name}"`, {
      template,
      position: start,
      allowed: names.join(", "),
      nearest: name === "" ? undefined : nearest(name, names),
    });
  }
  if (name === "null" ? args.length > 0 : definition?.bind(args) === undefined) {
    throw new TemplateError(`"${raw.trim()}" has wrong arguments`, { template, position: start, allowed: usage });
  }
  return Object.freeze({ name, args: Object.freeze(args), start, end: start + raw.trim().length });
}
