/** The maskers as streams of bytes, for objects of any size. */
import { Transform } from "node:stream";
import { CsvMasker } from "./csv.ts";
import { FormatError } from "./errors.ts";
import type { Fields } from "./fields.ts";

const mostLine = 64 * 1024 * 1024;

/** Masks a text line by line; line ends stay as they are. A text that is not UTF-8 is a FormatError. */
export function lineTransform(mask: (line: string) => string): Transform {
  let rest = "";
  let line = 0;
  const one = (text: string): string => {
    line++;
    const end = text.endsWith("\r") ? "\r" : "";
    try {
      return mask(end === "" ? text : text.slice(0, -1)) + end;
    } catch (error) {
      if (error instanceof Error) error.message = `Line ${line}: ${error.message}`;
      throw error;
    }
  };
  return textTransform(
    (text) => {
      rest += text;
      if (!text.includes("\n") && rest.length <= mostLine) return "";
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > mostLine) throw new FormatError(`A line is longer than ${mostLine} characters`, 0);
      return lines.map((each) => `${one(each)}\n`).join("");
    },
    () => (rest === "" ? "" : one(rest)),
  );
}

/** Masks a CSV text with a header. */
export function csvTransform(fields: Fields): Transform {
  const masker = new CsvMasker(fields);
  return textTransform(
    (text) => masker.push(text),
    () => masker.end(),
  );
}

function textTransform(push: (text: string) => string, end: () => string): Transform {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const attempt = (work: () => string, done: (error: Error | null, data?: string) => void): void => {
    try {
      done(null, work());
    } catch (error) {
      const isEncoding = (error as NodeJS.ErrnoException).code === "ERR_ENCODING_INVALID_ENCODED_DATA";
      done(isEncoding ? new FormatError("The text is not UTF-8", 0) : (error as Error));
    }
  };
  return new Transform({
    decodeStrings: true,
    transform: (chunk: Buffer, _encoding, done) => attempt(() => push(decoder.decode(chunk, { stream: true })), done),
    flush: (done) => attempt(() => push(decoder.decode()) + end(), done),
  });
}
