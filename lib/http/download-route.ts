import type { ListExport } from "@/lib/audit/lists/export-list";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { type ListFilters, mustUnderstand, type QueryReader } from "@/lib/kernel/list-query";
import { actorFromCookies } from "@/lib/people/actor";
import { confirmGroups } from "@/lib/people/confirm-groups";
import { parseCookies } from "@/lib/people/sign-in/cookies";
import { errorAnswer } from "./answer";
import { checkRead } from "./guard";
import { requestIdFrom } from "./request-id";
import { countIfAnonymous } from "./route";

interface DownloadRoute<F> {
  /** Reads the list's filters; one that isn't understood is refused, for the file would hold more than was asked for. */
  filters: (query: QueryReader) => ListFilters<F>;
  /** The one use case behind this door. */
  handle: (actor: PersonActor, filters: F) => Promise<ListExport>;
}

/**
 * Makes the GET handler that hands out a list as a file: host, site, actor, filters, one use case, error table. The
 * file is read from the database as fast as it is taken, a piece at a time.
 */
export function downloadRoute<F>(route: DownloadRoute<F>): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = requestIdFrom(request.headers);
    const url = new URL(request.url);
    try {
      checkRead(request.headers, config().PUBLIC_ORIGIN);
      const cookies = parseCookies(request.headers.get("cookie") ?? undefined);
      const known = await actorFromCookies(cookies, requestId);
      const filters = mustUnderstand(route.filters((name) => url.searchParams.get(name) ?? undefined));
      // A file leaves the portal for good: whoever takes it is in their groups now, not an hour ago.
      const actor = await confirmGroups(known);
      const { list, pieces } = await route.handle(actor, filters);
      return new Response(
        streamOf(pieces, (error) => errorAnswer(error, requestId, url.pathname)),
        {
          headers: {
            "content-type": "text/csv; charset=utf-8; header=present",
            "content-disposition": `attachment; filename="${nameOf(list)}"`,
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
          },
        },
      );
    } catch (error) {
      const answer = errorAnswer(error, requestId, url.pathname);
      await countIfAnonymous(error, requestId);
      return answer;
    }
  };
}

function nameOf(list: string): string {
  const at = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  return `halligan-${list}-${at}.csv`;
}

/** @param onFailure logs; the reader sees a broken connection, never a file that looks whole */
function streamOf(
  pieces: AsyncGenerator<string, void, void>,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isLeft = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await pieces.next();
          // The reader has gone away meanwhile.
          if (isLeft) return;
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (error) {
          onFailure(error);
          controller.error(error);
        }
      },
      async cancel() {
        isLeft = true;
        await pieces.return();
      },
    },
    { highWaterMark: 0 },
  );
}
