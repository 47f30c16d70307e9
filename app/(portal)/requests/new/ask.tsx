"use client";

import { useRouter } from "next/navigation";
import { startTransition, useOptimistic, useRef, useSyncExternalStore } from "react";
import { post } from "@/app/client/post";
import { draftKey, readDraft, writeDraft } from "@/components/requests/draft";
import { RequestForm, type RequestFormProps } from "@/components/requests/request-form";
import { windowChoices } from "@/components/requests/window-choices";
import { type NodeSelector, selectorJson } from "@/lib/nodes/selector";
import { type Asking, addressOf } from "./address";

interface AskProps extends Pick<RequestFormProps, "offer" | "found"> {
  asking: Asking;
  personId: string;
}

const SEARCH_AFTER_MS = 200;

/** The form with what it does: where goes into the address, drafts into the browser, the rest to the portal. */
export function Ask({ offer, found, asking, personId }: AskProps) {
  const router = useRouter();
  const searching = useRef<ReturnType<typeof setTimeout>>(undefined);
  const key = draftKey(personId);
  // What was pressed shows at once; what it means comes from the server.
  const [shown, setShown] = useOptimistic(asking);
  const show = (next: Asking, find?: string) =>
    startTransition(() => {
      setShown(next);
      router.replace(addressOf(next, find), { scroll: false });
    });
  // As it stood when the page came: what is written from then on is the form's own.
  const kept = useRef<{ text: string | null }>(undefined);
  const text = useSyncExternalStore(
    nothingChanges,
    () => {
      kept.current ??= { text: window.localStorage.getItem(key) };
      return kept.current.text;
    },
    () => null,
  );
  const draft = text === null ? undefined : readDraft(text, Date.now(), windowChoices(offer.limits));
  return (
    <RequestForm
      offer={offer}
      asking={shown}
      found={found}
      draft={draft}
      onDraft={(written) => window.localStorage.setItem(key, writeDraft(written, Date.now()))}
      onForget={() => window.localStorage.removeItem(key)}
      onSearch={(text) => {
        clearTimeout(searching.current);
        searching.current = setTimeout(() => show(asking, text.trim()), SEARCH_AFTER_MS);
      }}
      onNodes={(nodeIds) => show({ nodeIds }, found.search)}
      onSelector={(selector: NodeSelector, mostNodes) => show({ selector, mostNodes })}
      onMode={(mode) => show(mode === "tags" ? { selector: { tags: {} }, mostNodes: 1 } : { nodeIds: [] })}
      onAsk={async ({ incident, ...values }) => {
        const where =
          "selector" in asking
            ? { selector: selectorJson(asking.selector), mostNodes: asking.mostNodes }
            : { nodeIds: asking.nodeIds };
        const answer = await post<{ requestId: string }>("/api/requests/create", {
          ...where,
          ...values,
          ...(incident === null ? {} : { incident }),
        });
        if (!answer.ok) return answer;
        window.localStorage.removeItem(key);
        router.push(`/requests/${answer.value.requestId}`);
        return { ok: true };
      }}
    />
  );
}

function nothingChanges(): () => void {
  return () => undefined;
}
