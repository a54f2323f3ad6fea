/** What the variables of the stack refuse, and with which sentences: read from Terraform's own files. */
import { stripVTControlCharacters } from "node:util";

/** One set of bad values, as the text of a file of variables. */
export interface BadValues {
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** The runs of a formatted test file whose values a file of variables can say too: those without calls of functions. */
export function badValuesOf(tests: string): BadValues[] {
  const [, common = ""] = /^variables \{\n([\s\S]*?)\n\}/m.exec(tests) ?? [];
  const runs = tests.matchAll(/^run "(\w+)" \{\n[\s\S]*?\n {2}variables \{\n([\s\S]*?)\n {2}\}\n/gm);
  return [...runs].flatMap(([, name = "", own = ""]) => {
    // A value that is given twice is an error, and the run's own goes before.
    const given = new Set([...own.matchAll(/^ {4}(\w+) +=/gm)].map(([, variable]) => variable));
    const rest = common.split("\n").filter((line) => !given.has(/^ {2}(\w+) +=/.exec(line)?.[1] ?? ""));
    return own.includes("range(") ? [] : [{ name, file: `${name}.tfvars`, text: `${[...rest, own].join("\n")}\n` }];
  });
}

/** The sentences of all validations and preconditions, as patterns: what is interpolated may be anything. */
export function sentencesOf(stack: string): Map<string, RegExp> {
  const sentences = [...stack.matchAll(/^\s+error_message = "(.+)"$/gm)].map(([, text = ""]) => text.replaceAll('\\"', '"'));
  return new Map(
    sentences.map((text) => [
      text,
      new RegExp(
        text
          .split(/\$\{(?:[^{}"]|"[^"]*")*\}/)
          .map(literally)
          .join(".{0,200}"),
      ),
    ]),
  );
}

const literally = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");

/** What Terraform prints for people, as one line: without its frames, colours and line ends. */
export const inOneLine = (text: string): string =>
  `${stripVTControlCharacters(text)
    .replace(/^[│╷╵] ?/gm, "")
    .replace(/\s+/g, " ")} `;
