/** Map states, inline and distributed. */

import type { DistributedState, MapState } from "../../build/states.ts";
import { nodeOf, printExpression } from "../../expressions/index.ts";
import type { Rendered, RenderedMachine } from "../../workflow-type.ts";
import { itemSelector } from "./carry.ts";
import type { Place } from "./context.ts";
import { renderPath } from "./path.ts";
import { renderPayload } from "./payload.ts";

type Fields = Readonly<Record<string, Rendered>>;

/** An inline Map. */
export function renderMap(state: MapState, machine: RenderedMachine, place: Place): Fields {
  const items = nodeOf(state.items);
  if (items.kind !== "path" || items.root.kind === "context") {
    place.context.report(
      `ItemsPath: JSONPath cannot iterate over ${printExpression(state.items)}.`,
      state.name,
      "Put the array into a pass() before.",
    );
  }
  return {
    ...(items.kind === "path" ? { ItemsPath: renderPath(items, { ...place, field: "ItemsPath" }) } : {}),
    ItemSelector: itemSelector(state, place),
    ...(state.atOnce === undefined ? {} : { MaxConcurrency: state.atOnce }),
    ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...machine },
  };
}

/** A distributed Map. */
export function renderDistributed(state: DistributedState, machine: RenderedMachine, place: Place): Fields {
  const { reader, writer, batch } = state;
  const at = (field: string): Place => ({ ...place, field });
  const header = reader.format === "CSV" ? { CSVHeaderLocation: "FIRST_ROW" } : {};
  const limit = reader.atMost === undefined ? {} : { MaxItems: reader.atMost };
  return {
    ItemReader: {
      Resource: "arn:aws:states:::s3:getObject",
      ReaderConfig: { InputType: reader.format, ...header, ...limit },
      Parameters: renderPayload({ Bucket: reader.bucket, Key: reader.key }, at("ItemReader")),
    },
    ...(batch
      ? {
          ItemBatcher: {
            MaxItemsPerBatch: batch.size,
            ...(batch.input ? { BatchInput: renderPayload(batch.input, at("ItemBatcher.BatchInput")) } : {}),
          },
        }
      : { ItemSelector: { "item.$": "$$.Map.Item.Value", ...renderPayload(state.with, at("ItemSelector")) } }),
    ...(state.atOnce === undefined ? {} : { MaxConcurrency: state.atOnce }),
    ...(state.toleratedFailurePercentage === undefined ? {} : { ToleratedFailurePercentage: state.toleratedFailurePercentage }),
    ...(state.label === undefined ? {} : { Label: state.label }),
    ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: state.executions }, ...machine },
    ...(writer
      ? {
          ResultWriter: {
            Resource: "arn:aws:states:::s3:putObject",
            Parameters: renderPayload({ Bucket: writer.bucket, Prefix: writer.prefix }, at("ResultWriter")),
          },
        }
      : {}),
  };
}
