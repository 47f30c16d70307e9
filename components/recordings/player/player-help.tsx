import { KeyHint } from "@/components/ui/key-hint";
import { Dialog } from "@/components/ui/overlay/dialog";
import type { MessageCode } from "@/messages/codes";
import { t } from "@/messages/translate";

type Keys = readonly [keys: readonly string[], code: Extract<MessageCode, `replay.key.${string}`>];

const NOTE: Keys = [["m"], "replay.key.note"];
const KEYS: readonly Keys[] = [
  [["Space"], "replay.key.play"],
  [["f"], "replay.key.fullscreen"],
  [["←", "→"], "replay.key.seconds"],
  [["Shift ←", "Shift →"], "replay.key.tenth"],
  [["0", "…", "9"], "replay.key.digits"],
  [[",", "."], "replay.key.frame"],
  [["[", "]"], "replay.key.marks"],
  [["<", ">"], "replay.key.speed"],
  [["?"], "replay.key.help"],
];

/** The player's keys, printed. @param props.canNote whether this person may write notes */
export function PlayerHelp({
  isOpen,
  canNote,
  onClose,
}: {
  isOpen: boolean;
  canNote: boolean;
  onClose: () => void;
}) {
  return (
    <Dialog isOpen={isOpen} title={t("replay.help")} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2">
        {[...KEYS, ...(canNote ? [NOTE] : [])].map(([keys, code]) => (
          <div key={code} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <KeyHint key={key} keys={key} />
              ))}
            </dt>
            <dd className="text-soft">{t(code)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
