/** Scans JSON of any size as it streams: one document, a record a line, or records one behind another. */
import { ScanError } from "./errors.ts";
import type { Look, Place } from "./place.ts";
import { mostCharacters, WaitingText } from "./waiting-text.ts";

const mostDepth = 100_000;
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
// What may stand behind the digits of a number whose rest is still to come; it is at the end of what has.
const mayGoOn = /^(?:\.|[eE][+-]?)?$/;
const words = ["true", "false", "null"] as const;

type Next = "record" | "value" | "item" | "name" | "first name" | "colon" | "comma";

/**
 * Takes JSON in pieces and gives every text, number and name of a member. It holds one text at most, whatever the document's
 * size.
 *
 * @example
 * ```ts
 * const scanner = new JsonScanner(Place.root(), look);
 * for await (const chunk of texts) scanner.push(chunk);
 * scanner.end();
 * ```
 */
export class JsonScanner {
  /** Records that have ended. */
  records = 0;
  readonly #root: Place;
  readonly #look: Look;
  readonly #places: Place[] = [];
  readonly #isObject: boolean[] = [];
  #place: Place;
  #next: Next = "record";
  readonly #waiting = new WaitingText();
  #begun = false;

  constructor(root: Place, look: Look) {
    this.#root = root;
    this.#place = root;
    this.#look = look;
  }

  /** @throws ScanError when it is not JSON */
  push(text: string): void {
    if (!this.#waiting.add(text)) return;
    this.#read(false);
    if (this.#waiting.rest.length > mostCharacters) this.#fail(`a text is longer than ${mostCharacters} characters`);
  }

  /** @throws ScanError when the last record does not end */
  end(): void {
    this.#read(true);
    if (this.#waiting.rest !== "" || this.#next !== "record") this.#fail("it does not end");
  }

  #read(isEnd: boolean): void {
    let text = this.#waiting.take();
    if (!this.#begun && text !== "") {
      this.#begun = true;
      if (text.startsWith("\ufeff")) text = text.slice(1);
    }
    this.#waiting.keep(text.slice(this.#scan(text, isEnd)));
  }

  // Goes over all tokens that are complete; returns where the first other one begins.
  #scan(text: string, isEnd: boolean): number {
    let at = 0;
    for (;;) {
      let unit = text.charCodeAt(at);
      while (unit === 32 || unit === 10 || unit === 13 || unit === 9) unit = text.charCodeAt(++at);
      switch (unit) {
        case 34: {
          const end = stringEnd(text, at);
          if (end < 0) return at;
          const written = text.slice(at + 1, end);
          const value = written.includes("\\") ? this.#unescaped(written) : written;
          at = end + 1;
          this.#string(value);
          break;
        }
        case 44:
          if (this.#next !== "comma") this.#fail("a comma stands where none may");
          this.#next = this.#isObject.at(-1) === true ? "name" : "value";
          at++;
          break;
        case 58:
          if (this.#next !== "colon") this.#fail("a colon stands where none may");
          this.#next = "value";
          at++;
          break;
        case 123:
        case 91:
          this.#open(unit === 123);
          at++;
          break;
        case 125:
        case 93:
          this.#close(unit === 125);
          at++;
          break;
        default: {
          if (at >= text.length) return at;
          const end = this.#scalar(text, at, isEnd);
          if (end < 0) return at;
          at = end;
        }
      }
    }
  }

  #string(value: string): void {
    if (this.#next === "name" || this.#next === "first name") {
      if (this.#place.hasNames) this.#look(this.#place.namePlace, value, "name");
      try {
        this.#place = this.#places.at(-1)!.member(value);
      } catch (error) {
        this.#fail((error as Error).message);
      }
      this.#next = "colon";
      return;
    }
    this.#mayHaveValue();
    this.#look(this.#place, value, this.#place.kind ?? "text");
    this.#after();
  }

  #scalar(text: string, at: number, isEnd: boolean): number {
    this.#mayHaveValue();
    number.lastIndex = at;
    const found = number.exec(text)?.[0];
    if (found !== undefined) {
      const end = at + found.length;
      if (!isEnd && mayGoOn.test(text.slice(end, end + 3))) return -1;
      this.#look(this.#place, found, "number");
      this.#after();
      return end;
    }
    const word = words.find((each) => text.startsWith(each, at));
    if (word === undefined) {
      if (!isEnd && text.length - at < 5) return -1;
      this.#fail("this is no JSON value");
    }
    const isNull = word === "null" || this.#place.kind === "null";
    this.#look(this.#place, isNull ? "" : word, isNull ? "null" : "boolean");
    this.#after();
    return at + word.length;
  }

  #open(isObject: boolean): void {
    this.#mayHaveValue();
    if (this.#places.length >= mostDepth) this.#fail(`it is more than ${mostDepth} levels deep`);
    this.#places.push(this.#place);
    this.#isObject.push(isObject);
    this.#next = isObject ? "first name" : "item";
  }

  #close(isObject: boolean): void {
    const empty = isObject ? "first name" : "item";
    if (this.#isObject.at(-1) !== isObject || (this.#next !== "comma" && this.#next !== empty))
      this.#fail("a bracket stands where none may");
    this.#place = this.#places.pop()!;
    this.#isObject.pop();
    this.#after();
  }

  #mayHaveValue(): void {
    if (this.#next !== "value" && this.#next !== "record" && this.#next !== "item") this.#fail("a value stands where none may");
  }

  // Behind a value: the next member belongs to what is around.
  #after(): void {
    const depth = this.#places.length;
    if (depth === 0) {
      this.records++;
      this.#place = this.#root;
      this.#next = "record";
      return;
    }
    this.#place = this.#places[depth - 1]!;
    this.#next = "comma";
  }

  #unescaped(written: string): string {
    try {
      return JSON.parse(`"${written}"`) as string;
    } catch {
      return this.#fail("a text has an escape that JSON does not know");
    }
  }

  // The parser's own message would quote the text.
  #fail(problem: string): never {
    throw new ScanError(`The JSON cannot be read: ${problem}, in record ${this.records + 1}.`);
  }
}

// The closing quote: the first with an even number of backslashes before it; -1 when it is not there yet.
function stringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slash = end - 1;
    while (text.charCodeAt(slash) === 92) slash--;
    if ((end - slash) % 2 === 1) return end;
  }
  return -1;
}
