/** A service's objects in production's data bucket: JSON lines, CSV, harmless binaries, a few large ones, a few that have to be dropped. */
import { customerOf } from "./cast.ts";
import type { Person } from "./people.ts";
import { createRandom } from "./random.ts";
import type { ObjectData } from "./service.ts";

const LINES_AN_OBJECT = 40;

/** How many objects of each kind a service has; together 117. */
export const objectCounts = { ndjson: 50, csv: 20, assets: 40, receipts: 3, uploads: 2, large: 2 } as const;

/** The service's objects; bodies are made when they are asked for. */
export function objectsOf(service: string, position: number, people: number): readonly ObjectData[] {
  const customer = (i: number): Person => customerOf(position, i % people);
  const lines = (from: number, count: number): string =>
    Array.from({ length: count }, (_, i) => `${JSON.stringify(line(customer(from + i), from + i))}\n`).join("");
  const objects: ObjectData[] = [];
  const add = (key: string, contentType: string, body: () => Buffer, metadata: Record<string, string> = {}): void => {
    objects.push({ key: `${service}/${key}`, contentType, metadata, body });
  };
  for (let i = 0; i < objectCounts.ndjson; i++) {
    add(`events/2026/11/${number(i)}.ndjson`, "application/x-ndjson", () => Buffer.from(lines(i * LINES_AN_OBJECT, LINES_AN_OBJECT)));
  }
  for (let i = 0; i < objectCounts.csv; i++) {
    add(`exports/customers-${number(i)}.csv`, "text/csv", () => Buffer.from(csv(customer, i * LINES_AN_OBJECT)));
  }
  for (let i = 0; i < objectCounts.assets; i++) {
    add(`assets/image-${number(i)}.bin`, "application/octet-stream", () => noise(`${service} asset ${i}`, 2_048), { owner: "design" });
  }
  for (let i = 0; i < objectCounts.receipts; i++) {
    // A key that carries a customer's e-mail: keys are searched for leaks like everything else.
    add(`receipts/${customer(i * 2).email}/latest.ndjson`, "application/x-ndjson", () => Buffer.from(lines(i * 2, 3)));
  }
  for (let i = 0; i < objectCounts.uploads; i++) {
    add(`uploads/scan-${number(i)}.bin`, "application/octet-stream", () =>
      Buffer.concat([noise(`${service} upload ${i}`, 512), Buffer.from(customer(i).fullName)]),
    );
  }
  add("archive/events-2025.ndjson", "application/x-ndjson", () => Buffer.from(lines(0, 8_000)));
  add("assets/catalogue.bin", "application/octet-stream", () => noise(`${service} catalogue`, 4 * 1024 * 1024));
  return objects;
}

function line(person: Person, i: number): Record<string, unknown> {
  return {
    customer_number: person.customerNumber,
    email: i % 17 === 0 ? null : person.email,
    full_name: person.fullName,
    kind: i % 2 === 0 ? "paid" : "wrote",
    amount: (i % 1_000) / 4,
    created_at: "2026-11-20T08:00:00Z",
    contact: { phone: person.phone, city: person.city },
    message: i % 5 === 0 ? "" : `Dear ${person.fullName}, “${person.street}”`,
  };
}

function csv(customer: (i: number) => Person, from: number): string {
  const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = Array.from({ length: LINES_AN_OBJECT }, (_, i) => customer(from + i)).map((person, i) =>
    [
      person.customerNumber,
      person.email,
      person.fullName,
      person.ssn,
      i % 7 === 0 ? "" : person.phone,
      i % 3 === 0 ? `Lives in ${person.city},\r\n"${person.street}"` : "",
    ]
      .map(quote)
      .join(","),
  );
  return `customer_number,email,full_name,ssn,phone,notes\r\n${rows.join("\r\n")}\r\n`;
}

/** Bytes that look random; `bytes` is a multiple of four. */
function noise(seed: string, bytes: number): Buffer {
  const random = createRandom(seed);
  const body = Buffer.allocUnsafe(bytes);
  for (let i = 0; i + 4 <= bytes; i += 4) body.writeUInt32LE(random.word(), i);
  return body;
}

const number = (value: number): string => String(value).padStart(4, "0");
