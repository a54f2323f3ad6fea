/** The steps that prepare a value, and `keep`: they do not mask. */
import { define, plain } from "./definition.ts";

/** trim, lower, upper, nfc, digits, local, domain, part and keep. */
export const preparing = {
  trim: plain("trim", { masks: false }),
  lower: plain("lower", { masks: false }),
  upper: plain("upper", { masks: false }),
  nfc: plain("nfc", { masks: false }),
  digits: plain("digits", { masks: false }),
  local: plain("local", { masks: false }),
  domain: plain("domain", { masks: false }),
  part: define({
    usage: "part:SEP:N (N is 1, 2, … or -1, -2, … from the end)",
    masks: false,
    read: (args) => {
      // A colon may be the separator itself: `part:::2`.
      const separator = args.textBeforeLast("SEP", "a text that is not empty");
      const piece = args.integer("N", { min: -10_000, max: 10_000 });
      if (piece === 0) args.refuse("N", "1, 2, … or -1, -2, … from the end");
      return { separator, piece };
    },
    subkeys: () => [],
  }),
  keep: plain("keep", { masks: false }),
};
