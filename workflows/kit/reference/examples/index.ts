/** The examples in the order of the page. */
import type { Example } from "../example.ts";
import * as calls from "./calls.ts";
import * as errors from "./errors.ts";
import * as flow from "./flow.ts";
import * as maps from "./maps.ts";

export interface Chapter {
  readonly title: string;
  /** The name of the file that the snippets are taken from. */
  readonly file: string;
  readonly examples: Readonly<Record<string, Example>>;
}

export const chapters: readonly Chapter[] = [
  { title: "Calls", file: "calls.ts", examples: calls },
  { title: "Errors and ends", file: "errors.ts", examples: errors },
  { title: "Flow", file: "flow.ts", examples: flow },
  { title: "Many items", file: "maps.ts", examples: maps },
];
export { groups } from "./expressions.ts";
