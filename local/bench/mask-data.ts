/** Generated records for the masking benchmark: the same ones for the same number. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";

/** The kinds of files. */
export type DataKind = "export" | "nested" | "csv" | "document";

interface Person {
  readonly id: string;
  readonly email: string;
  readonly ssn: string;
  readonly phone: string;
  readonly name: string;
  readonly street: string;
  readonly city: string;
  readonly created: string;
  readonly balance: string;
  readonly tag: string;
}

function person(i: number): Person {
  const digits = createHash("md5").update(String(i)).digest("hex");
  return {
    id: `CUSTOMER#${i}`,
    email: `user${i}.${digits.slice(0, 6)}@corp.example`,
    ssn: `${100 + (i % 899)}-${String(1 + (i % 99)).padStart(2, "0")}-${String(i % 10_000).padStart(4, "0")}`,
    phone: `+1 ${200 + (i % 700)} 555 ${String(i % 10_000).padStart(4, "0")}`,
    name: `Ada ${digits.slice(6, 14)}`,
    street: `${i % 999} High Street`,
    city: "Northford",
    created: new Date(1_577_836_800_000 + i * 60_000).toISOString(),
    balance: String(i * 1.25),
    tag: digits.slice(14, 18),
  };
}

const itemOf = (p: Person, i: number): object => ({
  pk: { S: p.id },
  sk: { S: "PROFILE" },
  email: { S: p.email },
  ssn: { S: p.ssn },
  phone: { S: p.phone },
  full_name: { S: p.name },
  balance: { N: p.balance },
  active: { BOOL: i % 3 > 0 },
  tags: { SS: ["a", p.tag] },
  address: { M: { street: { S: p.street }, city: { S: p.city }, zip: { S: String(10_000 + (i % 89_999)) } } },
  createdAt: { S: p.created },
});

const nestedOf = (p: Person, i: number): object => ({
  id: i,
  order: {
    customer: { profile: { contact: { email: p.email, phones: [{ kind: "home", phone: p.phone }] }, full_name: p.name }, tier: "gold" },
    lines: [1, 2, 3].map((n) => ({
      sku: `sku-${n}`,
      quantity: n,
      price: { amount: i * 1.1, currency: "EUR" },
      flags: [true, false, null],
    })),
    payment: { card: { ssn: p.ssn, valid: true }, at: p.created },
  },
});

const csvNames = ["id", "email", "ssn", "phone", "full_name", "balance", "street", "city", "createdAt"];
const csvOf = (p: Person): string =>
  [p.id, p.email, p.ssn, p.phone, p.name, p.balance, `"${p.street}, ""x"""`, p.city, p.created].join(",");

const lineOf: Readonly<Record<DataKind, (i: number) => string>> = {
  export: (i) => `${JSON.stringify({ Item: itemOf(person(i), i) })}\n`,
  nested: (i) => `${JSON.stringify(nestedOf(person(i), i))}\n`,
  csv: (i) => `${csvOf(person(i))}\n`,
  document: (i) => `${i === 1 ? '{"all":[' : ","}${JSON.stringify(nestedOf(person(i), i), undefined, 1)}`,
};

/** The data in pieces of about a mebibyte. */
export function* dataOf(kind: DataKind, rows: number): Generator<Buffer> {
  let text = kind === "csv" ? `${csvNames.join(",")}\n` : "";
  for (let i = 1; i <= rows; i++) {
    text += lineOf[kind](i);
    if (text.length < 1 << 20) continue;
    yield Buffer.from(text);
    text = "";
  }
  yield Buffer.from(kind === "document" ? `${text}]}` : text);
}

/** Writes the data to a file. */
export async function writeData(file: string, kind: DataKind, rows: number): Promise<void> {
  const stream = createWriteStream(file);
  for (const piece of dataOf(kind, rows)) if (!stream.write(piece)) await once(stream, "drain");
  stream.end();
  await once(stream, "close");
}
