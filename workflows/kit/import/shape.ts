/** What is known about a value from the ways in which it is read: the input's schema, and the types of results. */
import { type Code, call, key, object } from "./code.ts";

/** What a value must be to be read so. */
export type Want = "text" | "number" | "truth" | "array" | "anything";
type Kind = Exclude<Want, "anything">;
export type Segments = readonly (string | number)[];

/** One way in which a value is read. */
export interface Wish {
  readonly path: Segments;
  readonly want: Want;
  /** It may be absent there. */
  readonly asked?: boolean;
  /** It must be there: it is ordered, matched, or looked into. */
  readonly strict?: boolean;
}

interface Node {
  kind: Kind | undefined;
  asked: boolean;
  strict: boolean;
  readonly fields: Map<string, Node>;
  elements: Node | undefined;
}

const newNode = (): Node => ({ kind: undefined, asked: false, strict: false, fields: new Map(), elements: undefined });

export class Shape {
  readonly #root = newNode();

  /** Whether the value can be read in all of these ways, beside those before; then it is noted. */
  accepts(wishes: readonly Wish[]): boolean {
    const undo: (() => void)[] = [];
    const fits = wishes.every((wish) => this.#note(wish, undo));
    if (!fits) for (const step of undo.reverse()) step();
    return fits;
  }

  #note({ path, want, asked = false, strict = false }: Wish, undo: (() => void)[]): boolean {
    let node = this.#root;
    for (const segment of path) {
      if (node.kind !== undefined && node.kind !== "array") return false;
      if (typeof segment === "number") {
        if (node.fields.size > 0) return false;
        const owner = node;
        if (!owner.elements) {
          owner.elements = newNode();
          undo.push(() => {
            owner.elements = undefined;
          });
        }
        node = owner.elements as Node;
        continue;
      }
      if (node.elements || node.kind === "array") return false;
      const { fields } = node;
      let below = fields.get(segment);
      if (!below) {
        below = newNode();
        fields.set(segment, below);
        undo.push(() => void fields.delete(segment));
      }
      node = below;
    }
    const leaf = node;
    const before = { kind: leaf.kind, asked: leaf.asked, strict: leaf.strict };
    undo.push(() => void Object.assign(leaf, before));
    if (want !== "anything") {
      if ((leaf.kind !== undefined && leaf.kind !== want) || leaf.fields.size > 0 || (leaf.elements && want !== "array")) return false;
      leaf.kind = want;
    }
    leaf.asked ||= asked;
    leaf.strict ||= strict;
    return true;
  }

  /** Whether nothing is known yet. */
  get isEmpty(): boolean {
    const { kind, fields, elements } = this.#root;
    return kind === undefined && fields.size === 0 && !elements;
  }

  /** The ways in which it is read, once more. */
  wishes(): readonly Wish[] {
    return wishesOf(this.#root, []);
  }

  /** As a schema. */
  schema(): Code {
    return schemaOf(this.#root);
  }

  /** As a type, on one line. */
  type(): string {
    return typeOf(this.#root);
  }

  /** As an interface, when it is an object. */
  declaration(name: string): string | undefined {
    return this.#root.fields.size === 0 ? undefined : `interface ${name} ${membersOf(this.#root, 0)}`;
  }
}

function wishesOf({ kind, asked, strict, fields, elements }: Node, path: Segments): readonly Wish[] {
  const inside = [...fields].flatMap(([name, field]) => wishesOf(field, [...path, name]));
  const below = elements ? [...inside, ...wishesOf(elements, [...path, 0])] : inside;
  return below.length > 0 ? below : [{ path, want: kind ?? "anything", asked, strict }];
}

const mayBeAbsent = ({ asked, strict, fields, elements }: Node): boolean => asked && !strict && fields.size === 0 && !elements;

function schemaOf(node: Node): Code {
  if (node.elements || node.kind === "array") return call("z.array", node.elements ? schemaOf(node.elements) : "z.unknown()");
  if (node.fields.size > 0) {
    return call(
      "z.object",
      object(
        [...node.fields].map(([name, field]) => {
          const schema = schemaOf(field);
          return [key(name), mayBeAbsent(field) && typeof schema === "string" ? `${schema}.optional()` : schema];
        }),
      ),
    );
  }
  return { text: "z.string()", number: "z.number()", truth: "z.boolean()", array: "", none: "z.unknown()" }[node.kind ?? "none"];
}

/** The fields one a line. */
function membersOf(node: Node, indent: number): string {
  const pad = " ".repeat(indent + 2);
  const lines = [...node.fields].map(([name, field]) => {
    const [element, brackets] = field.elements && field.elements.fields.size > 0 ? [field.elements, "[]"] : [field, ""];
    const type = element.fields.size > 0 ? membersOf(element, indent + 2) + brackets : typeOf(field);
    return `${pad}${key(name)}${mayBeAbsent(field) ? "?" : ""}: ${type};\n`;
  });
  return `{\n${lines.join("")}${" ".repeat(indent)}}`;
}

function typeOf(node: Node): string {
  if (node.elements || node.kind === "array") {
    const element = node.elements ? typeOf(node.elements) : "unknown";
    return `${element}[]`;
  }
  if (node.fields.size > 0)
    return `{ ${[...node.fields].map(([name, field]) => `${key(name)}${mayBeAbsent(field) ? "?" : ""}: ${typeOf(field)}`).join("; ")} }`;
  return { text: "string", number: "number", truth: "boolean", array: "", none: "unknown" }[node.kind ?? "none"];
}
