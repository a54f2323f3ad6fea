/** EventBridge: events reach the targets of the rules that match them. */
export { matches, parsePattern } from "./pattern.ts";
export { createEventsService, type EventsService, type ServiceEvent } from "./service.ts";
export { targetInput } from "./target-input.ts";
