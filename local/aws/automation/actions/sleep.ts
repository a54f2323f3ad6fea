/** aws:sleep: a Duration (ISO 8601) or a Timestamp, scaled by `waitTimeScale`. */
import { setTimeout as wait } from "node:timers/promises";
import { StepFailure } from "../failures.ts";
import type { Action } from "./action.ts";

const duration = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

export const sleep: Action = async ({ inputs, signal, waitTimeScale }) => {
  await wait(seconds(inputs) * waitTimeScale * 1000, undefined, { signal });
  return {};
};

function seconds({ Duration, Timestamp }: Readonly<Record<string, unknown>>): number {
  if (Timestamp !== undefined) {
    const until = Date.parse(String(Timestamp));
    if (!Number.isNaN(until)) return Math.max(0, (until - Date.now()) / 1000);
  }
  const parts = duration.exec(String(Duration));
  if (!parts) throw new StepFailure("aws:sleep needs a Duration such as PT10M or a Timestamp in ISO 8601.", "InputValidation", "Action");
  const [days, hours, minutes, rest] = parts.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number];
  return ((days * 24 + hours) * 60 + minutes) * 60 + rest;
}
