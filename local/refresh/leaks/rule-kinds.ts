/** What the leak check has to know of a place's rule: whether its values may stand in the output, unchanged or by chance. */

/** `keep`: declared harmless; `shuffles`: the output has the form of other originals; `hides`: it has not; `none`: nothing declared. */
export type RuleKind = "keep" | "shuffles" | "hides" | "none";

const shuffling = new Set(["format", "perm", "pick", "int", "date", "year", "ip", "card", "iban", "first", "last", "uuid"]);

/** A place without its store: its service, the names its table goes by, and the names from the column down. */
export interface RulePlace {
  readonly service: string;
  readonly tables: readonly string[];
  readonly names: readonly string[];
}

/** Rules as plain maps from name to template. */
export interface RuleMaps {
  readonly common: Readonly<Record<string, string>>;
  readonly byService: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Looks rules up by place and by prefix. */
export interface RuleKinds {
  of(place: RulePlace): RuleKind;
  /** Whether the object's key lies under a prefix that is declared harmless. */
  keepsObject(key: string): boolean;
}

/** Reads what a rules file, in its short or its long form, has under `rules`. */
export function rulesIn(file: object): Readonly<Record<string, string>> {
  const { rules } = file as { rules?: unknown };
  return (typeof rules === "object" && rules !== null ? rules : file) as Record<string, string>;
}

/** An index over the rules, deliberately simpler than the masking engine's: the innermost name wins, then the longer one. */
export function ruleKinds(maps: RuleMaps): RuleKinds {
  const plain = (text: string): string => text.replaceAll("-", "_").replaceAll("[*]", "");
  const indexOf = (rules: Readonly<Record<string, string>>): Map<string, RuleKind> =>
    new Map(
      Object.entries(rules)
        .filter(([name]) => !name.startsWith("prefix:"))
        .map(([name, template]) => [plain(name), kindOf(template)]),
    );
  const common = indexOf(maps.common);
  const own = new Map([...maps.byService].map(([service, rules]) => [service, indexOf(rules)]));
  const prefixes = [maps.common, ...maps.byService.values()].flatMap((rules) =>
    Object.keys(rules)
      .filter((name) => name.startsWith("prefix:"))
      .map((name) => name.slice(7)),
  );
  const known = new Map<string, RuleKind>();
  const find = (place: RulePlace): RuleKind => {
    for (let inner = place.names.length; inner > 0; inner--) {
      for (let outer = 0; outer < inner; outer++) {
        const path = place.names.slice(outer, inner).join(".");
        const names = [
          ...(outer === 0 ? place.tables.flatMap((table) => [`${place.service}/${table}.${path}`, `${table}.${path}`]) : []),
          `${place.service}/${path}`,
          path,
        ].map(plain);
        for (const name of names) {
          const kind = own.get(place.service)?.get(name) ?? common.get(name);
          if (kind !== undefined) return kind;
        }
      }
    }
    return "none";
  };
  return {
    of: (place) => {
      const key = `${place.service}/${place.tables.join("|")}.${place.names.join(".")}`;
      const kind = known.get(key) ?? find(place);
      known.set(key, kind);
      return kind;
    },
    keepsObject: (key) => prefixes.some((prefix) => key.startsWith(prefix)),
  };
}

function kindOf(template: string): RuleKind {
  if (template.trim() === "{{keep}}") return "keep";
  const steps = [...template.matchAll(/\{\{([^}]*)\}\}/g)]
    .flatMap((match) => (match[1] ?? "").split("|"))
    .map((step) => (step.split(":")[0] ?? "").trim());
  return steps.some((step) => shuffling.has(step)) && !steps.includes("hash") ? "shuffles" : "hides";
}
