/** A mistake of the person at the keyboard: a sentence, and exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
