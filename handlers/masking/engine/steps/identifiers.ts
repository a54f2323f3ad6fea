/** `uuid` and `ip`: identifiers of the same kind. */
import { byteAt } from "../keys.ts";
import { lower } from "./prepare.ts";
import type { StepDefinition } from "./step.ts";

const uuidStep: StepDefinition = {
  name: "uuid",
  usage: "uuid",
  bind: (args) =>
    args.length > 0
      ? undefined
      : {
          masks: true,
          subkeys: [{ function: "uuid", domain: "" }],
          compile: ({ keys }) => {
            const mac = keys.mac("uuid", "");
            return (text) => {
              const h = mac(lower(text));
              const variant = "89ab".charAt(Number.parseInt(h.charAt(16), 16) % 4);
              return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20, 32)}`;
            };
          },
          room: () => 122,
          longest: () => 36,
        },
};

const ipStep: StepDefinition = {
  name: "ip",
  usage: "ip",
  bind: (args) =>
    args.length > 0
      ? undefined
      : {
          masks: true,
          subkeys: [{ function: "ip", domain: "" }],
          compile: ({ keys }) => {
            const mac = keys.mac("ip", "");
            return (text) => {
              const h = mac(lower(text));
              if (!text.includes(":")) return `10.${byteAt(h, 0)}.${byteAt(h, 1)}.${byteAt(h, 2)}`;
              const groups = Array.from({ length: 6 }, (_, i) => Number.parseInt(h.slice(4 * i, 4 * i + 4), 16).toString(16));
              return `2001:db8:${groups.join(":")}`;
            };
          },
          room: (text) => (text.includes(":") ? 96 : 24),
          longest: () => 38,
        },
};

/** uuid and ip. */
export const identifierSteps: readonly StepDefinition[] = [uuidStep, ipStep];
