/** Reads a template of masking/v1. */
import { TemplateError } from "./errors.ts";
import { parseStep } from "./parse-step.ts";
import type { Literal, Pipeline, Template, TemplateStep } from "./template.ts";

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
  checkCharacters(text);
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
  checkNull(text, parts);
  return Object.freeze({ kind: "template", text, parts: Object.freeze(parts) });
}

function checkCharacters(text: string): void {
  let position = 0;
  for (const character of text) {
    if (character === "\u0000" || !character.isWellFormed()) {
      throw new TemplateError("A character that no store can hold", {
        template: text.toWellFormed().replaceAll("\u0000", "\ufffd"),
        position,
        allowed: "any text without U+0000 and lone surrogates",
      });
    }
    position += character.length;
  }
}

function checkNull(text: string, parts: readonly (Literal | Pipeline)[]): void {
  const nulls = parts.flatMap((part) => (part.kind === "pipeline" ? part.steps.filter((step) => step.name === "null") : []));
  const [found] = nulls;
  if (found === undefined) return;
  const alone = parts.length === 1 && parts[0]?.kind === "pipeline" && parts[0].steps.length === 1;
  if (!alone)
    throw new TemplateError('"null" stands beside something else', { template: text, position: found.start, allowed: "{{null}} alone" });
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
  if (close < 0) throw unclosed(text, open);
  const found: TemplateStep[] = [];
  let start = open + 2;
  for (const raw of text.slice(start, close).split("|")) {
    if (/^[^:]*\{\{/.test(raw)) throw unclosed(text, open);
    found.push(parseStep(text, raw, start));
    start += raw.length + 1;
  }
  return Object.freeze({ kind: "pipeline", steps: Object.freeze(found), start: open, end: close + 2 });
}

function unclosed(template: string, position: number): TemplateError {
  return new TemplateError('"{{" has no "}}"', { template, position, allowed: "{{step}}, {{step|step:ARGUMENT}}" });
}
