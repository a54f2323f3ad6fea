/** Turns sampled records into places for the plan: JSON, CSV rows, DynamoDB items. Readers of stores enter by the plan's door. */
export { plainItem } from "./plain-item.ts";
export { type HeadOptions, sampleHead } from "./sample-head.ts";
export { RecordSampler, type SamplerOptions } from "./sampler.ts";
