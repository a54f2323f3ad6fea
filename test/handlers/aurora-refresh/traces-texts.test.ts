import fc from "fast-check";
import { holdsOriginal } from "../../../handlers/aurora-refresh/traces/index.ts";
import { FingerprintSet, fingerprintOf } from "../../../handlers/masking/prove/index.ts";
import { keys } from "./support.ts";

const originals = new FingerprintSet();
for (const value of [
  "ana.lopez@corp.example",
  "Ana López-Núñez",
  "12 High Street, Northford",
  "gold",
  "CUST-1000-2000-3000",
  "C-100-2000-30",
]) {
  originals.add(fingerprintOf(keys, value));
}
const holds = holdsOriginal([originals], keys);

describe("originals inside texts", () => {
  it.each([
    "ana.lopez@corp.example",
    "e.g. ana.lopez@corp.example.",
    "mail=<ana.lopez@corp.example>; see there",
    '{"email": "ana.lopez@corp.example"}',
    "ask Ana López-Núñez, she knows",
    "lives at 12 High Street, Northford (since 2020)",
    "(CUST-1000-2000-3000)",
  ])("are found in %j", (text) => {
    expect(holds(text, "prose")).toBe(true);
  });

  it.each(["", "gold", "the gold plan", "C-100-2000-30", "ana.lopez@corp.examples", "Ana Lopez-Nunez"])("are not found in %j", (text) => {
    expect(holds(text, "prose")).toBe(false);
    expect(holds(text, "value")).toBe(false);
  });

  it.each([
    "select 'ana.lopez@corp.example'::text",
    "(email <> 'Ana López-Núñez'::text)",
    "begin -- ask ana.lopez@corp.example\n return 1; end",
    "begin /* Ana López-Núñez\n wrote it */ end",
    'print("12 High Street, Northford")',
    "execute $q$mail ana.lopez@corp.example$q$",
    "format('it''s %s', 'ana.lopez@corp.example')",
  ])("are found in the code %j", (code) => {
    expect(holds(code, "code")).toBe(true);
  });

  it("are no identifiers of code", () => {
    originals.add(fingerprintOf(keys, "subscription_payment"));
    expect(holds("select subscription_payment from t where x = 'subscription_payments'", "code")).toBe(false);
    expect(holds("select 1 where kind = 'subscription_payment'", "code")).toBe(true);
  });

  it("are found between any words", () => {
    const words = fc.array(fc.stringMatching(/^[a-zäß]{1,9}$/), { maxLength: 30 }).map((all) => all.join(" "));
    fc.assert(
      fc.property(words, words, (before, after) => {
        expect(holds(`${before} Ana López-Núñez ${after}`, "prose")).toBe(true);
        expect(holds(`x := '${before} ana.lopez@corp.example, ${after}'`, "code")).toBe(true);
        expect(holds(`${before} ${after}`, "prose")).toBe(false);
      }),
    );
  });
});
