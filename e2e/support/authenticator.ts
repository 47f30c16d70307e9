import type { CDPSession, Page } from "@playwright/test";

/** A page's own authenticator with a fingerprint reader, as Chromium plays it: it belongs to this page and outlives its loads. */
export class PageAuthenticator {
  private constructor(
    readonly cdp: CDPSession,
    readonly id: string,
  ) {}

  static async of(page: Page): Promise<PageAuthenticator> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("WebAuthn.enable", { enableUI: false });
    const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        ...{ protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal" },
        ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
        automaticPresenceSimulation: true,
      },
    });
    return new PageAuthenticator(cdp, authenticatorId);
  }

  /** Whether the person's finger is known to it. */
  async know(isUserVerified: boolean): Promise<void> {
    await this.cdp.send("WebAuthn.setUserVerified", { authenticatorId: this.id, isUserVerified });
  }
}
