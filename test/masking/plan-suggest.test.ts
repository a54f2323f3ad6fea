/** Suggestions: what names and values give away, and what is suggested. */
import { type PlaceFacts, suggest } from "../../handlers/masking/plan/index.ts";
import { shapeOf } from "../../handlers/masking/plan/suggest/shapes.ts";
import { parseRules } from "../../handlers/masking/rules/index.ts";
import { customersColumn } from "./support/columns.ts";

it.each([
  ["ana@corp.example", "e-mail address"],
  ["a.b+c@mail.corp.example", "e-mail address"],
  ["ana@localhost", undefined],
  ["4111 1111 1111 1111", "card number"],
  ["4111111111111112", undefined],
  ["0000000000000000", undefined],
  ["DE89 3704 0044 0532 0130 00", "IBAN"],
  ["GB82WEST12345698765432", "IBAN"],
  ["DE00370400440532013000", undefined],
  ["192.168.0.1", "IP address"],
  ["192.168.0.256", undefined],
  ["2001:db8::8a2e:370:7334", "IP address"],
  ["12:30:45", undefined],
  ["550e8400-e29b-41d4-a716-446655440000", "uuid"],
  ["1990-02-28", "date"],
  ["1990-13-28", undefined],
  ["123-45-6789", "social security number"],
  ["000-45-6789", "phone number"],
  ["+49 30 1234567", "phone number"],
  ["(555) 123-4567", "phone number"],
  ["5551234567", undefined],
  ["Anna Schmidt", "person's name"],
  ["García, José", "person's name"],
  ["anna", undefined],
  ["Order 66", undefined],
  ["", undefined],
  ["x".repeat(100_000), undefined],
])("%.40s looks like %s", (text, shape) => {
  expect(shapeOf(text)).toBe(shape);
});

const facts = (name: string, samples: readonly string[], more: Partial<PlaceFacts> = {}): PlaceFacts =>
  customersColumn(name, "text", { samples, ...more });
const none = parseRules({}, "rules");
const mails = ["ana@corp.example", "ben@corp.example"];

describe("a suggestion", () => {
  it("comes from the values before the name", () => {
    expect(suggest(facts("phone", mails), none)).toEqual({
      rule: "customers.phone",
      template: "test+{{lower|hash}}@example.com",
      because: "2 of 2 sampled values look like e-mail addresses",
    });
    expect(suggest(facts("homePhone", ["?"]), none)).toEqual({
      rule: "customers.homePhone",
      template: "{{format}}",
      because: "its name says phone number",
    });
    expect(suggest(facts("colour", ["red"]), none)).toBeUndefined();
    expect(suggest(facts("colour", []), none)).toBeUndefined();
  });

  it("takes the template that the rules give to such columns", () => {
    const rules = parseRules({ email: "m-{{hash}}@example.com" }, "rules");
    expect(suggest(facts("contact", mails), rules)).toMatchObject({
      template: "m-{{hash}}@example.com",
      because: "2 of 2 sampled values look like e-mail addresses; other columns of its kind have this template, so that they still join",
    });
  });

  it("fits its column", () => {
    expect(suggest(facts("email", mails, { type: "character varying", maxLength: 20 }), none)?.template).toBe("{{lower|hash}}");
    expect(suggest(facts("email", mails, { type: "character varying", maxLength: 5 }), none)?.template).toBe("{{format}}");
    expect(suggest(facts("phone", [], { type: "bigint" }), none)?.template).toBe("{{perm:nz}}");
    expect(suggest(facts("ssn", [], { inUnique: true, uniqueAlone: true }), none)?.template).not.toBe("XXX-XX-{{last:4}}");
    expect(suggest(facts("phone", [], { kinds: ["number"] }), none)?.template).toBe("{{perm:nz}}");
    expect(suggest(facts("phone", [], { kinds: ["boolean"] }), none)).toBeUndefined();
  });

  it("masks the value in a composite key as it would be masked by itself", () => {
    const keys = ["CUSTOMER#ana@corp.example", "CUSTOMER#ben@corp.example"];
    const rules = parseRules({ email: "test+{{lower|hash}}@example.com" }, "rules");
    expect(suggest(facts("pk", keys, { kinds: ["text"] }), rules)).toEqual({
      rule: "customers.pk",
      template: "{{part:#:1}}#test+{{part:#:2|lower|hash}}@example.com",
      because: "2 of 2 sampled values are a word, # and what looks like an e-mail address",
    });
    expect(suggest(facts("pk", ["ORDER#1", "ORDER#2"], { kinds: ["text"] }), none)?.template).toBe("{{part:#:1}}#{{part:#:2|hash}}");
  });

  it("is made for no place whose name may be a value, and quotes odd names", () => {
    expect(suggest(facts("profile", mails, { kinds: ["text"], path: ["ana@corp.example"] }), none)).toBeUndefined();
    expect(suggest(facts("profile", mails, { kinds: ["text"], path: ["e.mail"] }), none)?.rule).toBe('customers.profile."e.mail"');
  });

  it("can be taken over as it is", () => {
    for (const name of [
      "email",
      "phone",
      "ssn",
      "card_number",
      "iban",
      "account_number",
      "ip",
      "dob",
      "full_name",
      "city",
      "password",
      "notes",
    ]) {
      const { rule, template } = suggest(facts(name, []), none) ?? { rule: "", template: "" };
      expect(parseRules({ [rule]: template }, "rules").rules).toHaveLength(1);
    }
  });
});
