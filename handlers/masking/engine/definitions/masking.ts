/** The steps that mask. */
import { define, plain, subkeysOf } from "./definition.ts";

const ends = (name: "first" | "last") =>
  define({
    usage: `${name}:N (N from 1 to 1000)`,
    masks: true,
    read: (args) => ({ count: args.integer("N", { min: 1, max: 1000 }) }),
    subkeys: () => [],
  });

const domain = "the name of a domain";
const limit = 2 ** 51;

/** hash, first, last, redact, format, perm, pick, int, uuid, ip, date, year, card and iban. */
export const masking = {
  hash: define({
    usage: "hash, hash:N or hash:N:DOMAIN (N from 8 to 64)",
    masks: true,
    read: (args) => ({
      digits: args.more ? args.integer("N", { min: 8, max: 64 }) : 16,
      domain: args.more ? args.text("DOMAIN", domain) : "",
    }),
    subkeys: (args) => [{ function: "hash", domain: args.domain }],
  }),
  first: ends("first"),
  last: ends("last"),
  redact: plain("redact", { masks: true }),
  format: define({
    usage: "format or format:DOMAIN",
    masks: true,
    read: (args) => ({ domain: args.more ? args.text("DOMAIN", domain) : "" }),
    subkeys: (args) => [{ function: "format", domain: args.domain }],
  }),
  perm: define({
    usage: "perm or perm:nz (the result begins with no zero)",
    masks: true,
    read: (args) => {
      if (!args.more) return { nonZero: false };
      if (args.text("The argument", "nz") !== "nz") args.refuse("The argument", "nz");
      return { nonZero: true };
    },
    subkeys: () => subkeysOf(["perm", "format"]),
  }),
  pick: define({
    usage: "pick:LIST (a list of the rules file)",
    masks: true,
    read: (args) => ({ list: args.text("LIST", "the name of a list") }),
    subkeys: (args) => [{ function: "pick", domain: args.list }],
    list: (args) => args.list,
  }),
  int: define({
    usage: "int:MIN:MAX (integers, MIN below MAX)",
    masks: true,
    read: (args) => {
      const min = args.integer("MIN", { min: -limit, max: limit });
      const max = args.integer("MAX", { min: -limit, max: limit });
      if (min >= max) args.refuse("MAX", `greater than MIN, ${min}`);
      if (max - min >= limit) args.refuse("MAX", "less than 2^51 above MIN");
      return { min, max };
    },
    subkeys: () => subkeysOf(["int"]),
  }),
  uuid: plain("uuid", { masks: true, subkeys: ["uuid"] }),
  ip: plain("ip", { masks: true, subkeys: ["ip"] }),
  date: define({
    usage: "date:N or date:N:FIELD (N days, from 1 to 36500)",
    masks: true,
    read: (args) => ({
      days: args.integer("N", { min: 1, max: 36_500 }),
      field: args.more ? args.text("FIELD", "another field of the row") : undefined,
    }),
    subkeys: () => subkeysOf(["date", "format"]),
    field: (args) => args.field,
  }),
  year: plain("year", { masks: true, subkeys: ["format"] }),
  card: define({
    usage: "card or card:PREFIX (1 to 11 digits)",
    masks: true,
    read: (args) => {
      const prefix = args.more ? args.text("PREFIX", "1 to 11 digits") : "400000";
      if (!/^[0-9]{1,11}$/.test(prefix)) args.refuse("PREFIX", "1 to 11 digits");
      return { prefix };
    },
    subkeys: () => subkeysOf(["card", "format"]),
  }),
  iban: plain("iban", { masks: true, subkeys: ["iban", "format"] }),
};
