/** What the analysis knows of every step. */
import type { Lists } from "../template.ts";
import type { Texts } from "./texts.ts";

/**
 * What a step does to distinct texts: keeps them distinct (`unless` says when it may not), makes them distinct but for the
 * chance of a keyed hash of so many bits, or makes one of several, with so many `outcomes` at most.
 */
export type Distinctness =
  | { readonly kind: "kept"; readonly unless?: string }
  | { readonly kind: "keyed"; readonly bits: number; readonly unless?: string }
  | { readonly kind: "lost"; readonly outcomes?: number };

/** How much of the original a result may show. */
export type Shows = "never" | "by chance" | "part" | "whole";

/** What a step does to texts of which some bounds are known. */
export interface Effect<Args> {
  /** Bounds of its results. An empty text is never given to it. */
  texts(args: Args, before: Texts, lists: Lists): Texts;
  distinct(args: Args, before: Texts, lists: Lists): Distinctness;
  /** How much of the text that it is given its result may show, and what. */
  shows(args: Args, before: Texts): { readonly shows: Shows; readonly because: string };
}

export const kept: Distinctness = { kind: "kept" };

export const lost: Distinctness = { kind: "lost" };
