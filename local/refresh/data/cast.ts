/** Who is a customer of which service: half of each service's people are customers of all of them. */
import { MAX_PEOPLE, type Person, personOf } from "./people.ts";

/** Own people of each service; with it and the people in common all numbers stay below `MAX_PEOPLE`. */
const PEOPLE_A_SERVICE = 150_000;
/** The most services that the numbers of people allow. */
export const MAX_SERVICES = Math.floor(MAX_PEOPLE / PEOPLE_A_SERVICE) - 1;
/** The most rows a table that the numbers of people allow. */
export const MAX_ROWS = PEOPLE_A_SERVICE;

/**
 * A service's customer by position: even positions are people in common.
 *
 * @param service - the service's position among the services
 */
export function customerOf(service: number, position: number): Person {
  return personOf(position % 2 === 0 ? position / 2 : (service + 1) * PEOPLE_A_SERVICE + position);
}
