/** `uuid` and `ip`: identifiers of the same kind. */
import { byteAt } from "../keys.ts";
import { lowerText } from "./prepare.ts";
import type { Step } from "./step.ts";

export const uuid: Step<undefined> = {
  compile: (_args, { keys }) => {
    const mac = keys.mac("uuid", "");
    return (text) => {
      const h = mac(lowerText(text));
      const variant = "89ab".charAt(Number(`0x${h.charAt(16)}`) % 4);
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20, 32)}`;
    };
  },
  room: () => 122,
};

export const ip: Step<undefined> = {
  compile: (_args, { keys }) => {
    const mac = keys.mac("ip", "");
    return (text) => {
      const h = mac(lowerText(text));
      if (!text.includes(":")) return `10.${byteAt(h, 0)}.${byteAt(h, 1)}.${byteAt(h, 2)}`;
      const groups = Array.from({ length: 6 }, (_, i) => Number.parseInt(h.slice(4 * i, 4 * i + 4), 16).toString(16));
      return `2001:db8:${groups.join(":")}`;
    };
  },
  room: (_args, text) => (text.includes(":") ? 96 : 24),
};
