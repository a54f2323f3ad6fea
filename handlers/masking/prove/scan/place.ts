/** Places of records: what the scanners say of a text is where it stands. */
import type { Judgement } from "../judge.ts";

/** What stands at a place; a bound is a least or greatest value of a column, which may be cut. */
export type Kind = "text" | "number" | "name" | "binary" | "boolean" | "null" | "bound";

/** Takes every text that a scanner meets; numbers as they are written, "" for null. */
export type Look = (place: Place, text: string, kind: Kind) => void;

/** How the members of an object are to be read: as they are, or as DynamoDB writes an item. */
type Form = "plain" | "record" | "attributes" | "attribute";

const mostPlaces = 20_000;
const types = new Set(["S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "M", "L"]);
const kinds: ReadonlyMap<string, Kind> = new Map([
  ["N", "number"],
  ["NS", "number"],
  ["B", "binary"],
  ["BS", "binary"],
  ["NULL", "null"],
]);

/**
 * A place, and the places below it, each made once. Items of lists have the place of their list. What an object has more names
 * than could be kept is made anew each time, so that a map from customers to something needs no memory.
 */
export class Place {
  /** Names from outside to inside. */
  readonly names: readonly string[];
  /** What stands here where it is not plain text: numbers and binary values are texts in DynamoDB's JSON. */
  readonly kind: Kind | undefined;
  /** The number of a CSV column, from 1. */
  number: number | undefined;
  /** Whether the names of members are data, and not DynamoDB's words. */
  readonly hasNames: boolean;
  /** Kept by the proof. */
  judgement: Judgement | undefined;
  readonly #form: Form;
  readonly #root: { count: number };
  readonly #members = new Map<string, Place>();
  #namePlace: Place | undefined;

  private constructor(names: readonly string[], form: Form, root: { count: number }, kind?: Kind) {
    this.names = names;
    this.kind = kind;
    this.hasNames = form === "plain" || form === "attributes";
    this.#form = form;
    this.#root = root;
  }

  /** The place of a record, or of an item as DynamoDB exports it. */
  static root(form: "json" | "dynamodb" = "json"): Place {
    return new Place([], form === "json" ? "plain" : "record", { count: 0 });
  }

  /** The place of a member. */
  member(name: string): Place {
    let place = this.#members.get(name);
    if (place !== undefined) return place;
    place = this.#make(name);
    if (this.#root.count < mostPlaces) {
      this.#root.count++;
      this.#members.set(unsliced(name), place);
    }
    return place;
  }

  /** The place of the members' names. */
  get namePlace(): Place {
    this.#namePlace ??= new Place([...this.names, "#name"], "plain", this.#root, "name");
    return this.#namePlace;
  }

  #make(name: string): Place {
    const below = (form: Form, kind?: Kind): Place => new Place([...this.names, unsliced(name)], form, this.#root, kind);
    const here = (form: Form, kind?: Kind): Place => new Place(this.names, form, this.#root, kind);
    switch (this.#form) {
      case "plain":
        return below("plain", this.kind);
      case "record":
        if (name !== "Item") throw new RangeError('a record of a DynamoDB export has "Item" and nothing else');
        return here("attributes");
      case "attributes":
        return below("attribute");
      case "attribute":
        if (!types.has(name)) throw new RangeError("DynamoDB has no type of this name");
        if (name === "M") return here("attributes");
        if (name === "L") return this;
        return here("plain", kinds.get(name));
    }
  }
}

/** A copy that does not hold the long text that it was cut from. */
export function unsliced(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, "utf16le").toString("utf16le");
}
