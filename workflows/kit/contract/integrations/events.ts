/** Amazon EventBridge (`events:putEvents`). */
import { z } from "zod";
import { integration } from "../integration.ts";

const Entry = z.object({
  Source: z.string().max(256),
  DetailType: z.string().max(128),
  /** An object; Step Functions writes it as JSON. */
  Detail: z.record(z.string(), z.unknown()),
  EventBusName: z.string().max(1600).optional(),
  Resources: z.array(z.string().max(2048)).max(20).optional(),
});

/** Puts up to ten events on buses. One that EventBridge refuses is the error `EventBridge.FailedEntry`, not a result. */
export const putEvents = integration("events:putEvents", {
  input: z.object({ Entries: z.array(Entry).max(10) }),
  output: z.object({ Entries: z.array(z.object({ EventId: z.string().max(64) })).max(10), FailedEntryCount: z.literal(0) }),
  errors: ["EventBridge.FailedEntry", "EventBridge.InternalException", "EventBridge.SdkClientException"],
});
