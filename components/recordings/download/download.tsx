"use client";

import { Download as DownloadIcon, FileText, ScrollText, SquarePlay } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { CopyButton } from "@/components/ui/controls/copy-button";
import { Dialog } from "@/components/ui/overlay/dialog";
import { Moment } from "@/components/ui/time/moment";
import type { ExportFormat } from "@/lib/recordings/exporting/formats";
import type { ExportView } from "@/lib/recordings/exporting/read-exports";
import { t, wordFor } from "@/messages/translate";
import { EvidenceFile } from "./evidence-file";

interface DownloadProps {
  /** Of the session at the gateway. */
  address: string;
  hasRecording: boolean;
  hasAgentLog: boolean;
  /** The session is over, and its evidence the viewer's to take. */
  hasEvidence: boolean;
  /** What the viewer has downloaded of it, newest first. */
  exports: readonly ExportView[];
  /** Reads them anew. */
  onOpen: () => void;
}

const RECORDING = [
  ["asciicast-v3", SquarePlay],
  ["asciicast-v2", SquarePlay],
  ["text", FileText],
] as const satisfies readonly (readonly [ExportFormat, typeof SquarePlay])[];

/** All files of a session behind one button, and the sums of those that were downloaded. */
export function Download({ address, hasRecording, hasAgentLog, hasEvidence, ...rest }: DownloadProps) {
  const { exports, onOpen } = rest;
  const [isOpen, setIsOpen] = useState(false);
  const open = () => {
    onOpen();
    setIsOpen(true);
  };
  return (
    <>
      <Button onClick={open}>
        <DownloadIcon aria-hidden className="size-4" />
        {t("replay.files")}
      </Button>
      <Dialog isOpen={isOpen} title={t("replay.files.title")} onClose={() => setIsOpen(false)} isFresh>
        <div className="grid gap-4">
          <p className="text-soft">{t("replay.files.masks")}</p>
          <ul className="-mx-2 grid">
            {hasRecording &&
              RECORDING.map(([format, icon]) => (
                <File
                  key={format}
                  href={`${address}/recording?format=${format}`}
                  icon={icon}
                  format={format}
                />
              ))}
            {hasAgentLog && (
              <File href={`${address}/agent-log-file?of=any`} icon={ScrollText} format="agent-log" />
            )}
            {hasEvidence && <EvidenceFile address={address} />}
          </ul>
          {exports.length > 0 && <Exports exports={exports} />}
        </div>
      </Dialog>
    </>
  );
}

type FileFormat = ExportFormat | "agent-log";

function File({ href, icon: Icon, format }: { href: string; icon: typeof FileText; format: FileFormat }) {
  return (
    <li>
      <a
        href={href}
        download
        className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 rounded-md px-2 py-2 hover:bg-hover max-sm:min-h-11"
      >
        <Icon aria-hidden className="row-span-2 size-4 text-faint" />
        <span className="font-medium">{t(`replay.files.${format}`)}</span>
        <span className="text-soft text-sm">{t(`replay.files.${format}.line`)}</span>
      </a>
    </li>
  );
}

/** So that whoever passes a file on can say which one it was. */
function Exports({ exports }: { exports: readonly ExportView[] }) {
  return (
    <section className="grid gap-2 border-line border-t pt-3">
      <h3 className="font-semibold text-sm">{t("replay.files.last")}</h3>
      <ol className="grid gap-2 text-sm">
        {exports.map(({ id, at, format, sha256 }) => (
          <li key={id} className="grid min-w-0 gap-0.5">
            <span>
              <Moment at={at} /> UTC · {wordFor("replay.files", format)}
            </span>
            {sha256 === null ? (
              <span className="text-amber">{t("replay.files.cut")}</span>
            ) : (
              <span className="flex min-w-0 items-start gap-1 text-faint text-xs">
                <code className="min-w-0 break-all font-mono">{sha256}</code>
                <CopyButton text={sha256} label={t("replay.files.sum")} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
