/** What the roles of several machines need beside what their definitions say. Only workflows' `permissions.ts` may enter. */
export { everyMachine } from "./every-machine.ts";
export { keys, tonight, via } from "./resources.ts";
