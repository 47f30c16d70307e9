import { AwsError } from "./wire/aws-error";

/** A failure that a test has ordered for the next calls of an action. */
export interface OrderedFailure {
  code?: string;
  message?: string;
  /** Do the work first; the caller then sees the error, or no answer at all when there is no code. */
  afterEffect: boolean;
}

interface Order extends OrderedFailure {
  /** `ssm:StartSession`, or `StartSession` for any service. */
  action: string;
  left: number;
}

/** Failures on order: throttling, errors before or after the effect, lost answers. */
export class Faults {
  readonly #orders: Order[] = [];

  order(order: OrderedFailure & { action: string; count: number }): void {
    this.#orders.push({ ...order, left: order.count });
  }

  /** The failure for this call, if one is on order; it is used up by being taken. */
  take(service: string, operation: string): OrderedFailure | undefined {
    const names = [`${service}:${operation}`, operation];
    const order = this.#orders.find((candidate) => candidate.left > 0 && names.includes(candidate.action));
    if (!order) return undefined;
    order.left -= 1;
    return order;
  }

  clear(): void {
    this.#orders.length = 0;
  }

  pending(): { action: string; left: number }[] {
    return this.#orders.filter(({ left }) => left > 0).map(({ action, left }) => ({ action, left }));
  }
}

export function failureError(failure: OrderedFailure): AwsError {
  const code = failure.code ?? "InternalFailure";
  return new AwsError(
    code,
    failure.message ?? (code === "Throttling" ? "Rate exceeded" : "An internal error occurred."),
  );
}
