import { useRouter } from "next/navigation";
import { useState } from "react";
import type { SavedView, SavedViews } from "@/lib/overview/saved-views/views";
import { t } from "@/messages/translate";
import { post } from "./post";

/** What the menu does, and what is to be said of it. @param here the list's address: what was deleted is said there */
export function useViewActs({ list }: Pick<SavedViews, "list">, here: string) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState<string>();
  const [gone, setGone] = useState<{ view: SavedView; at: string }>();
  /** Until the list is read again, it still has what was deleted; what is restored has another id. */
  const [removed, setRemoved] = useState<readonly string[]>([]);

  const send = async <T>(call: string, body: object) => {
    setBusy(true);
    const answer = await post<T>(`/api/views/${call}`, body);
    setBusy(false);
    setProblem(undefined);
    return answer;
  };
  const save = async ({ name, query }: Omit<SavedView, "id">, isReplacing: boolean) => {
    const text = new URLSearchParams(query).toString();
    const answer = await send<{ viewId: string; name: string }>("save", {
      list,
      name,
      query: text,
      isReplacing,
    });
    if (answer.ok) {
      setGone(undefined);
      setSaid(t("views.saved", { name: answer.value.name }));
      router.refresh();
    }
    return answer;
  };
  /** Saves from the menu itself, where what was refused is said too. */
  const put = async (view: Omit<SavedView, "id">, isReplacing: boolean, then: () => void) => {
    if (isBusy) return false;
    const answer = await save(view, isReplacing);
    if (answer.ok) then();
    else setProblem(answer.sentence);
    return answer.ok;
  };
  return {
    said,
    problem,
    deleted: gone?.at === here ? gone.view : undefined,
    isRemoved: ({ id }: SavedView) => removed.includes(id),
    save,
    restore: (then: () => void) => gone && put(gone.view, false, then),
    update: async (view: SavedView, query: SavedView["query"], then: () => void) => {
      if (await put({ name: view.name, query }, true, then)) setSaid(t("views.updated", { name: view.name }));
    },
    remove: async (view: SavedView) => {
      if (isBusy) return;
      const answer = await send("delete", { viewId: view.id });
      if (!answer.ok) return setProblem(answer.sentence);
      setGone({ view, at: here });
      setRemoved((before) => [...before, view.id]);
      setSaid(t("views.deleted", { name: view.name }));
      router.refresh();
    },
    /** Whether what the menu needs could be fetched. */
    sayThere: (isThere: boolean) => setProblem(isThere ? undefined : t("pages.unreachable")),
  };
}

export type ViewActs = ReturnType<typeof useViewActs>;
