/** The operations on expressions, as free functions; each renderer says which of them it can write. */
export { at, chunk, contains, count, filter, merge, pluck, range, sum, unique } from "./collections.ts";
export { after, and, before, eq, gt, gte, iff, like, lt, lte, ne, not, or, orElse, present, whenPresent } from "./decisions.ts";
export { jsonata, jsonpath } from "./handwritten.ts";
export { add, ceil, divide, floor, multiply, remainder, round, subtract } from "./numbers.ts";
export { join, length, lower, replace, split, substring, text, trim, upper } from "./texts.ts";
export { base64, fromBase64, hash, literal, parseJson, stringify, token, uuid } from "./values.ts";
