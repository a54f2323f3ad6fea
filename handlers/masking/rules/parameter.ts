/** Rules in Parameter Store, which refuses values with `{{ }}`. */

/**
 * JSON in which every brace of a text is written `\u007b` or `\u007d`, so that Parameter Store takes it; JSON.parse undoes it.
 *
 * @example
 * ```ts
 * parameterText({ ssn: "XXX-XX-{{last:4}}" }); // {"ssn":"XXX-XX-\u007b\u007blast:4\u007d\u007d"}
 * ```
 */
export function parameterText(value: unknown): string {
  const json = JSON.stringify(value);
  let text = "";
  let inside = false;
  for (let i = 0; i < json.length; i++) {
    const character = json.charAt(i);
    if (inside && character === "\\") {
      text += character + json.charAt(++i);
      continue;
    }
    if (character === '"') inside = !inside;
    if (inside && character === "{") text += "\\u007b";
    else if (inside && character === "}") text += "\\u007d";
    else text += !inside && character === "}" && text.endsWith("}") ? " }" : character;
  }
  return text;
}

/** The value of a parameter that parameterText, or Terraform's `replace`, wrote. */
export function parseParameter(text: string): unknown {
  return JSON.parse(text);
}
