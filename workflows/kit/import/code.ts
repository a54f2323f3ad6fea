/** The pieces of the source that the import writes, before they are laid out in lines. */

export type Code =
  /** Words that stay as they are. */
  | string
  | { readonly kind: "text"; readonly literal: string }
  | { readonly kind: "call"; readonly of: string; readonly inputs: readonly Code[] }
  | { readonly kind: "object"; readonly fields: readonly (readonly [key: string, value: Code])[]; readonly opened?: boolean }
  | { readonly kind: "list"; readonly entries: readonly Code[] }
  | { readonly kind: "function"; readonly parameter: string; readonly body: readonly Statement[] }
  /** A function that gives an object. */
  | { readonly kind: "gives"; readonly parameter: string; readonly value: Code };

/** A call, with its value under a name when somebody needs it. */
export interface Statement {
  readonly name?: string | undefined;
  readonly value: Code;
}

export const call = (of: string, ...inputs: readonly Code[]): Code => ({ kind: "call", of, inputs });
export const list = (entries: readonly Code[]): Code => ({ kind: "list", entries });
export const object = (fields: readonly (readonly [string, Code])[]): Code => ({ kind: "object", fields });
export const block = (body: readonly Statement[], parameter = ""): Code => ({ kind: "function", parameter, body });

/** A text in quotes; single ones where that saves escapes, as a formatter would. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  const doubles = text.split('"').length;
  if (doubles <= text.split("'").length) return `"${escaped}"`;
  return `'${escaped.replace(/\\.|'/gs, (found) => (found === '\\"' ? '"' : found === "'" ? "\\'" : found))}'`;
}

/** A text as a literal. */
export const literal = (text: string): Code => ({ kind: "text", literal: quoted(text) });

/** The inside of a template literal. */
export const inTemplate = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\.|`|\$\{/gs, (found) => (found === '\\"' ? '"' : found === "`" ? "\\`" : found === "${" ? "\\${" : found));

/** A key of an object. */
export function key(name: string): string {
  // Written plainly it would be the object's prototype.
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}
