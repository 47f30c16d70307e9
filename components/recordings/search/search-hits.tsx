import { ScrollText, TerminalSquare } from "lucide-react";
import { reviewLook } from "@/components/badges/review";
import { sessionLook } from "@/components/badges/session";
import { NodeClass } from "@/components/nodes/node-label";
import Link from "@/components/ui/controls/link";
import { PersonName } from "@/components/ui/person-name";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { FoundText, RecordingHit, SearchedSession } from "@/lib/overview/recording-search/views";
import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";

interface SearchHitsProps {
  hits: readonly RecordingHit[];
  sessions: readonly SearchedSession[];
  inSession: string | null;
}

/** Hits by session, in the order in which each session's first one was found. */
export function SearchHits({ hits, sessions, inSession }: SearchHitsProps) {
  const known = new Map(sessions.map((session) => [session.id, session]));
  const bySession = new Map<string, RecordingHit[]>();
  for (const hit of hits) bySession.set(hit.sessionId, [...(bySession.get(hit.sessionId) ?? []), hit]);
  return [...bySession].map(([id, ofSession]) => {
    const session = known.get(id);
    return session && <SessionHits key={id} session={session} hits={ofSession} inSession={inSession} />;
  });
}

function SessionHits({
  session,
  hits,
  inSession,
}: {
  session: SearchedSession;
  hits: readonly RecordingHit[];
  inSession: string | null;
}) {
  const { id, node, personName, createdAt, state, verdict } = session;
  const who = personName ?? t("session.imported.person");
  return (
    <section aria-label={`${node.name} · ${who}`}>
      <header className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-2 py-1 text-sm">
        <NodeClass node={node} as="quiet" />
        <Link
          href={`/sessions/${id}`}
          className="inline-flex min-h-11 min-w-0 items-center font-medium hover:underline rail:min-h-6"
        >
          <bdi className="break-all">{node.name}</bdi>
        </Link>
        <PersonName name={who} />
        <StateBadge look={verdict === null ? sessionLook(state) : reviewLook({ verdict })} as="row" />
        <Time at={createdAt} className="text-faint" />
        {inSession !== null && (
          <Link
            href={`${inSession}&session=${encodeURIComponent(id)}`}
            className="ml-auto inline-flex min-h-11 items-center text-soft hover:text-ink hover:underline rail:min-h-6"
          >
            {t("search.all")}
          </Link>
        )}
      </header>
      <ol>
        {hits.map((hit) => (
          <Hit key={`${hit.kind} ${hit.atMs} ${hit.found.text}`} hit={hit} />
        ))}
      </ol>
    </section>
  );
}

function Hit({ hit }: { hit: RecordingHit }) {
  const { kind, sessionId, atMs, at, found, before, after } = hit;
  const Icon = kind === "command" ? TerminalSquare : ScrollText;
  const kindWord = t(`search.hit.${kind}`);
  const time = formatUtc(new Date(at), "seconds");
  return (
    <li
      data-row
      className="relative grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2.5 border-line border-b px-2 py-1.5 hover:bg-hover has-[[data-row-link]:focus-visible]:bg-selected rail:grid-cols-[1rem_minmax(0,1fr)_auto]"
    >
      <span title={kindWord} className="pt-0.75 text-faint">
        <Icon aria-hidden className="size-3.5" />
      </span>
      <div className="min-w-0 font-mono text-xs leading-5">
        <Around lines={before} />
        <Link
          href={`/sessions/${sessionId}?t=${momentOf(atMs)}`}
          data-row-link
          aria-label={t("search.hit.open", { kind: kindWord, time, text: found.text })}
          className="block text-ink after:absolute after:inset-0"
        >
          <Marked found={found} />
        </Link>
        <Around lines={after} />
      </div>
      <Time
        at={at}
        as="absolute"
        precision="seconds"
        className="col-start-2 text-faint text-xs leading-5 rail:col-start-3"
      />
    </li>
  );
}

/** Seconds as the player's address has them: a tenth after the line was left, so that it stands there. */
function momentOf(atMs: number): string {
  return String(Math.ceil(atMs / 100) / 10);
}

function Around({ lines }: { lines: readonly FoundText[] }) {
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the lines around a hit never change places
    <bdi key={index} dir="ltr" className="block truncate whitespace-pre text-faint">
      {line.text || "\u00a0"}
    </bdi>
  ));
}

function Marked({ found: { text, marks, isCutBefore, isCutAfter } }: { found: FoundText }) {
  let end = 0;
  return (
    <bdi dir="ltr" className="block whitespace-pre-wrap break-all">
      {isCutBefore && "…"}
      {marks.map(([from, to]) => {
        const before = text.slice(end, from);
        end = to;
        return (
          <span key={from}>
            {before}
            <mark className="rounded-sm bg-amber-wash font-semibold text-ink">{text.slice(from, to)}</mark>
          </span>
        );
      })}
      {text.slice(end)}
      {isCutAfter && "…"}
    </bdi>
  );
}
