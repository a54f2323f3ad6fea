/** Which resources the calls of the services are about, by the members that name them. The SDK's rules alone enter. */
import { dataResources } from "./data.ts";
import { operationsResources } from "./operations.ts";
import type { ServiceResources } from "./service-resources.ts";

export type { ServiceResources } from "./service-resources.ts";

/** IAM's prefix → its resources. */
const services: ReadonlyMap<string, ServiceResources> = new Map(Object.entries({ ...dataResources, ...operationsResources }));

/** Services of which all calls, or nearly all, know no resources. */
const NO_RESOURCES = new Set([
  "ce",
  "comprehend",
  "polly",
  "rekognition",
  "textract",
  "translate",
  "tag",
  "xray",
  "pricing",
  "health",
  "support",
]);

/** What is known of a service's resources; undefined when this tool knows nothing of it. */
export const resourcesOf = (prefix: string): ServiceResources | undefined => services.get(prefix);

/** Whether the service knows no resources at all. */
export const knowsNoResources = (prefix: string): boolean => NO_RESOURCES.has(prefix);
