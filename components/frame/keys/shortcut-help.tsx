import { KeyHint } from "@/components/ui/key-hint";
import { Dialog } from "@/components/ui/overlay/dialog";
import { t } from "@/messages/translate";
import type { NavItem } from "../navigation";

interface ShortcutHelpProps {
  isOpen: boolean;
  items: readonly NavItem[];
  onClose: () => void;
}

/** Which keys there are. */
export function ShortcutHelp({ isOpen, items, onClose }: ShortcutHelpProps) {
  return (
    <Dialog isOpen={isOpen} title={t("keys.title")} onClose={onClose}>
      <Keys
        label={t("keys.everywhere")}
        keys={[
          ["Ctrl K · ⌘ K", t("keys.commands")],
          ["/", t("keys.filter")],
          ["j · k", t("keys.rows")],
          ["Enter", t("keys.open")],
          ["Esc", t("keys.close")],
          ["?", t("keys.help")],
        ]}
      />
      <Keys label={t("keys.go")} keys={items.map((item) => [`g ${item.key}`, item.label] as const)} />
      <Keys
        label={t("keys.decision")}
        keys={[
          ["a", t("keys.approve")],
          ["d", t("keys.deny")],
        ]}
      />
      <p className="mt-3 text-soft text-sm">{t("keys.off")}</p>
    </Dialog>
  );
}

function Keys({ label, keys }: { label: string; keys: readonly (readonly [string, string])[] }) {
  return (
    <section className="mt-3 first:mt-0">
      <h3 className="mb-1.5 font-medium text-soft text-sm">{label}</h3>
      <dl className="grid grid-cols-[8rem_1fr] gap-y-1.5">
        {keys.map(([chord, meaning]) => (
          <div key={chord} className="contents">
            <dt>
              <KeyHint keys={chord} />
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
