/** What names and tags may be, with AWS's errors. */
import { ApiError } from "./errors.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS forbids control characters in names.
const forbidden = /[\s?*<>{}[\]"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/** @throws ApiError InvalidName or ValidationException */
export function checkName(name: unknown, member: string): string {
  if (typeof name !== "string" || name === "") {
    throw new ApiError(
      "ValidationException",
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must not be null`,
    );
  }
  if (name.length > 80) {
    const limit = "Member must have length less than or equal to 80";
    throw new ApiError(
      "ValidationException",
      `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: ${limit}`,
    );
  }
  if (forbidden.test(name)) throw new ApiError("InvalidName", `Invalid Name: '${name}'`);
  return name;
}

/** @throws ApiError TooManyTags or ValidationException */
export function checkTags(tags: readonly { readonly key: string; readonly value: string }[]): Map<string, string> {
  if (tags.length > 50) throw new ApiError("TooManyTags", "A resource can have at most 50 tags");
  return new Map(tags.map(({ key, value }) => [key, value]));
}
