"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/controls/button";
import type { ButtonSize, ButtonVariant } from "@/components/ui/controls/button-class";
import { CopyButton } from "@/components/ui/controls/copy-button";
import { SelectField, TextArea, TextField } from "@/components/ui/controls/field";
import { Segmented } from "@/components/ui/controls/segmented";
import { Id } from "@/components/ui/id";
import { KeyHint } from "@/components/ui/key-hint";
import { Row } from "./row";

const VARIANTS: readonly ButtonVariant[] = ["primary", "secondary", "danger", "refusal", "quiet"];
const SIZES: readonly ButtonSize[] = ["small", "normal", "large"];
const WINDOWS = ["5 min", "15 min", "30 min", "1 h"].map((label) => ({ value: label, label }));

/** Buttons in each variant, size and state; fields empty, filled, wrong. */
export function Controls() {
  const [minutes, setMinutes] = useState("15 min");
  const [text, setText] = useState("Disk full since 13:51, writes failing");
  return (
    <>
      {SIZES.map((size) => (
        <Row key={size} name={`buttons, ${size}`}>
          {VARIANTS.map((variant) => (
            <Button key={variant} variant={variant} size={size}>
              {variant}
            </Button>
          ))}
        </Row>
      ))}
      <Row name="with an icon and a key, busy, off with its reason">
        <Button>
          <Plus aria-hidden className="size-3.5" />
          Request access
        </Button>
        <Button variant="primary">
          Approve for 15 min <KeyHint keys="A" />
        </Button>
        <Button variant="primary" isBusy>
          Send request
        </Button>
        <Button disabledReason="payments-api-2 has been offline since 13:51 UTC.">Open shell</Button>
      </Row>
      <Row name="segmented choice">
        <Segmented label="Approve for" value={minutes} options={WINDOWS} onChange={setMinutes} />
      </Row>
      <Row name="copied text">
        <Id id="i-0f3a9c41d7e25b91c" isCopyable />
        <CopyButton text="payments-api-2" />
      </Row>
      <div className="grid gap-4">
        <TextField label="Incident" isOptional placeholder="INC-2231" />
        <TextArea
          label="Reason"
          hint="What is broken, and what you are going to do."
          rows={2}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <TextField label="Reason" error="Say why in at least 10 characters." defaultValue="disk" />
        <SelectField
          label="Region"
          value="eu-west-1"
          options={["eu-west-1", "us-east-1"].map((region) => ({ value: region, label: region }))}
          onChange={() => undefined}
        />
      </div>
    </>
  );
}
