/** A service's DynamoDB tables in production: accounts by partition key, events under partition and sort key. */
import { customerOf } from "./cast.ts";
import { createRandom } from "./random.ts";
import type { ItemTable } from "./service.ts";

/** The tables of a service; a person's accounts item, rows and lines carry the same customer number and e-mail. */
export function itemTables(service: string, position: number, count: number): readonly ItemTable[] {
  return [
    { name: `${service}-accounts`, partitionKey: "pk", indexOn: "email", count, items: () => accounts(service, position, count) },
    { name: `${service}-events`, partitionKey: "pk", sortKey: "sk", count, items: () => events(service, position, count) },
  ];
}

function* accounts(service: string, position: number, count: number): Generator<Record<string, unknown>> {
  const random = createRandom(`${service} accounts`);
  for (let i = 0; i < count; i++) {
    const person = customerOf(position, i);
    yield {
      pk: `CUSTOMER#${person.customerNumber}`,
      customer_id: person.customerId,
      customer_number: person.customerNumber,
      full_name: person.fullName,
      ...(random.oneIn(25) ? {} : { email: person.email }),
      ssn: random.oneIn(30) ? null : person.ssn,
      phone: person.phone,
      date_of_birth: person.dateOfBirth,
      balance: random.int(-5_000, 90_000),
      active: !random.oneIn(10),
      contact: { city: person.city, lines: [person.street, person.fullName], verified: random.oneIn(2) },
      ...(random.oneIn(6) ? { aliases: new Set([person.nickname ?? person.city, `${person.city} II`]) } : {}),
      ...(random.oneIn(20) ? { portrait: Buffer.from(`portrait of ${person.fullName}`) } : {}),
    };
  }
}

function* events(service: string, position: number, count: number): Generator<Record<string, unknown>> {
  const random = createRandom(`${service} events`);
  for (let i = 0; i < count; i++) {
    const person = customerOf(position, Math.floor(i / 2));
    yield {
      pk: `CUSTOMER#${person.customerNumber}`,
      sk: `EVENT#2026-11-${String(random.int(1, 23)).padStart(2, "0")}#${String(i).padStart(6, "0")}`,
      kind: random.pick(["signed-in", "paid", "wrote"]),
      customer_number: person.customerNumber,
      message: `${person.fullName} <${person.email}> from ${person.city}`,
      amount: random.int(1, 10_000) / 4,
      actor: { email: person.email, full_name: person.fullName },
    };
  }
}
