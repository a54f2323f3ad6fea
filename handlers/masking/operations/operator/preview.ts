/** Says what a run that started now would do; it takes no lock and writes nothing. */
import type { z } from "zod";
import type { Operation } from "../../../../workflows/kit/contract/index.ts";
import { readPointers } from "../../../shared/pointers.ts";
import { runIdOf } from "../../../shared/run-id.ts";
import type { MaskingAhead, preview } from "../../contract.ts";
import { isSameInventory, type Plan, printSuggestion, renderDiff } from "../../plan/index.ts";
import { rulesHash } from "../../rules/index.ts";
import type { MaskingContext } from "../context.ts";
import { changesSince } from "../planning/changes-since.ts";
import { readInstant, readRules, readStores } from "../planning/read-night.ts";

// What the contract has room for.
const mostServices = 300;
const mostHeld = 60;
const mostReason = 200;
const mostLines = 20;
const mostCharacters = 400;

/** The operation: what `plan` reads, and nothing of what it does. What only tonight's values can tell is not known yet. */
export function previewOperation(context: MaskingContext): Operation<typeof preview> {
  return async ({ environment }, raise) => {
    const now = context.now();
    const pointers = await readPointers(context.clients.ssm, environment);
    const services = [...pointers.keys()];
    const stored = await readRules(context, environment, services, raise);
    const { asOf, snapshotArn } = await readInstant(context, now);
    const { lines, masking, objectsAsOf } = await readStores(context, runIdOf(new Date(now).toISOString(), ""), pointers, stored);
    const held = masking.services.filter(({ status }) => status === "held");
    return {
      asOf,
      snapshotArn,
      objectsAsOf,
      rulesHash: rulesHash(stored.rules),
      services: services.slice(0, mostServices).map((name) => ({ name, tables: lines.filter(({ service }) => service === name).length })),
      held: held.slice(0, mostHeld).map(({ name, reasons }) => ({ name, reason: firstOf(reasons) })),
      heldInAll: held.length,
      masking: await ahead(context, masking),
    };
  };
}

async function ahead(context: MaskingContext, plan: Plan): Promise<z.infer<typeof MaskingAhead>> {
  const changes = await changesSince(context, "", plan);
  const changed = changes === undefined || isSameInventory(changes.diff) ? [] : renderDiff(changes.diff, "text").trimEnd().split("\n");
  const suggested = [...new Set(plan.items.flatMap(({ suggestion }) => printSuggestion(suggestion) ?? []))];
  return {
    places: plan.items.length,
    undeclared: plan.items.filter(({ declared, action }) => !declared && action !== "pass").length,
    suggestions: bounded(suggested),
    suggestionsInAll: suggested.length,
    since: changes?.runId ?? "",
    changes: bounded(changed),
    changesInAll: changed.length,
  };
}

const bounded = (lines: readonly string[]): string[] => lines.slice(0, mostLines).map((line) => line.slice(0, mostCharacters));

function firstOf([first = "", ...more]: readonly string[]): string {
  const others = more.length === 0 ? "" : `; and ${more.length} more reasons`;
  return `${first.slice(0, mostReason - others.length)}${others}`;
}
