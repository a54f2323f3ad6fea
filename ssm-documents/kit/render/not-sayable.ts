/** What an author can write down and SSM has no words for. */
import { type ExpressionNode, expression, printExpression } from "../expression.ts";

/** An expression that SSM cannot say; a build collects it as a problem of its step. */
export class NotSayable extends TypeError {
  override readonly name = "NotSayable";

  constructor(node: ExpressionNode, why: string) {
    super(`SSM cannot say ${printExpression(expression(node))}: ${why}`);
  }
}
