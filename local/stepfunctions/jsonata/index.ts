/**
 * JSONata as Step Functions speaks it: expressions `{% … %}`, AWS's own functions, and limits that keep an expression from
 * hanging the process. States and the validation of definitions enter here; nothing in here knows a state.
 */
export { type Compiled, compile, InvalidExpressionError } from "./compile.ts";
export { evaluateQuery, type QueryEnvironment, QueryError } from "./evaluate.ts";
export { asExpression, hasExpression } from "./expression.ts";
export { type Limits, limits } from "./limits.ts";
export { fillQueryTemplate } from "./template.ts";
