/** ItemBatcher: packs items into the inputs of child executions. */
import type { ItemBatcher } from "../definition/asl.ts";
import { errorNames, StateFailure } from "../errors.ts";
import { Data } from "../json.ts";
import { maxDataBytes } from "../quotas.ts";
import type { Flow } from "../states/flow.ts";
import type { StateCall } from "../states/state-call.ts";

/** The input of one child execution, and how many items it holds. */
export interface ChildInput {
  readonly input: Data;
  readonly items: number;
}

/** One child for every item, or batches `{ BatchInput, Items }`. */
export async function childInputs(
  items: readonly unknown[],
  batcher: ItemBatcher | undefined,
  flow: Flow,
  call: StateCall,
): Promise<ChildInput[]> {
  if (batcher === undefined) return items.map((item) => ({ input: new Data(item), items: 1 }));
  const most = await limit("MaxItemsPerBatch", batcher, flow, call);
  const bytes = await limit("MaxInputBytesPerBatch", batcher, flow, call);
  const { BatchInput } = batcher;
  const shared = BatchInput === undefined ? {} : { BatchInput: await flow.template(BatchInput, "ItemBatcher/BatchInput") };
  const empty = new Data({ ...shared, Items: [] }).bytes;
  const largest = Math.min(bytes ?? maxDataBytes, maxDataBytes);
  return pack(items, most ?? Number.POSITIVE_INFINITY, largest - empty).map((batch) => ({
    input: new Data({ ...shared, Items: batch }),
    items: batch.length,
  }));
}

function pack(items: readonly unknown[], most: number, room: number): unknown[][] {
  const batches: unknown[][] = [];
  let batch: unknown[] = [];
  let used = 0;
  for (const item of items) {
    const size = new Data(item).bytes + 1;
    if (batch.length > 0 && (batch.length >= most || used + size > room)) {
      batches.push(batch);
      batch = [];
      used = 0;
    }
    batch.push(item);
    used += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

async function limit(field: string, batcher: ItemBatcher, flow: Flow, call: StateCall): Promise<number | undefined> {
  const value = await flow.integer(field, batcher, "ItemBatcher");
  if (value === undefined || value > 0) return value;
  throw new StateFailure(errorNames.runtime, call.describe(`${field} must be positive.`));
}
