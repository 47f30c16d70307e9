"use client";

import { AArrowDown, AArrowUp, Palette } from "lucide-react";
import { useId, useSyncExternalStore } from "react";
import { t } from "@/messages/translate";
import { isApple } from "../emulator/terminal-keys";
import { IconButton } from "../icon-button";
import { stepFontSize, TERMINAL_THEMES, type TerminalLook } from "./preferences";

interface LookMenuProps {
  look: TerminalLook;
  onChange: (changed: Partial<TerminalLook>) => void;
  /** Whether something can be typed. */
  hasKeyboard?: boolean;
}

const unchanging = () => () => {};

/** Colours, text size and input of terminals, for this browser. */
export function LookMenu({ look, onChange, hasKeyboard = true }: LookMenuProps) {
  const id = useId();
  // On a Mac ⌘V pastes. The server knows no platform.
  const isOnApple = useSyncExternalStore(
    unchanging,
    () => isApple(navigator.platform),
    () => true,
  );
  const pastesByControlV = hasKeyboard && !isOnApple;
  const step = (by: 1 | -1 | 0) => onChange({ fontSize: stepFontSize(look.fontSize, by) });
  return (
    <>
      <IconButton label={t("terminal.view")} popoverTarget={id}>
        <Palette aria-hidden className="size-4" />
      </IconButton>
      <div
        id={id}
        popover="auto"
        className="fixed inset-auto top-11 right-2 m-0 w-72 rounded-md border border-line-strong bg-raised p-3 text-ink shadow-float"
      >
        <fieldset>
          <legend className="mb-1 font-medium text-sm">{t("terminal.theme")}</legend>
          {TERMINAL_THEMES.map((theme) => (
            <label key={theme} className="flex min-h-9 cursor-pointer items-center gap-2 max-sm:min-h-10">
              <input
                type="radio"
                name={`${id}-theme`}
                checked={look.theme === theme}
                onChange={() => onChange({ theme })}
                className="size-4 accent-accent"
              />
              {t(`terminal.theme.${theme}`)}
              <span
                aria-hidden
                data-terminal-theme={theme}
                className="ml-auto rounded-sm border border-line-strong bg-terminal px-1.5 font-mono text-terminal-ink text-xs"
              >
                $ ls
              </span>
            </label>
          ))}
        </fieldset>
        <fieldset className="mt-2 border-line border-t pt-2">
          <legend className="sr-only">{t("terminal.input")}</legend>
          <Toggle
            label={t("terminal.screenReader")}
            isOn={look.screenReader}
            onChange={(screenReader) => onChange({ screenReader })}
          />
          {pastesByControlV && (
            <Toggle
              label={t("terminal.controlV", { keys: "Ctrl V" })}
              isOn={look.controlVPastes}
              onChange={(controlVPastes) => onChange({ controlVPastes })}
            />
          )}
        </fieldset>
        <div className="mt-2 flex items-center gap-1 border-line border-t pt-2">
          <span className="mr-auto font-medium text-sm">
            {t("terminal.font")} <span className="text-soft tabular-nums">{look.fontSize}</span>
          </span>
          <IconButton label={t("terminal.font.smaller")} onClick={() => step(-1)}>
            <AArrowDown aria-hidden className="size-4" />
          </IconButton>
          <IconButton label={t("terminal.font.larger")} onClick={() => step(1)}>
            <AArrowUp aria-hidden className="size-4" />
          </IconButton>
          <button
            type="button"
            onClick={() => step(0)}
            className="min-h-8 cursor-pointer whitespace-nowrap rounded-md px-2 text-soft text-sm hover:bg-sunken hover:text-ink max-sm:min-h-10"
          >
            {t("terminal.font.usual")}
          </button>
        </div>
      </div>
    </>
  );
}

function Toggle(props: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label className="flex min-h-9 cursor-pointer items-center gap-2 max-sm:min-h-10">
      <input
        type="checkbox"
        checked={props.isOn}
        onChange={(event) => props.onChange(event.target.checked)}
        className="size-4 accent-accent"
      />
      {props.label}
    </label>
  );
}
