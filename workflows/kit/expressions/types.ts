/** The types by which TypeScript checks the data flow: an expression knows what it will hold when the state runs. */
declare const VALUE: unique symbol;

/** An expression that will hold a `V`. */
export interface Ref<out V> {
  readonly [VALUE]: V;
}

/** What an editor completes on: the data's own fields and nothing else; operations are free functions. */
export type Expr<V> = Ref<V> & Fields<V>;
type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type Fields<V> = V extends readonly (infer E)[]
  ? { readonly [I in Digit]: Expr<E> } & { readonly [index: number]: Expr<E> }
  : V extends object
    ? { readonly [K in keyof V]-?: Expr<V[K]> }
    : unknown;

/** A literal, an expression, or a structure whose leaves are either. */
export type Val<V> =
  | V
  | Ref<V>
  | (V extends readonly (infer E)[] ? readonly Val<E>[] : V extends object ? { readonly [K in keyof V]: Val<V[K]> } : never);

/** The plain type behind a `Val`. */
export type Plain<R> =
  R extends Ref<infer V>
    ? V
    : R extends readonly unknown[]
      ? { -readonly [K in keyof R]: Plain<R[K]> }
      : R extends object
        ? { -readonly [K in keyof R]: Plain<R[K]> }
        : R;
