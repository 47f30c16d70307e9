"use client";

import { useRouter } from "next/navigation";
import { startTransition, useOptimistic, useRef, useSyncExternalStore } from "react";
import { loadPart } from "@/app/client/load-messages";
import { post } from "@/app/client/post";
import { namesOf } from "@/components/nodes/node-label";
import {
  draftsKey,
  type KeptDraft,
  putDraft,
  readDrafts,
  withoutDraft,
} from "@/components/requests/form/draft";
import type { RequestFormProps } from "@/components/requests/form/form-props";
import { RequestForm } from "@/components/requests/form/request-form";
import { windowChoices } from "@/components/requests/form/window-choices";
import { type NodeSelector, selectorJson, tagsText } from "@/lib/nodes/selector";
import type { RequestTemplate } from "@/lib/requests/views";
import { type Asking, addressOf, type Place } from "./address";

interface AskProps extends Pick<RequestFormProps, "offer" | "found"> {
  asking: Asking;
  /** The earlier request that the form begins with. */
  template: RequestTemplate | undefined;
  personId: string;
}

const SEARCH_AFTER_MS = 200;

/** The form with what it does: where goes into the address, drafts into the browser, the rest to the portal. */
export function Ask({ offer, found, asking, template, personId }: AskProps) {
  const router = useRouter();
  const searching = useRef<ReturnType<typeof setTimeout>>(undefined);
  const key = draftsKey(personId);
  const windows = windowChoices(offer.limits);
  const keptNow = () => readDrafts(window.localStorage.getItem(key), Date.now(), windows);
  const keep = (drafts: readonly KeptDraft[]) => window.localStorage.setItem(key, JSON.stringify(drafts));
  // What was pressed shows at once; what it means comes from the server.
  const [shown, setShown] = useOptimistic(asking);
  const again = template?.id;
  const { osUser } = shown;
  const showAt = (place: Place, find?: string) => show({ ...place, osUser }, find);
  const show = (next: Asking, find?: string) => {
    // What is written here goes along with where it is for.
    const drafts = keptNow();
    const own = drafts.find(({ address }) => address === addressOf(shown));
    if (own) keep(putDraft(withoutDraft(drafts, own.address), { ...own, address: addressOf(next) }));
    startTransition(() => {
      setShown(next);
      router.replace(addressOf(next, { find, again }), { scroll: false });
    });
  };
  // As it stood when the page came: what is written from then on is the form's own.
  const kept = useRef<{ text: string | null; address: string }>(undefined);
  const text = useSyncExternalStore(
    nothingChanges,
    () => {
      kept.current ??= { text: window.localStorage.getItem(key), address: addressOf(asking) };
      return kept.current.text;
    },
    () => null,
  );
  const drafts = text === null ? [] : readDrafts(text, Date.now(), windows);
  const isOwn = ({ address }: KeptDraft) => address === kept.current?.address;
  const where = "selector" in shown ? tagsText(shown.selector) : namesOf(offer.nodes);
  return (
    <RequestForm
      offer={offer}
      asking={shown}
      found={found}
      draft={again === undefined ? drafts.find(isOwn) : undefined}
      otherDraft={again === undefined ? drafts.find((one) => !isOwn(one)) : undefined}
      template={template}
      onDraft={(written) =>
        keep(putDraft(keptNow(), { ...written, ...{ address: addressOf(shown), where, at: Date.now() } }))
      }
      onForget={(address = addressOf(shown)) => keep(withoutDraft(keptNow(), address))}
      onSearch={(text) => {
        clearTimeout(searching.current);
        searching.current = setTimeout(() => show(asking, text.trim()), SEARCH_AFTER_MS);
      }}
      onNodes={(nodeIds) => showAt({ nodeIds }, found.search)}
      onSelector={(selector: NodeSelector, mostNodes) => showAt({ selector, mostNodes })}
      osUser={chosenUser(offer, osUser)}
      onOsUser={(osUser) => show({ ...shown, osUser }, found.search)}
      onMode={(mode) => showAt(mode === "tags" ? { selector: { tags: {} }, mostNodes: 1 } : { nodeIds: [] })}
      onAsk={async ({ incident, ...values }) => {
        const wanted =
          "selector" in shown
            ? { selector: selectorJson(shown.selector), mostNodes: shown.mostNodes }
            : { nodeIds: shown.nodeIds };
        const user = chosenUser(offer, osUser);
        const answer = await post<{ requestId: string }>("/api/requests/create", {
          ...wanted,
          ...values,
          ...(user === undefined ? {} : { osUser: user }),
          ...(incident === null ? {} : { incident }),
        });
        if (!answer.ok)
          return answer.code === "NOT_SIGNED_IN" ? { ...answer, signInHref: signInHref() } : answer;
        keep(withoutDraft(keptNow(), addressOf(shown)));
        router.push(`/requests/${answer.value.requestId}`);
        return { ok: true };
      }}
      onGlassWords={() => loadPart("glass")}
      onBreak={async ({ nodeId, windowSeconds }, { justification, incident }, confirmation) => {
        const user = chosenUser(offer, osUser);
        const answer = await post<{ requestId: string }>("/api/requests/break-glass", {
          ...{ nodeId, justification, windowSeconds, confirmation },
          ...(user === undefined ? {} : { osUser: user }),
          ...(incident === null ? {} : { incident }),
          ...(offer.waiting?.kind === "regular" ? { insteadOf: offer.waiting.id } : {}),
        });
        if (!answer.ok) return answer;
        keep(withoutDraft(keptNow(), addressOf(shown)));
        router.push(`/requests/${answer.value.requestId}`);
        return { ok: true };
      }}
    />
  );
}

/** What was pressed, before the server has told what it means. @returns undefined where there are none to choose from */
function chosenUser({ osUsers }: RequestFormProps["offer"], pressed: string | undefined): string | undefined {
  return osUsers?.choices.find((name) => name === pressed) ?? osUsers?.chosen;
}

/** The way to sign in and back to this form, which the browser has kept. */
function signInHref(): string {
  const { pathname, search } = window.location;
  return `/sign-in?${new URLSearchParams({ callbackUrl: pathname + search })}`;
}

function nothingChanges(): () => void {
  return () => undefined;
}
