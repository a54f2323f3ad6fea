/** Reading the account: clients, pages, and what errors mean. The kinds, the repairs and the handler enter here. */
export { type ParityClients, parityClients } from "./clients.ts";
export { isNotThere, unless, whyUnreadable } from "./errors.ts";
export { allOf, once, optional, pages, tagMap } from "./pages.ts";
export { UnreachableError, unreachableAtOnce } from "./unreachable.ts";
