"use client";

import { Bookmark, Check, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import { ChipMenu } from "@/components/ui/filter/chip-menu";
import { hrefOf, type ListAddress } from "@/components/ui/filter/filter-fields";
import { useOnDemand } from "@/components/ui/overlay/on-demand";
import { type SavedView, type SavedViews, VIEW_PARAM } from "@/lib/overview/saved-views/views";
import { t } from "@/messages/translate";
import { useViewActs, type ViewActs } from "./saved-views-acts";

interface SavedViewsMenuProps {
  path: string;
  /** What the list is called. */
  label: string;
  address: ListAddress;
  saved: SavedViews;
}

/**
 * The viewer's own views of a list, each a link, and what the list shows now to be saved as one. Without scripts the
 * links work all the same.
 */
export function SavedViewsMenu({ path, label, address, saved }: SavedViewsMenuProps) {
  const { views, current, shownId, editedId } = saved;
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const dialog = useOnDemand(() => import("./saved-views-dialog"));
  const [isNaming, setNaming] = useState(false);
  const acts = useViewActs(saved, hrefOf(path, address, {}));
  const open = views.find(({ id }) => id === (shownId ?? editedId));

  /** What had the focus is gone, or about to go. */
  const toChip = (isOpen: boolean) => {
    const menu = box.current?.querySelector("details");
    if (menu && !isOpen) menu.open = false;
    menu?.querySelector("summary")?.focus();
  };
  const askName = async () => {
    const isThere = await dialog.fetch();
    acts.sayThere(isThere);
    setNaming(isThere);
  };
  const save = async (name: string, isReplacing: boolean) => {
    const query = current ?? {};
    const answer = await acts.save({ name, query }, isReplacing);
    if (answer.ok)
      router.replace(hrefOf(path, query, { [VIEW_PARAM]: answer.value.viewId }), { scroll: false });
    return answer;
  };
  return (
    <div
      ref={box}
      className={cx("shrink-0", open && "flex max-w-60 items-center rounded-md bg-selected text-ink")}
    >
      <ChipMenu isOn={open !== undefined} label={<ChipLabel open={open} isEdited={editedId !== null} />}>
        <ViewsMenu {...{ path, label, saved, acts, toChip }} onSave={() => void askName()} />
      </ChipMenu>
      <span role="status" className="sr-only">
        {acts.said}
      </span>
      {dialog.loaded && (
        <dialog.loaded.SavedViewsDialog
          isOpen={isNaming}
          onSave={save}
          onClose={() => {
            setNaming(false);
            toChip(false);
          }}
        />
      )}
    </div>
  );
}

interface ViewsMenuProps extends Omit<SavedViewsMenuProps, "address"> {
  acts: ViewActs;
  toChip: (isOpen: boolean) => void;
  onSave: () => void;
}

function ViewsMenu({ path, label, saved, acts, toChip, onSave }: ViewsMenuProps) {
  const { current, shownId, editedId } = saved;
  const { deleted, problem } = acts;
  const views = saved.views.filter((view) => !acts.isRemoved(view));
  const edited = views.find(({ id }) => id === editedId);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1 rail:w-72">
      {views.length > 0 && (
        <ul aria-label={t("views.mine", { list: label })}>
          {views.map((view) => (
            <ViewRow
              key={view.id}
              view={view}
              href={hrefOf(path, view.query, { [VIEW_PARAM]: view.id })}
              isShown={view.id === shownId}
              onDelete={() => void acts.remove(view)}
            />
          ))}
        </ul>
      )}
      {views.length === 0 && current === null && !deleted && (
        <p className="px-2 py-1.5 text-soft text-sm">{t("views.none")}</p>
      )}
      {deleted && (
        <p className="flex items-center justify-between gap-2 px-2 text-soft text-sm">
          <bdi className="min-w-0 truncate">{t("views.deleted", { name: deleted.name })}</bdi>
          <Button
            ref={focusOnce}
            size="small"
            variant="quiet"
            onClick={() => void acts.restore(() => toChip(true))}
          >
            {t("views.undo")}
          </Button>
        </p>
      )}
      {current !== null && (
        <div
          className={cx("grid grid-cols-[minmax(0,1fr)]", views.length > 0 && "border-line border-t pt-1")}
        >
          {edited && (
            <Act onPress={() => void acts.update(edited, current, () => toChip(false))}>
              <bdi className="min-w-0 truncate">{t("views.update", { name: edited.name })}</bdi>
            </Act>
          )}
          <Act
            reason={saved.isFull ? t("views.full", { most: saved.views.length }) : undefined}
            onPress={onSave}
          >
            {t("views.save")}
          </Act>
        </div>
      )}
      {problem !== undefined && (
        <p role="alert" className="px-2 py-1 text-red text-sm">
          {problem}
        </p>
      )}
    </div>
  );
}

const focusOnce = (button: HTMLElement | null) => button?.focus();

function ChipLabel({ open, isEdited }: { open: SavedView | undefined; isEdited: boolean }) {
  return (
    <>
      <Bookmark aria-hidden className={cx("size-3.5 shrink-0 text-faint", open && "fill-current")} />
      {open ? (
        <>
          <span className="font-normal text-soft">{t("views.view")}</span>
          <bdi className="min-w-0 truncate text-ink">{open.name}</bdi>
          {isEdited && <span className="font-normal text-soft">{t("views.edited")}</span>}
        </>
      ) : (
        t("views.label")
      )}
    </>
  );
}

interface ViewRowProps {
  view: SavedView;
  href: string;
  isShown: boolean;
  onDelete: () => void;
}

function ViewRow({ view: { name }, href, isShown, onDelete }: ViewRowProps) {
  return (
    <li className="flex items-center">
      <Link
        href={href}
        aria-current={isShown ? "true" : undefined}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-2 rounded-sm px-2 text-ink text-sm hover:bg-hover rail:min-h-8"
      >
        <Check aria-hidden className={cx("size-3.5 shrink-0", !isShown && "invisible")} />
        <bdi title={name} className="min-w-0 truncate">
          {name}
        </bdi>
      </Link>
      <button
        type="button"
        aria-label={t("views.delete", { name })}
        onClick={onDelete}
        className="inline-flex size-11 shrink-0 cursor-pointer items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-ink rail:size-8"
      >
        <Trash2 aria-hidden className="size-3.5" />
      </button>
    </li>
  );
}

/** A line of the menu that does something. @param reason why it can't be pressed now */
function Act({
  reason,
  onPress,
  children,
}: {
  reason?: string | undefined;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <Button
      variant="quiet"
      disabledReason={reason}
      onClick={onPress}
      className="min-w-0 justify-start rounded-sm pl-7.5 text-ink rail:min-h-8"
    >
      {children}
    </Button>
  );
}
