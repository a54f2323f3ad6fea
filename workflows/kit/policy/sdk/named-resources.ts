/** The resources that a call of the SDK names, by the templates of its service. */
import { arnAt, isArn } from "../arn.ts";
import type { Call } from "../call.ts";
import { queueOf } from "../integrations/messages.ts";
import type { Said } from "../said.ts";
import type { Resource } from "../types.ts";
import { knowsNoResources, resourcesOf } from "./resources/index.ts";

/** `{Member}` is what the member says, `{Member}|default` says what it is where the call does not. */
const HOLE = /\{(\w+)\}(?:\|([\w.:*]+))?/g;

interface Hole {
  readonly member: string;
  readonly absent: string | undefined;
  /** The text between the hole before and this one. */
  readonly before: string;
}

/** A template in its parts; `arn:<service>:` in front names another service than the call's. */
interface Template {
  readonly service: string | undefined;
  readonly holes: readonly Hole[];
  readonly rest: string;
}

const parsed = new Map<string, Template>();

function parse(text: string): Template {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const service = /^arn:([\w-]+):/.exec(text)?.[1];
  const bare = text.replace(/^arn:[\w-]+:/, "");
  const holes: Hole[] = [];
  let end = 0;
  for (const match of bare.matchAll(HOLE)) {
    holes.push({ member: match[1] ?? "", absent: match[2], before: bare.slice(end, match.index) });
    end = match.index + match[0].length;
  }
  const template = { service, holes, rest: bare.slice(end) };
  parsed.set(text, template);
  return template;
}

const listed = (names: string | undefined, name: string): boolean => names?.split(" ").includes(name) ?? false;

interface InArn extends Said {
  readonly why?: string;
}

/** What a member's text is in an ARN: secrets end with six characters more, a parameter's path begins without its slash. */
function inArn(prefix: string, said: Said): InArn {
  const { text } = said;
  if (prefix === "secretsmanager" && !isArn(text) && text !== "*") return { ...said, text: `${text}-??????` };
  if (prefix === "ssm") return { ...said, text: text.replace(/^\/+/, "") };
  if (prefix === "kms" && /(?:^|:)alias\//.test(text)) return { text: "*", computed: true, why: "an alias does not say its key" };
  return said;
}

const reasonOf = (member: string, { text, why }: InArn): string =>
  why ?? (text === "*" ? `"${member}" is computed` : `"${member}" is computed; it is what fits "${text}"`);

/** The resources of a template: one, or one for each entry of the list in its last hole. */
function fill(call: Call, prefix: string, { service = prefix, holes, rest }: Template): readonly Resource[] {
  const place = service === "iam" ? { ...call.place, region: "" } : call.place;
  const textsOf = ({ member, absent }: Hole, last: boolean): readonly InArn[] => {
    const given = call.fields.list(member).map((said) => inArn(prefix, said));
    if (given.length === 0) return [{ text: absent ?? "*", computed: false }];
    return last || given.length === 1 ? given : [{ text: "*", computed: true }];
  };
  let found = [{ text: "", whole: false, reasons: [] as readonly string[] }];
  for (const [index, hole] of holes.entries()) {
    found = found.flatMap(({ text, whole, reasons }) =>
      textsOf(hole, index === holes.length - 1).map((said) => {
        // An ARN in the first hole is the beginning of the resource; behind it only its last part counts.
        const begins = index === 0 && isArn(said.text);
        const part = index > 0 && isArn(said.text) ? (said.text.split(/[:/]/).at(-1) ?? "*") : said.text;
        return {
          text: begins ? part : text + hole.before + part,
          whole: whole || begins,
          reasons: said.computed ? [...reasons, reasonOf(hole.member, said)] : reasons,
        };
      }),
    );
  }
  return found.map(({ text, whole, reasons }) => ({
    arn: whole ? text + rest : arnAt(place, service, text + rest),
    ...(reasons.length > 0 && { wide: reasons.join("; ") }),
  }));
}

const unnamed = (wide: string): readonly Resource[] => [{ arn: "*", wide }];

/** The templates of a service that hold for a call; those with members that another one has too, and more, stand back. */
function general(call: Call, templates: readonly string[]): readonly Template[] {
  const given = templates.map(parse).filter(({ holes }) => holes.every(({ member }) => call.fields.has(member)));
  const membersOf = ({ holes }: Template): readonly string[] => holes.map(({ member }) => member);
  return given.filter((template) => {
    const members = membersOf(template);
    return !given.some((other) => other.holes.length > members.length && members.every((member) => membersOf(other).includes(member)));
  });
}

/** The templates of an action; none when the call gives none of their members. */
function own(call: Call, templates: readonly string[]): readonly Template[] {
  const all = templates.map(parse);
  if (!all.some(({ holes }) => holes.some(({ member }) => call.fields.has(member)))) return [];
  return all.filter(({ holes }) => holes.every(({ member, absent }) => absent !== undefined || call.fields.has(member)));
}

/** The resources of an action. `*`, and why, where the call names none. */
export function namedResources(call: Call, prefix: string, action: string): readonly Resource[] {
  const known = resourcesOf(prefix);
  if (knowsNoResources(prefix) || listed(known?.free, action)) return unnamed("IAM knows no resources for it");
  if (listed(known?.more, action)) return unnamed("it is about more resources than the call names");
  const ownTemplates = known?.own !== undefined && Object.hasOwn(known.own, action) ? known.own[action] : undefined;
  if (prefix === "sqs" && ownTemplates === undefined && (call.fields.has("QueueUrl") || call.fields.open)) return [queueOf(call)];
  const holdsFor = known !== undefined && (known.only === undefined || listed(known.only, action));
  const templates = ownTemplates !== undefined ? own(call, ownTemplates) : holdsFor ? general(call, known.templates) : [];
  const found = templates.flatMap((template) => fill(call, prefix, template));
  if (found.length > 0) return found;
  return unnamed(call.fields.open ? "all that it passes is computed" : "the call names no resource that this tool knows");
}
