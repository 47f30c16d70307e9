import { expect, it } from "vitest";
import { AppError } from "@/lib/kernel/errors";
import { pageRouteOf } from "../route-of";
import { markFailure } from "./page-failure";

const ID = "0b5c2a34-7f1e-4f0c-9f52-0d6a1c1f8e11";

it("marks a failure with its code and the request's id, an unexpected one as such", () => {
  expect(markFailure(new AppError("DATABASE_UNAVAILABLE", "away"), ID)).toMatchObject({
    digest: `DATABASE_UNAVAILABLE/${ID}`,
  });
  expect(markFailure(new Error("password=hunter2"), ID)).toMatchObject({ digest: `INTERNAL/${ID}` });
  expect(markFailure("thrown text", ID)).toMatchObject({ digest: `INTERNAL/${ID}` });
});

it("leaves the marks that Next makes for itself", () => {
  const redirect = Object.assign(new Error("NEXT_REDIRECT"), { digest: "NEXT_REDIRECT;replace;/sign-in" });
  expect(markFailure(redirect, ID)).toMatchObject({ digest: "NEXT_REDIRECT;replace;/sign-in" });
});

it.each([
  ["/", "/"],
  ["/audit?q=x", "/audit"],
  ["/requests/new", "/requests/new"],
  ["/requests/req_1", "/requests/[id]"],
  ["/sessions/ses_1/terminal#x", "/sessions/[id]/terminal"],
  ["/requests/", undefined],
  ["/api/search", undefined],
  ["/nope", undefined],
])("the page of %s is %s", (path, route) => {
  expect(pageRouteOf(path)?.path).toBe(route);
});
