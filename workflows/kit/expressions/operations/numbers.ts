/** Arithmetic. JSONPath adds and subtracts integers; the rest needs JSONata. */
import type { Expr, Ref } from "../types.ts";
import { call } from "./make.ts";

type Numeric = number | Ref<number>;

/** Adds two numbers; in JSONPath integers. */
export const add = (a: Ref<number>, b: Numeric): Expr<number> => call("add", a, b);
/** Subtracts a number; in JSONPath a literal integer. */
export const subtract = (a: Ref<number>, b: Numeric): Expr<number> => call("subtract", a, b);
export const multiply = (a: Ref<number>, b: Numeric): Expr<number> => call("multiply", a, b);
export const divide = (a: Ref<number>, b: Numeric): Expr<number> => call("divide", a, b);
/** What is left of a division; it has the dividend's sign. */
export const remainder = (a: Ref<number>, b: Numeric): Expr<number> => call("remainder", a, b);
/** Rounds to so many decimals (0 when absent), halves to the even neighbour. */
export const round = (value: Ref<number>, decimals = 0): Expr<number> => call("round", value, decimals);
export const floor = (value: Ref<number>): Expr<number> => call("floor", value);
export const ceil = (value: Ref<number>): Expr<number> => call("ceil", value);
