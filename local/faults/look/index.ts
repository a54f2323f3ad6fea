/** Looks everywhere outside of production for its canaries. The room's run, and tests, enter here. */
import { production } from "../../refresh/names.ts";
import type { Session } from "../../refresh/session.ts";
import type { CanarySearch, Hit } from "../canaries/index.ts";
import { DiskLook } from "./disk.ts";
import { itemHits } from "./items.ts";
import { ObjectLook } from "./objects.ts";
import { rowHits } from "./rows.ts";
import { logHits, systemsHits, takeMessages, watchHistories, watchTopics } from "./texts.ts";

export { DiskLook } from "./disk.ts";

/** One message of a topic. */
export interface Message {
  readonly topic: string;
  readonly body: string;
}

export interface Look {
  /**
   * Everything that was found, and the messages since the last look. Rows, files, snapshots (they are files), objects, items,
   * parameters, documents' executions, logs, histories, messages.
   */
  everywhere(): Promise<{ hits: readonly Hit[]; messages: readonly Message[] }>;
}

/** Prepares the look: production's own data directories are those that hold canaries now, before the first night. */
export async function prepareLook({ aws, accounts }: Session, folder: string, search: CanarySearch): Promise<Look> {
  const disk = new DiskLook(folder, search);
  const own = disk.foldersWithCanaries();
  const objects = new ObjectLook(accounts.test.s3, search);
  const histories = watchHistories(aws, search);
  await watchTopics(accounts.test);
  return {
    async everywhere() {
      const messages = await takeMessages(accounts.test);
      const hits = [
        ...disk.hits(own),
        ...(await rowHits(aws, accounts.test, search)),
        ...(await objects.hits([production.bucket])),
        ...(await itemHits(accounts.test.dynamodb, search)),
        ...(await systemsHits(accounts.test, search)),
        ...logHits(aws, search),
        ...histories(),
        ...messages.flatMap(({ topic, body }) => search.in(Buffer.from(body)).map((place) => ({ place, where: `a message of ${topic}` }))),
      ];
      return { hits, messages };
    },
  };
}
