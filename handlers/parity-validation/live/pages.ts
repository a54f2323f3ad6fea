/** Everything that a paginated call gives, page by page. */

/**
 * The items of all pages.
 *
 * @param page - makes one call; gives its items and the token of the next page
 * @example
 * ```ts
 * for await (const name of pages(async (token) => {
 *   const { TableNames = [], LastEvaluatedTableName } = await dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName: token }));
 *   return [TableNames, LastEvaluatedTableName];
 * })) console.log(name);
 * ```
 */
export async function* pages<T>(
  page: (token: string | undefined) => Promise<readonly [items: readonly T[] | undefined, next: string | undefined]>,
): AsyncGenerator<T> {
  let token: string | undefined;
  do {
    const [items, next] = await page(token);
    yield* items ?? [];
    token = next;
  } while (token);
}

/** All items of all pages. */
export async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** A member of a request only when it has a value. */
export const optional = <N extends string, V>(name: N, value: V | undefined): { readonly [K in N]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [K in N]?: V };

/** Tags as an object, however the service lists them. */
export function tagMap(
  list:
    | readonly {
        readonly Key?: string | undefined;
        readonly Value?: string | undefined;
        readonly key?: string | undefined;
        readonly value?: string | undefined;
      }[]
    | undefined,
): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Key, key, Value, value }) => [Key ?? key ?? "", Value ?? value ?? ""]));
}

/** A call that is made once, however often its answer is asked for. */
export function once<T>(call: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= call();
    return made;
  };
}
