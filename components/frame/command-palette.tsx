"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { KeyHint } from "@/components/ui/key-hint";
import { t } from "@/messages/translate";
import { NAVIGATION } from "./navigation";

interface CommandPaletteProps {
  isOpen: boolean;
  onClose: () => void;
}

/** Goes anywhere by a few letters; what is no part of the portal is searched among the nodes. */
export function CommandPalette({ isOpen, onClose }: CommandPaletteProps) {
  const router = useRouter();
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const places = NAVIGATION.filter((item) => item.label.toLowerCase().includes(wanted)).map((item) => ({
    key: item.id,
    label: item.label,
    href: item.href,
    hint: `g ${item.key}`,
  }));
  const search = {
    key: "search",
    label: t("frame.searchNodes", { text: text.trim() }),
    href: `/nodes?q=${encodeURIComponent(text.trim())}`,
    hint: "",
  };
  const commands = wanted === "" ? places : [...places, search];
  const go = (href: string) => {
    setText("");
    onClose();
    router.push(href);
  };
  return (
    <Dialog isOpen={isOpen} title={t("frame.commands")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (commands[0]) go(commands[0].href);
        }}
      >
        <input
          autoFocus
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-label={t("frame.search")}
          placeholder={t("frame.search")}
          className="min-h-10 w-full rounded-md border border-line-strong bg-surface px-3 placeholder:text-faint"
        />
      </form>
      <ul className="mt-2">
        {commands.map((command) => (
          <li key={command.key}>
            <button
              type="button"
              onClick={() => go(command.href)}
              className="flex min-h-9 w-full cursor-pointer items-center justify-between rounded-md px-2 text-left hover:bg-accent-wash focus-visible:bg-accent-wash"
            >
              {command.label}
              {command.hint !== "" && <KeyHint keys={command.hint} />}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
