/** Checks arguments of intrinsic functions; the messages name function and position. */

/** @throws TypeError when the number of arguments is not between `least` and `most` */
export function count(name: string, values: readonly unknown[], least: number, most = least): void {
  if (values.length >= least && values.length <= most) return;
  const wanted = least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
  throw new TypeError(`${name} takes ${wanted} argument(s), not ${values.length}`);
}

export function list(name: string, values: readonly unknown[], position: number): readonly unknown[] {
  const value = values[position];
  if (Array.isArray(value)) return value;
  throw new TypeError(`Argument ${position + 1} of ${name} must be an array`);
}

export function text(name: string, values: readonly unknown[], position: number): string {
  const value = values[position];
  if (typeof value === "string") return value;
  throw new TypeError(`Argument ${position + 1} of ${name} must be a string`);
}

export function number(name: string, values: readonly unknown[], position: number): number {
  const value = values[position];
  if (typeof value === "number") return value;
  throw new TypeError(`Argument ${position + 1} of ${name} must be a number`);
}

/** A number, rounded half up, as the service does with fractions. */
export function integer(name: string, values: readonly unknown[], position: number): number {
  return Math.round(number(name, values, position)) + 0;
}
