/** Fills in a template as Terraform's `templatefile` does, for the part of its language that the kit writes. */
import { KitError } from "../errors.ts";

/** Escapes a text so that `templatefile` gives it back as it is. */
export const escapeTemplate = (text: string): string => text.replace(/[$%]\{/g, (sign) => `${sign[0]}${sign}`);

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

/** Whether the place is inside of an intrinsic function, where a token stands between quotes. */
const isInFunction = (text: string, offset: number): boolean =>
  /": "States\.[A-Z]/.test(text.slice(text.lastIndexOf("\n", offset) + 1, offset));

/**
 * The text that `templatefile(text, values)` gives.
 *
 * A token inside of a function (`States.Format('${bucket}/{}', …)`) must not hold quotes, braces, backslashes or line
 * breaks: they would end the function's text, or stand for a hole. Names and ARNs never do.
 *
 * @throws KitError when a value is missing or breaks a function, or when the template uses what the kit never writes (expressions, directives)
 * @example
 * ```ts
 * renderTemplate('{ "FunctionName": "${masking_handler_arn}" }', { masking_handler_arn: "arn:aws:lambda:…" });
 * ```
 */
export function renderTemplate(text: string, values: Readonly<Record<string, string | number | boolean>>): string {
  return text.replace(/\$\$\{|%%\{|\$\{([^{}]*)\}|\$\{|%\{/g, (match, name: string | undefined, offset: number) => {
    if (match === "$${") return "${";
    if (match === "%%{") return "%{";
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) {
      throw new KitError(
        `Line ${lineOf(text, offset)} of the template has "${match}": only tokens such as \${name} are known. Escape it by doubling the sign.`,
      );
    }
    if (!Object.hasOwn(values, name))
      throw new KitError(`Line ${lineOf(text, offset)} of the template wants the token "${name}", which has no value.`);
    const value = String(values[name]);
    if (/['"{}\\\n\r]/.test(value) && isInFunction(text, offset)) {
      const where = `Line ${lineOf(text, offset)} of the template has the token "${name}" in a function`;
      throw new KitError(`${where}, where its value must not hold quotes, braces, backslashes or line breaks: ${JSON.stringify(value)}.`);
    }
    return value;
  });
}

/** The names of the tokens in a template, sorted, each once. */
export function tokensOf(text: string): readonly string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(/\$\$\{|\$\{([A-Za-z_]\w*)\}/g)) if (match[1] !== undefined) names.add(match[1]);
  return [...names].sort();
}
