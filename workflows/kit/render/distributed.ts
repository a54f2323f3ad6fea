/** What a distributed Map says the same way in both query languages. */
import type { DistributedState } from "../build/states.ts";
import type { Rendered, RenderedMachine } from "../workflow-type.ts";

type Fields = Readonly<Record<string, Rendered>>;

/** How items are put into batches; undefined where each child has one item. */
export function itemBatcher({ batch }: DistributedState, render: (input: object) => Rendered): Fields | undefined {
  if (!batch) return undefined;
  return {
    ItemBatcher: {
      ...(batch.size === undefined ? {} : { MaxItemsPerBatch: batch.size }),
      ...(batch.bytes === undefined ? {} : { MaxInputBytesPerBatch: batch.bytes }),
      ...(batch.input ? { BatchInput: render(batch.input) } : {}),
    },
  };
}

/** How many children at once, how many may fail, what the Map Run is called, and what each child does. */
export const mapRun = (state: DistributedState, machine: RenderedMachine): Fields => ({
  ...(state.atOnce === undefined ? {} : { MaxConcurrency: state.atOnce }),
  ...(state.toleratedFailureCount === undefined ? {} : { ToleratedFailureCount: state.toleratedFailureCount }),
  ...(state.toleratedFailurePercentage === undefined ? {} : { ToleratedFailurePercentage: state.toleratedFailurePercentage }),
  ...(state.label === undefined ? {} : { Label: state.label }),
  ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: state.executions }, ...machine },
});
