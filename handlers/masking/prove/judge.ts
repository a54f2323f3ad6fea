/** How the texts of one place are judged: by the rules that may hold there. */
import { type Given, isKept, isRedacted, type Lists, resultOf, roomOf, shownBy, type Template } from "./definition/index.ts";
import { imageOf } from "./image.ts";
import { isShort, provableBits } from "./originals.ts";
import type { PlaceCounts } from "./place-counts.ts";
import type { Kind } from "./scan/place.ts";

/** What of a place decides on its rule. */
export interface JudgedPlace {
  /** Names from outside to inside. */
  readonly names: readonly string[];
  /** The number of a CSV column, from 1. */
  readonly number: number | undefined;
}

/** What is known of the records of a scope. */
export interface ScopeRules {
  /**
   * The templates that may hold at a place: several where rules have conditions, with undefined among them where no rule may
   * hold; none where no rule declares the place.
   */
  readonly templatesOf: (place: JudgedPlace) => readonly (Template | undefined)[];
  /** Attributes of keys: without a rule they are not redacted, so that they stay different. */
  readonly isKey?: (names: readonly string[]) => boolean;
  /** What the maskers do with text that no rule declares: redact it, which its form shows, or something that the prover cannot know. */
  readonly undeclared: "redacted" | "unknown";
}

/** The judgement on one place. */
export interface Judgement {
  readonly counts: PlaceCounts;
  /** The rule keeps the values: they are counted, not judged. */
  readonly isKept: boolean;
  /** Whether a rule declares the place. */
  readonly isDeclared: boolean;
  /** Whether a text has the form of what the maskers give here. */
  readonly canGive: (text: string, kind: Kind) => boolean;
  /** Whether a text that equals an original may stand here. */
  readonly explains: (text: string) => boolean;
  /** Whether parts like which there are fewer than 2^40 are not looked at: they come up by chance, or the whole is judged by its form. */
  readonly passesShortParts: boolean;
  /** Whether another part of a text that equals an original may stand in it. */
  readonly explainsPart: (whole: string, part: string) => boolean;
  /** Texts that were clean here before, while they come again often enough. */
  readonly known: Set<string>;
  looked: number;
  again: number;
}

type Judged = Pick<Judgement, "isKept" | "isDeclared" | "canGive" | "explains" | "passesShortParts" | "explainsPart">;

const yes = (): boolean => true;
const no = (): boolean => false;
const identifier = /^[a-z_][A-Za-z0-9_-]*$/;
const numberText = /^[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/;

// The schema's own words; names that look like data are hashed by the maskers.
const unknown: Judged = { isKept: false, isDeclared: false, canGive: yes, explains: no, passesShortParts: false, explainsPart: no };
const names: Judged = { ...unknown, explains: (text) => identifier.test(text), passesShortParts: true };
// A key without a rule becomes `perm`, `hash` or `format` of itself.
const undeclaredKey: Judged = { ...unknown, explains: isShort, passesShortParts: true };
const redacted: Judged = {
  ...unknown,
  canGive: (text, kind) => kind !== "binary" && (kind === "number" || kind === "bound" || isRedacted(text) || numberText.test(text)),
};

/** Judges a place. */
export function judgePlace(place: JudgedPlace, kind: Kind, rules: ScopeRules | undefined, given: Given): Judged {
  if (kind === "name") return names;
  if (rules === undefined) return unknown;
  const found = rules.templatesOf(place);
  const templates = found.filter((template) => template !== undefined);
  const otherwise = undeclaredAt(place, rules);
  if (templates.length === 0) return otherwise;
  const judged = declared(templates, given);
  return found.length === templates.length ? judged : either(judged, otherwise);
}

function undeclaredAt({ names: place }: JudgedPlace, rules: ScopeRules): Judged {
  if (rules.isKey?.(place) === true) return undeclaredKey;
  return rules.undeclared === "redacted" ? redacted : unknown;
}

// Which of two judgements holds depends on the record before masking, which the prover does not have.
function either(a: Judged, b: Judged): Judged {
  return {
    isKept: a.isKept && b.isKept,
    isDeclared: true,
    canGive: (text, kind) => a.canGive(text, kind) || b.canGive(text, kind),
    explains: (text) => a.explains(text) || b.explains(text),
    passesShortParts: a.passesShortParts || b.passesShortParts,
    explainsPart: (whole, part) => a.explainsPart(whole, part) || b.explainsPart(whole, part),
  };
}

function declared(templates: readonly Template[], given: Given): Judged {
  const { lists } = given;
  const each = templates.map((template) => ({
    template,
    canGive: imageOf(template, lists),
    room: roomOf(template, given),
    words: wordsOf(template, lists),
  }));
  const isChance = ({ room, words }: (typeof each)[number], text: string): boolean =>
    room(text) < provableBits && (isShort(text) || words.has(text));
  return {
    isKept: templates.every(isKept),
    isDeclared: true,
    // Binary values are emptied, by whatever rule.
    canGive: (text, kind) => kind === "bound" || (kind !== "binary" && each.some(({ canGive }) => canGive(text))),
    explains: (text) => each.some((one) => resultOf(one.template, text, given) === text || isChance(one, text)),
    passesShortParts: true,
    explainsPart: (whole, part) => templates.some((template) => shownBy(template, whole, given).has(part)),
  };
}

// A name of a list may be the original of another place.
function wordsOf(template: Template, lists: Lists): ReadonlySet<string> {
  return new Set(
    template.parts.flatMap((part) =>
      part.kind === "literal" ? [] : part.steps.flatMap(({ name, args }) => (name === "pick" ? lists.get(args[0]!)! : [])),
    ),
  );
}
