/** Where JSONata goes on and JSONPath fails, or gives something else: such expressions are refused, so that both languages do the same. */
import { type CallNode, type ExpressionNode, expression, printExpression, readsOf } from "../../expressions/index.ts";
import type { Place } from "./context.ts";

/** JSONata makes JSON of everything but a text. */
export function checkStringify(node: CallNode, { context, state, field }: Place): void {
  const [of] = node.arguments;
  if (node.function !== "stringify" || !of) return;
  const isText =
    of.kind === "path" ? context.shapes.isText(of) : of.kind === "template" || (of.kind === "literal" && typeof of.value === "string");
  if (!isText) return;
  const printed = printExpression(expression(node));
  context.report(
    `${field}: JSONata cannot say ${printed}: it leaves a text as it is.`,
    state,
    "Put the text into an object, and stringify that.",
  );
}

/** An absent value fails a field that is just that value; inside of something larger JSONata takes it for an empty one. */
export function checkAbsent(of: ExpressionNode, place: Place): void {
  if (of.kind === "path" || of.kind === "handwritten") return;
  for (const read of readsOf(expression(of))) {
    if (read.optional || !place.context.shapes.mayBeAbsent(read)) continue;
    const { root, segments } = read;
    const printed = printExpression(expression({ kind: "path", root, segments }));
    place.context.report(
      `${place.field}: ${printExpression(expression(of))} reads ${printed}, which may be absent: JSONata would compute with nothing, without failing.`,
      place.state,
      "Ask with present() or whenPresent(), or give it a value with orElse().",
    );
  }
}
