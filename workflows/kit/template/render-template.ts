/** Fills in a template as Terraform's `templatefile` does, for the part of its language that the kit writes. */
import { KitError } from "../errors.ts";

/** Escapes a text so that `templatefile` gives it back as it is. */
export const escapeTemplate = (text: string): string => text.replace(/[$%]\{/g, (sign) => `${sign[0]}${sign}`);

/**
 * The text that `templatefile(text, values)` gives.
 *
 * @throws KitError when a value is missing, or when the template uses what the kit never writes (expressions, directives)
 * @example
 * ```ts
 * renderTemplate('{ "FunctionName": "${masking_handler_arn}" }', { masking_handler_arn: "arn:aws:lambda:…" });
 * ```
 */
export function renderTemplate(text: string, values: Readonly<Record<string, string | number | boolean>>): string {
  return text.replace(/\$\$\{|%%\{|\$\{([^{}]*)\}|\$\{|%\{/g, (match, name: string | undefined, offset: number) => {
    if (match === "$${") return "${";
    if (match === "%%{") return "%{";
    const line = text.slice(0, offset).split("\n").length;
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) {
      throw new KitError(
        `Line ${line} of the template has "${match}": only tokens such as \${name} are known. Escape it by doubling the sign.`,
      );
    }
    if (!Object.hasOwn(values, name)) throw new KitError(`Line ${line} of the template wants the token "${name}", which has no value.`);
    return String(values[name]);
  });
}

/** The names of the tokens in a template, sorted, each once. */
export function tokensOf(text: string): readonly string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(/\$\$\{|\$\{([A-Za-z_]\w*)\}/g)) if (match[1] !== undefined) names.add(match[1]);
  return [...names].sort();
}
