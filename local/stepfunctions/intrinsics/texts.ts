/** Intrinsic functions on texts and JSON. */
import { createHash, randomUUID } from "node:crypto";
import { isObject } from "../json.ts";
import { count, text } from "./arguments.ts";
import type { IntrinsicBody } from "./functions.ts";

const longestBase64 = 10_000;
const digests = new Map([
  ["MD5", "md5"],
  ["SHA-1", "sha1"],
  ["SHA-256", "sha256"],
  ["SHA-384", "sha384"],
  ["SHA-512", "sha512"],
]);

export const textFunctions = {
  Format: (values) => {
    count("States.Format", values, 1, Number.POSITIVE_INFINITY);
    return format(text("States.Format", values, 0), values.slice(1));
  },

  StringToJson: (values) => {
    count("States.StringToJson", values, 1);
    const json = text("States.StringToJson", values, 0);
    if (json.trim() === "") return null;
    try {
      return JSON.parse(json) as unknown;
    } catch {
      throw new TypeError("The argument of States.StringToJson is not JSON");
    }
  },

  JsonToString: (values) => {
    count("States.JsonToString", values, 1);
    return JSON.stringify(values[0]);
  },

  JsonMerge: (values) => {
    count("States.JsonMerge", values, 3);
    const [first, second, deep] = values;
    if (!isObject(first) || !isObject(second)) throw new TypeError("The first two arguments of States.JsonMerge must be objects");
    if (deep !== false) throw new TypeError("States.JsonMerge only merges shallowly: its third argument must be false");
    return { ...first, ...second };
  },

  Base64Encode: (values) => {
    count("States.Base64Encode", values, 1);
    return Buffer.from(bounded("States.Base64Encode", values), "utf8").toString("base64");
  },

  Base64Decode: (values) => {
    count("States.Base64Decode", values, 1);
    return Buffer.from(bounded("States.Base64Decode", values), "base64").toString("utf8");
  },

  Hash: (values) => {
    count("States.Hash", values, 2);
    const digest = digests.get(text("States.Hash", values, 1));
    if (digest === undefined) throw new TypeError(`States.Hash knows ${[...digests.keys()].join(", ")}`);
    const data = values[0];
    return createHash(digest)
      .update(typeof data === "string" ? data : JSON.stringify(data))
      .digest("hex");
  },

  StringSplit: (values) => {
    count("States.StringSplit", values, 2);
    const delimiters = new Set(text("States.StringSplit", values, 1));
    const parts = [""];
    for (const character of text("States.StringSplit", values, 0)) {
      if (delimiters.has(character)) parts.push("");
      else parts[parts.length - 1] += character;
    }
    return parts.filter((part) => part !== "");
  },

  UUID: (values) => {
    count("States.UUID", values, 0);
    return randomUUID();
  },
} satisfies Record<string, IntrinsicBody>;

/** `{}` takes the next value; `\{`, `\}` and `\\` stand for themselves. */
function format(template: string, values: readonly unknown[]): string {
  let used = 0;
  let result = "";
  for (let at = 0; at < template.length; at += 1) {
    const character = template[at] as string;
    const next = template[at + 1];
    if (character === "\\" && next !== undefined && "{}\\'".includes(next)) {
      result += next;
      at += 1;
    } else if (character === "{" && next === "}") {
      if (used >= values.length) throw new TypeError("States.Format has more {} than arguments");
      result += shown(values[used]);
      used += 1;
      at += 1;
    } else {
      result += character;
    }
  }
  if (used < values.length) throw new TypeError("States.Format has more arguments than {}");
  return result;
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function bounded(name: string, values: readonly unknown[]): string {
  const value = text(name, values, 0);
  if (value.length > longestBase64) throw new RangeError(`${name} takes at most ${longestBase64} characters`);
  return value;
}
