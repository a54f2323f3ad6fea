/** The one order in which a state's fields are printed, in both query languages. */
import type { Rendered, RenderedState } from "../workflow-type.ts";

const ORDER = (
  "Type Resource Credentials InputPath ItemsPath Items ItemReader Parameters Arguments Result ItemSelector ItemBatcher MaxConcurrency " +
  "ToleratedFailureCount ToleratedFailurePercentage Label ItemProcessor ResultWriter Branches Seconds SecondsPath Timestamp TimestampPath " +
  "Choices Default Error ErrorPath Cause CausePath ResultSelector ResultPath OutputPath Assign Output TimeoutSeconds HeartbeatSeconds " +
  "Retry Catch Next End"
).split(" ");

/** The fields in that order. */
export function inOrder(fields: Readonly<Record<string, Rendered>>): RenderedState {
  const keys = ORDER.filter((key) => Object.hasOwn(fields, key));
  return Object.fromEntries(keys.map((key) => [key, fields[key] as Rendered]));
}
