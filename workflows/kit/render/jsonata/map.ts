/** Map states, inline and distributed. */

import { outputIsRead } from "../../build/live.ts";
import { readsInScope } from "../../build/state-reads.ts";
import type { DistributedState, MapState } from "../../build/states.ts";
import { type Root, readsOf } from "../../expressions/index.ts";
import type { Rendered, RenderedMachine } from "../../workflow-type.ts";
import { itemBatcher, mapRun } from "../distributed.ts";
import { readerArguments, readerConfig, readerResource } from "../reader-config.ts";
import { code, LEVEL } from "./code.ts";
import type { Place } from "./context.ts";
import { HANDED } from "./path.ts";
import { stepsOf } from "./text.ts";
import { bracketed, renderFields, renderValue } from "./value.ts";

type Fields = Readonly<Record<string, Rendered>>;

const ITEM = "{% $states.context.Map.Item.Value %}";

/** The items of the Maps around that the body reads; results it reads as variables, the input in the context object. */
function carried({ body, ...state }: MapState, { context }: Place): readonly Root[] {
  const { live, owners } = context;
  const inside = body.all.flatMap((inner) => readsInScope(inner, live, owners));
  const output = outputIsRead({ body, ...state }, live) ? readsOf(body.output) : [];
  const roots = [...inside, ...output].map(({ root }) => root);
  return [...new Set(roots)].filter(({ kind }) => kind === "item" || kind === "batch").filter((root) => owners.get(root) !== body);
}

/** An inline Map. */
export function renderMap(state: MapState, machine: RenderedMachine, place: Place): Fields {
  const outer = carried(state, place).map(({ name }) => [name, bracketed(stepsOf(code(LEVEL.value, HANDED), [name]))] as const);
  return {
    Items: renderValue(state.items, { ...place, field: "Items" }),
    ItemSelector: { [state.item.name]: ITEM, ...Object.fromEntries(outer) },
    ...(state.atOnce === undefined ? {} : { MaxConcurrency: state.atOnce }),
    ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...machine },
  };
}

/** Where a distributed Map's items come from. */
function source({ reader, items }: DistributedState, place: Place): Fields {
  if (!reader) return { Items: renderValue(items, { ...place, field: "Items" }) };
  const at: Place = { ...place, field: "ItemReader" };
  const ReaderConfig = readerConfig(reader, reader.atMost === undefined ? {} : { MaxItems: renderValue(reader.atMost, at) });
  return {
    ItemReader: {
      Resource: readerResource(reader),
      ...(ReaderConfig ? { ReaderConfig } : {}),
      Arguments: renderFields(readerArguments(reader), at),
    },
  };
}

/** What each child is handed: its item beside what `with` says, or its items in batches. */
function handed(state: DistributedState, place: Place): Fields {
  const at = (field: string): Place => ({ ...place, field });
  const batcher = itemBatcher(state, (input) => renderFields(input, at("ItemBatcher.BatchInput")));
  return batcher ?? { ItemSelector: { item: ITEM, ...renderFields(state.with, at("ItemSelector")) } };
}

/** A distributed Map. */
export function renderDistributed(state: DistributedState, machine: RenderedMachine, place: Place): Fields {
  const { writer } = state;
  const at: Place = { ...place, field: "ResultWriter" };
  return {
    ...source(state, place),
    ...handed(state, place),
    ...mapRun(state, machine),
    ...(writer
      ? {
          ResultWriter: {
            Resource: "arn:aws:states:::s3:putObject",
            Arguments: renderFields({ Bucket: writer.bucket, Prefix: writer.prefix }, at),
          },
        }
      : {}),
  };
}
