/** Reads the text of an intrinsic function call; calls nest up to ten deep. */
import { parsePath } from "../../../workflows/kit/jsonpath/index.ts";
import { StepFunctionsError } from "../errors.ts";

export interface IntrinsicCall {
  /** `States.Format`. */
  readonly name: string;
  readonly parameters: readonly Argument[];
}

export type Argument =
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "path"; readonly text: string }
  | { readonly kind: "call"; readonly call: IntrinsicCall };

/** The text is not an intrinsic function call. */
export class IntrinsicSyntaxError extends StepFunctionsError {
  override readonly name = "IntrinsicSyntaxError";
}

const parsed = new Map<string, IntrinsicCall>();
const deepest = 10;

/** @throws IntrinsicSyntaxError */
export function parseIntrinsic(text: string): IntrinsicCall {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const reader = new Reader(text);
  const call = reader.call(1);
  reader.end();
  if (parsed.size > 5_000) parsed.clear();
  parsed.set(text, call);
  return call;
}

/** The paths that a call reads, its nested calls included. */
export function pathsOf({ parameters }: IntrinsicCall): string[] {
  return parameters.flatMap((argument) => {
    if (argument.kind === "path") return [argument.text];
    return argument.kind === "call" ? pathsOf(argument.call) : [];
  });
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  call(depth: number): IntrinsicCall {
    if (depth > deepest) this.#fail("intrinsic functions may nest ten deep");
    this.#space();
    const name = this.#while((character) => /[A-Za-z0-9.]/.test(character));
    if (!name.startsWith("States.")) this.#fail("a function States.… is expected");
    this.#expect("(");
    const parameters: Argument[] = [];
    this.#space();
    while (!this.#take(")")) {
      if (parameters.length > 0) this.#expect(",");
      parameters.push(this.#argument(depth, name === "States.Format" && parameters.length === 0));
      this.#space();
    }
    return { name, parameters };
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) this.#fail("nothing may follow the closing bracket");
  }

  #argument(depth: number, template: boolean): Argument {
    this.#space();
    const next = this.#text[this.#at] ?? "";
    if (next === "'") {
      const value = this.#quoted();
      return { kind: "literal", value: template ? value : value.replace(/\\([{}\\])/g, "$1") };
    }
    if (next === "$") return { kind: "path", text: this.#path() };
    if (this.#text.startsWith("States.", this.#at)) return { kind: "call", call: this.call(depth + 1) };
    return { kind: "literal", value: this.#word() };
  }

  /** Backslashes stay, except before a quote: States.Format reads them in its template. */
  #quoted(): string {
    this.#at += 1;
    let value = "";
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) this.#fail("the closing quote is missing");
      this.#at += 1;
      if (character === "'") return value;
      if (character !== "\\") value += character;
      else value += this.#escaped();
    }
  }

  #escaped(): string {
    const character = this.#text[this.#at];
    if (character === undefined) this.#fail("the closing quote is missing");
    this.#at += 1;
    return character === "'" ? "'" : `\\${character}`;
  }

  #path(): string {
    const start = this.#at;
    let brackets = 0;
    let quote = "";
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at] as string;
      if (quote !== "") {
        if (character === quote) quote = "";
      } else if (brackets > 0 && (character === "'" || character === '"')) quote = character;
      else if (character === "[" || character === "(") brackets += 1;
      else if (brackets > 0 && (character === "]" || character === ")")) brackets -= 1;
      else if (brackets === 0 && (character === "," || character === ")" || character === " ")) break;
    }
    const path = this.#text.slice(start, this.#at);
    parsePath(path);
    return path;
  }

  #word(): unknown {
    const word = this.#while((character) => !",) ".includes(character));
    if (word === "true" || word === "false") return word === "true";
    if (word === "null") return null;
    if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(word)) return Number(word);
    return this.#fail(`'${word}' is no argument: quote texts with '…'`);
  }

  #space(): void {
    this.#while((character) => character === " " || character === "\n" || character === "\t" || character === "\r");
  }

  #while(accept: (character: string) => boolean): string {
    const start = this.#at;
    while (this.#at < this.#text.length && accept(this.#text[this.#at] as string)) this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  #take(expected: string): boolean {
    if (!this.#text.startsWith(expected, this.#at)) return false;
    this.#at += expected.length;
    return true;
  }

  #expect(expected: string): void {
    this.#space();
    if (!this.#take(expected)) this.#fail(`'${expected}' is missing`);
  }

  #fail(problem: string): never {
    throw new IntrinsicSyntaxError(`'${this.#text}' is not a valid intrinsic function call: ${problem} at character ${this.#at + 1}`);
  }
}
