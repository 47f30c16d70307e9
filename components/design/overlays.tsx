"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { Dialog } from "@/components/ui/overlay/dialog";
import { Menu } from "@/components/ui/overlay/menu";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import { Row } from "./row";

/** What lies over a page. On a phone a dialog is a sheet. */
export function Overlays() {
  const [open, setOpen] = useState<"dialog" | "reason">();
  const close = () => setOpen(undefined);
  return (
    <>
      <Row name="each opens; on a phone as a sheet from below">
        <Button onClick={() => setOpen("dialog")}>Dialog</Button>
        <Button onClick={() => setOpen("reason")}>Dialog with a reason</Button>
        <Menu label="More" as="bare" className="w-44" trigger={<Ellipsis aria-hidden className="size-4" />}>
          <button
            type="button"
            className="flex min-h-8 w-full cursor-pointer items-center rounded-md px-2.5 text-sm hover:bg-hover"
          >
            View request
          </button>
        </Menu>
        <Menu label="Shells" trigger="2 shells" className="w-44">
          <p className="px-2.5 py-1.5 text-sm">payments-api-2</p>
        </Menu>
      </Row>
      <Dialog isOpen={open === "dialog"} title="Approve 15 min for Ana Duarte?" onClose={close}>
        <p className="text-soft">Starts when Ana opens the shell, within 1 h. Recorded.</p>
        <div className="mt-4 flex justify-end gap-2">
          <Button size="large" onClick={close}>
            Cancel
          </Button>
          <Button size="large" variant="primary" onClick={close}>
            Approve for 15 min
          </Button>
        </div>
      </Dialog>
      <ReasonDialog
        isOpen={open === "reason"}
        title="End access to payments-api-2?"
        consequence="Open shells close at once."
        reasonLabel="Reason"
        confirmLabel="End access"
        onConfirm={async () => ({ ok: false, sentence: "This access is over already." })}
        onClose={close}
      />
    </>
  );
}
