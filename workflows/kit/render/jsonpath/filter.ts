/** The condition of a filter, `@.rows > 0 && @.name != 'orders'`: fields of the element, compared with literals. */
import type { CallNode, Comparison, EachNode, ExpressionNode, InfixNode, Root } from "../../expressions/index.ts";
import type { Place } from "./context.ts";
import { printPath } from "./path.ts";
import { refuse } from "./unsayable.ts";

const SIGNS: Readonly<Record<Comparison, string>> = { eq: "==", ne: "!=", gt: ">", gte: ">=", lt: "<", lte: "<=" };
const FLIPPED: Readonly<Record<Comparison, Comparison>> = { eq: "eq", ne: "ne", gt: "lt", gte: "lte", lt: "gt", lte: "gte" };
const NEGATED: Readonly<Record<Comparison, Comparison>> = { eq: "ne", ne: "eq", gt: "lte", gte: "lt", lt: "gte", lte: "gt" };
const REMEDY = 'Render the workflow in JSONata (queryLanguage: "JSONata"), or let a Task choose the elements.';

/** A literal as Jayway reads it; a text with both kinds of quotes, or with a backslash, is not read alike everywhere. */
function literal(value: unknown): string | undefined {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value !== "string" || /[\\\n\r]/.test(value)) return undefined;
  if (!value.includes("'")) return `'${value}'`;
  return value.includes('"') ? undefined : `"${value}"`;
}

/** Writes one condition; every part that it cannot write is reported, and stands as `true`. */
class Filter {
  readonly #element: Root;
  readonly #place: Place;

  constructor(element: Root, place: Place) {
    this.#element = element;
    this.#place = place;
  }

  write(node: ExpressionNode, negated: boolean): string {
    if (node.kind === "infix") {
      if (node.operator !== "and" && node.operator !== "or") return this.#comparison(node, node.operator, negated);
      const sign = (node.operator === "and") === negated ? " || " : " && ";
      const parts = node.operands.map((operand) => this.#grouped(operand, negated));
      return parts.length === 0 ? this.#refuse(node, "it has no condition inside.") : parts.join(sign);
    }
    if (node.kind === "call") return this.#call(node, negated);
    const field = this.#field(node);
    return field === undefined ? this.#refuse(node, "a filter asks about fields of the element.") : `${field} == ${String(!negated)}`;
  }

  #call(node: CallNode, negated: boolean): string {
    const [first, second, otherwise] = node.arguments;
    if (node.function === "not" && first) return this.write(first, !negated);
    const field = first && this.#field(first);
    if (field !== undefined && node.function === "present") return negated ? `!${field}` : field;
    if (field !== undefined && node.function === "whenPresent" && second && otherwise?.kind === "literal" && otherwise.value === false) {
      const inside = this.#grouped(second, negated);
      return negated ? `!${field} || ${inside}` : `${field} && ${inside}`;
    }
    return this.#refuse(node, "a filter compares fields of the element with literals.");
  }

  #comparison(node: InfixNode, operator: Comparison, negated: boolean): string {
    const [left, right] = node.operands as readonly [ExpressionNode, ExpressionNode];
    const field = this.#field(left);
    const [of, other, sign] = field === undefined ? [this.#field(right), left, FLIPPED[operator]] : [field, right, operator];
    if (of === undefined || other.kind !== "literal") {
      return this.#refuse(node, "a filter compares a field of the element with a literal.");
    }
    const value = literal(other.value);
    if (value === undefined) return this.#refuse(node, "the literal cannot be written in a filter.");
    return `${of} ${SIGNS[negated ? NEGATED[sign] : sign]} ${value}`;
  }

  /** In brackets, where it holds an operator that binds weaker. */
  #grouped(node: ExpressionNode, negated: boolean): string {
    const written = this.write(node, negated);
    return / (&&|\|\|) /.test(written) ? `(${written})` : written;
  }

  #field(node: ExpressionNode): string | undefined {
    return node.kind === "path" && node.root === this.#element ? printPath("@", node.segments) : undefined;
  }

  #refuse(node: ExpressionNode, why: string): string {
    refuse(node, this.#place, why, REMEDY);
    return "true";
  }
}

/** What stands between the brackets of `[?(…)]`. */
export const renderFilter = ({ element, body }: EachNode, place: Place): string => new Filter(element, place).write(body, false);
