/** Small helpers of this room's tests: an engine on a virtual clock, machines of one state, and an object store in memory. */
import {
  createEngine,
  type Engine,
  type EngineOptions,
  type ListedObject,
  noIntegrations,
  type ObjectStore,
  virtualClock,
} from "../../local/stepfunctions/index.ts";

export function virtualEngine(options: Partial<EngineOptions> = {}): Engine & { elapsed(): number } {
  const clock = virtualClock();
  return Object.assign(createEngine({ clock, integrations: noIntegrations, ...options }), { elapsed: () => clock.elapsed() });
}

/** A machine of one state, which ends it. */
export function single(state: object, name = "State"): object {
  return { StartAt: name, States: { [name]: { End: true, ...state } } };
}

export const invoke = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: "f" } };

/** Types of events, in their order. */
export function types(events: readonly { type: string }[]): string[] {
  return events.map(({ type }) => type);
}

/** `id<-previous Type`, in their order. */
export function chain(events: readonly { id: number; previousEventId: number; type: string }[]): string[] {
  return events.map(({ id, previousEventId, type }) => `${id}<-${previousEventId} ${type}`);
}

export function memoryStore(initial: Record<string, string> = {}): ObjectStore & { readonly objects: Map<string, string> } {
  const objects = new Map(Object.entries(initial));
  return {
    objects,
    get: async (bucket, key) => {
      const body = objects.get(`${bucket}/${key}`);
      if (body === undefined) throw Object.assign(new Error("The specified key does not exist."), { name: "NoSuchKey" });
      return Buffer.from(body);
    },
    list: async (bucket, prefix) =>
      [...objects]
        .filter(([name]) => name.startsWith(`${bucket}/${prefix}`))
        .map(
          ([name, body]): ListedObject => ({
            Etag: '"etag"',
            Key: name.slice(bucket.length + 1),
            LastModified: 1_700_000_000,
            Size: body.length,
            StorageClass: "STANDARD",
          }),
        ),
    put: async (bucket, key, body) => {
      objects.set(`${bucket}/${key}`, body);
    },
  };
}
