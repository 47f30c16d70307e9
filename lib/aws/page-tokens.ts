import { AppError } from "@/lib/kernel/errors";

/**
 * The tokens of an operation's pages, as they come. One that comes again would have its caller ask for ever: that is an
 * error of the other side's.
 */
export class PageTokens {
  readonly #seen = new Set<string>();
  readonly #operation: string;

  /** @param operation the API operation, for the sentence and the log */
  constructor(operation: string) {
    this.#operation = operation;
  }

  /**
   * The token to ask for the next page with; undefined: that was the last page.
   * @throws AppError AWS_INVALID for one that was there before
   */
  next(token: string | undefined): string | undefined {
    if (!token) return undefined;
    if (this.#seen.has(token)) {
      const detail = "its pages go in a circle";
      const params = { operation: this.#operation, name: "RepeatedPage", detail };
      throw new AppError("AWS_INVALID", `${this.#operation}: ${detail}`, { params });
    }
    this.#seen.add(token);
    return token;
  }
}
