/** Texts and values of the machine as code: what is a token, and what stays as it is. */
import type { Json } from "../asl/index.ts";
import { type Code, call, inTemplate, key, list, literal, object } from "./code.ts";

/** What the source uses of the kit, and what was found in the machine's texts. */
export class Uses {
  /** Functions of the kit. */
  readonly functions = new Set<string>();
  /** Steps that the body is given. */
  readonly steps = new Set<string>();
  readonly tokens = new Set<string>();
  /** `${Names}` that are no tokens and stay in the texts. */
  readonly placeholders = new Set<string>();
  /** Whether the texts are Terraform's: `${name}` a token, `$${` a sign. */
  readonly template: boolean;
  constructor(template: boolean) {
    this.template = template;
  }

  step(name: string): string {
    this.steps.add(name);
    return name;
  }

  function(name: string): string {
    this.functions.add(name);
    return name;
  }
}

/** A text in parts: tokens, and what is between them. */
export function textParts(text: string, template: boolean): readonly (string | { readonly token: string })[] {
  if (!template) return [text];
  const parts: (string | { readonly token: string })[] = [];
  let plain = "";
  let from = 0;
  for (const match of text.matchAll(/\$\$\{|%%\{|\$\{([a-z][a-z0-9_]*)\}/g)) {
    plain += text.slice(from, match.index);
    from = match.index + match[0].length;
    if (match[1] === undefined) plain += match[0].slice(1);
    else {
      if (plain !== "") parts.push(plain);
      parts.push({ token: match[1] });
      plain = "";
    }
  }
  plain += text.slice(from);
  return plain === "" && parts.length > 0 ? parts : [...parts, plain];
}

/** Whether the text is just itself. */
export const isPlain = (text: string, uses: Uses): boolean => {
  const parts = textParts(text, uses.template);
  return parts.length === 1 && parts[0] === text;
};

/** A text as code. */
export function textCode(text: string, uses: Uses): Code {
  const parts = textParts(text, uses.template);
  for (const part of parts) {
    if (typeof part !== "string") uses.tokens.add(part.token);
    else for (const match of part.matchAll(/\$\{[A-Za-z_][\w.:]*\}/g)) uses.placeholders.add(match[0]);
  }
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    return typeof only === "string" ? literal(only) : call(uses.function("token"), literal(only.token));
  }
  uses.function("text");
  uses.function("token");
  return `text\`${parts.map((part) => (typeof part === "string" ? inTemplate(part) : `\${token("${part.token}")}`)).join("")}\``;
}

/** Any JSON as code. */
export function jsonCode(value: Json, uses: Uses): Code {
  if (typeof value === "string") return textCode(value, uses);
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value).replace("e+", "e");
  if (Array.isArray(value)) return list((value as readonly Json[]).map((entry) => jsonCode(entry, uses)));
  return object(Object.entries(value).map(([name, entry]) => [key(name), jsonCode(entry, uses)]));
}
