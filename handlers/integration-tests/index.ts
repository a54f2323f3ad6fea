/** The entry of the function's bundle; nothing else enters here. */
import { clientsFrom } from "../shared/clients.ts";
import { createHandler } from "./handler.ts";

export const handler = createHandler(process.env, clientsFrom(process.env));
