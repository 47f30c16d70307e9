import { headers } from "next/headers";
import { forbidden, notFound } from "next/navigation";
import { isAppError } from "@/lib/kernel/errors";
import { requestIdFrom } from "../request-id";
import { markFailure } from "./page-failure";

/**
 * Asks a query for a page: what does not exist (or is not theirs to know of) is a 404, a missing role a 403, each
 * with its page; everything else is the error page, which gets code and request id.
 */
export async function pageQuery<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    if (isAppError(error)) {
      if (error.code === "NOT_FOUND" || error.code === "RECORDING_MISSING" || error.code === "INVALID_INPUT")
        notFound();
      if (error.code === "ROLE_MISSING") forbidden();
    }
    throw markFailure(error, requestIdFrom(await headers()));
  }
}
