/** Map states, inline and distributed. */

import type { DistributedState, MapState } from "../../build/states.ts";
import { nodeOf, printExpression } from "../../expressions/index.ts";
import { parsePath, referenceKeys } from "../../jsonpath/index.ts";
import type { Rendered, RenderedMachine } from "../../workflow-type.ts";
import { itemBatcher, mapRun } from "../distributed.ts";
import { readerArguments, readerConfig, readerResource } from "../reader-config.ts";
import { itemSelector } from "./carry.ts";
import type { Place } from "./context.ts";
import { fieldOrPath, renderPayload } from "./payload.ts";
import { renderSelection } from "./selection.ts";

type Fields = Readonly<Record<string, Rendered>>;

/** The path to the array that a Map iterates over. */
function itemsPath(items: unknown, place: Place): Fields {
  const node = nodeOf(items);
  const at = { ...place, field: "ItemsPath" };
  const path = node.kind === "path" && node.root.kind === "context" ? undefined : renderSelection(node, at);
  // Step Functions takes a reference path here: no filter, no `*`.
  if (path !== undefined && referenceKeys(parsePath(path)) !== undefined) return { ItemsPath: path };
  place.context.report(
    `ItemsPath: JSONPath cannot iterate over ${printExpression(items)}.`,
    place.state,
    "Put the array into a pass() before.",
  );
  return {};
}

/** An inline Map. */
export const renderMap = (state: MapState, machine: RenderedMachine, place: Place): Fields => ({
  ...itemsPath(state.items, place),
  ItemSelector: itemSelector(state, place),
  ...(state.atOnce === undefined ? {} : { MaxConcurrency: state.atOnce }),
  ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...machine },
});

/** Where a distributed Map's items come from. */
function source({ reader, items }: DistributedState, place: Place): Fields {
  // A Map without a source is a problem of its own, told by the checks.
  if (!reader) return items === undefined ? {} : itemsPath(items, place);
  const at = { ...place, field: "ItemReader" };
  const limit = reader.atMost === undefined ? {} : fieldOrPath("MaxItems", reader.atMost, "path", at);
  const ReaderConfig = readerConfig(reader, limit);
  return {
    ItemReader: {
      Resource: readerResource(reader),
      ...(ReaderConfig ? { ReaderConfig } : {}),
      Parameters: renderPayload(readerArguments(reader), at),
    },
  };
}

/** What each child is handed: its item beside what `with` says, or its items in batches. */
function handed(state: DistributedState, place: Place): Fields {
  const at = (field: string): Place => ({ ...place, field });
  const batcher = itemBatcher(state, (input) => renderPayload(input, at("ItemBatcher.BatchInput")));
  return batcher ?? { ItemSelector: { "item.$": "$$.Map.Item.Value", ...renderPayload(state.with, at("ItemSelector")) } };
}

/** A distributed Map. */
export function renderDistributed(state: DistributedState, machine: RenderedMachine, place: Place): Fields {
  const { writer } = state;
  return {
    ...source(state, place),
    ...handed(state, place),
    ...mapRun(state, machine),
    ...(writer
      ? {
          ResultWriter: {
            Resource: "arn:aws:states:::s3:putObject",
            Parameters: renderPayload({ Bucket: writer.bucket, Prefix: writer.prefix }, { ...place, field: "ResultWriter" }),
          },
        }
      : {}),
  };
}
