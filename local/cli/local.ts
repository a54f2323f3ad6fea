/** `npm run local`: the whole refresh on this machine, then a report. */
import { readLocalOptions } from "./options/local-options.ts";

/** Runs the command; gives its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const options = readLocalOptions(args);
  if (typeof options === "number") return options;
  // Help and wrong use are answered before the AWS SDK is loaded.
  const { runLocal } = await import("./run-local.ts");
  return await runLocal(options);
}
