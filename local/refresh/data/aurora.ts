/** A service's schema in production's database: its customers, and one detail table under a composite key. */
import { customerOf } from "./cast.ts";
import { createRandom } from "./random.ts";
import type { Cell, TableData } from "./service.ts";

const detailNames = new Map([
  ["billing", "invoices"],
  ["ledger", "entries"],
  ["auth", "sessions"],
]);

/** The name of the service's detail table. */
export const detailTable = (service: string): string => detailNames.get(service) ?? "records";

const customerColumns = [
  "customer_id",
  "customer_number",
  "full_name",
  "nickname",
  "email",
  "ssn",
  "phone",
  "date_of_birth",
  "address",
  "tags",
  "notes",
  "points",
  "active",
  "created_at",
];
const detailColumns = ["customer_number", "number", "recipient_email", "description", "status", "currency", "amount", "issued_on"];

/** The statements that make the schema. */
export function auroraDdl(service: string, schema: string): string {
  const detail = detailTable(service);
  return `
create schema "${schema}";
create table "${schema}".customers (
  customer_id uuid primary key,
  customer_number text not null unique,
  full_name varchar(120) not null,
  nickname text,
  email text unique,
  ssn varchar(11),
  phone varchar(32),
  date_of_birth date,
  address jsonb,
  tags text[],
  notes text,
  points integer not null,
  active boolean not null,
  created_at timestamptz not null
);
create table "${schema}".${detail} (
  customer_number text not null references "${schema}".customers (customer_number),
  number integer not null,
  recipient_email text,
  description text,
  status varchar(16) not null,
  currency char(3) not null,
  amount numeric(12,2) not null,
  issued_on date not null,
  primary key (customer_number, number)
);
create index on "${schema}".${detail} (recipient_email);
`;
}

/** The tables in the order in which foreign keys let them be loaded. */
export function auroraTables(service: string, position: number, rows: number): readonly TableData[] {
  return [
    { name: "customers", columns: customerColumns, count: rows, rows: () => customers(service, position, rows) },
    { name: detailTable(service), columns: detailColumns, count: rows, rows: () => details(service, position, rows) },
  ];
}

function* customers(service: string, position: number, rows: number): Generator<readonly Cell[]> {
  const random = createRandom(`${service} customers`);
  for (let i = 0; i < rows; i++) {
    const person = customerOf(position, i);
    const address = random.oneIn(9) ? null : JSON.stringify({ street: person.street, city: person.city, lines: [person.fullName, null] });
    yield [
      person.customerId,
      person.customerNumber,
      person.fullName,
      person.nickname,
      random.oneIn(25) ? null : person.email,
      random.oneIn(30) ? null : person.ssn,
      random.oneIn(12) ? "" : person.phone,
      random.oneIn(20) ? null : person.dateOfBirth,
      address,
      random.oneIn(4) ? `{"knows ${person.city}",${random.oneIn(2) ? "NULL" : '"vip"'}}` : null,
      random.oneIn(3) ? `Called about “${person.street}”;\n${person.fullName} asked to be reached\tat ${person.phone}.` : null,
      random.int(0, 90_000),
      !random.oneIn(10),
      `202${random.int(0, 5)}-0${random.int(1, 9)}-1${random.int(0, 9)}T0${random.int(0, 9)}:00:00Z`,
    ];
  }
}

function* details(service: string, position: number, rows: number): Generator<readonly Cell[]> {
  const random = createRandom(`${service} details`);
  for (let i = 0; i < rows; i++) {
    // Three details for every third customer, so that keys repeat in their first part.
    const person = customerOf(position, Math.floor(i / 3));
    yield [
      person.customerNumber,
      (i % 3) + 1,
      random.oneIn(10) ? null : person.email,
      random.oneIn(5) ? null : `For ${person.fullName}, ${person.street}`,
      random.pick(["open", "paid", "overdue", "void"]),
      random.pick(["EUR", "USD", "JPY"]),
      (random.int(100, 9_999_999) / 100).toFixed(2),
      `2026-${String(random.int(1, 11)).padStart(2, "0")}-${String(random.int(1, 28)).padStart(2, "0")}`,
    ];
  }
}
