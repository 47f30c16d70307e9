import { Dialog } from "@/components/ui/dialog";
import { KeyHint } from "@/components/ui/key-hint";
import { t } from "@/messages/translate";
import { NAVIGATION } from "./navigation";

const keys = () =>
  [
    ["Ctrl K", t("keys.commands")],
    ["/", t("keys.filter")],
    ["j k", t("keys.rows")],
    ["a", t("keys.approve")],
    ["d", t("keys.deny")],
    ...NAVIGATION.map((item) => [`g ${item.key}`, item.label] as const),
    ["?", t("keys.help")],
  ] as const;

/** Which keys there are. */
export function ShortcutHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog isOpen={isOpen} title={t("keys.title")} onClose={onClose}>
      <dl className="grid grid-cols-[5rem_1fr] gap-y-1.5">
        {keys().map(([chord, meaning]) => (
          <div key={chord} className="contents">
            <dt>
              <KeyHint keys={chord} />
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
