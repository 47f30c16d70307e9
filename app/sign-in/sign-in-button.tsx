"use client";

import { signIn } from "next-auth/react";
import { useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { t } from "@/messages/translate";

/** Leads to the identity provider; through next-auth's own client, as a plain form post would be barred by the CSP. */
export function SignInButton({ callbackUrl }: { callbackUrl: string }) {
  const [isLeaving, setIsLeaving] = useState(false);
  return (
    <Button
      variant="primary"
      size="large"
      isBusy={isLeaving}
      onClick={() => {
        setIsLeaving(true);
        void signIn("oidc", { callbackUrl });
      }}
    >
      {t("pages.signIn.button")}
    </Button>
  );
}
