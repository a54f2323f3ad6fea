/** `hash`: the first digits of the keyed hash. */
import { integer, isDomain, type StepDefinition } from "./step.ts";

/** hash, hash:N, hash:N:DOMAIN. */
export const hashStep: StepDefinition = {
  name: "hash",
  usage: "hash, hash:N or hash:N:DOMAIN (N from 8 to 64)",
  bind: (args) => {
    const digits = args.length === 0 ? 16 : integer(args[0], 8, 64);
    if (digits === undefined || args.length > 2 || (args.length === 2 && !isDomain(args[1]))) return undefined;
    const domain = args[1] ?? "";
    return {
      masks: true,
      subkeys: [{ function: "hash", domain }],
      compile: ({ keys }) => {
        const mac = keys.mac("hash", domain);
        return (text) => mac(text).slice(0, digits);
      },
      room: () => 4 * digits,
      longest: () => digits,
    };
  },
};
