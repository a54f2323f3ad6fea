/** The entry of the function's bundle. */
import { createHandler } from "./handler.ts";
import { parityClients } from "./live/index.ts";

export const handler = createHandler(process.env, parityClients(process.env));
