/** Pages of a list: `maxResults` and an opaque `nextToken`. */
import { ApiError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { optionalNumber, optionalText, validationError } from "./members.ts";

const defaultPage = 100;
const largestPage = 1_000;

/**
 * Cuts the page out that a request asks for.
 *
 * @throws ApiError InvalidToken or ValidationException
 */
export function page<T>(items: readonly T[], input: JsonObject): { items: readonly T[]; nextToken?: string } {
  const size = pageSize(input);
  const start = startOf(optionalText(input, "nextToken"), items.length);
  const end = Math.min(start + size, items.length);
  const cut = items.slice(start, end);
  return end < items.length ? { items: cut, nextToken: Buffer.from(`page:${end}`).toString("base64") } : { items: cut };
}

function pageSize(input: JsonObject): number {
  const size = optionalNumber(input, "maxResults") ?? 0;
  if (size > largestPage) {
    const constraint = `Member must have value less than or equal to ${largestPage}`;
    throw validationError(`Value '${size}' at 'maxResults' failed to satisfy constraint: ${constraint}`);
  }
  if (size < 0) {
    throw validationError(
      `Value '${size}' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 0`,
    );
  }
  return size === 0 ? defaultPage : size;
}

function startOf(token: string | undefined, length: number): number {
  if (token === undefined) return 0;
  const start = Number(/^page:(\d+)$/.exec(Buffer.from(token, "base64").toString())?.[1]);
  if (Number.isInteger(start) && start <= length) return start;
  throw new ApiError("InvalidToken", "Invalid Token: 'Invalid token'");
}
