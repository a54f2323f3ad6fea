/** The values that must never be seen outside of production, and the search for them. The room's look and run enter here. */
export { type Canary, type CanaryOptions, collectCanaries } from "./collect.ts";
export { plantObjects } from "./plant.ts";
export { type CanarySearch, type Hit, searchFor } from "./search.ts";
